import type { WordsLike } from '../../language/catalogue.tsx'
import type { history as english } from '../en/history.ts'

export const history: WordsLike<typeof english> = {
  title: 'Arbeit über die Zeit',
  period: 'Zeitraum',
  periods: { '1h': '1 Stunde', '24h': '24 Stunden', '7d': '7 Tage', '30d': '30 Tage' },
  from: 'Ab',
  chart: (total: string, highest: string) =>
    `${total} Jobs verarbeitet, höchstens ${highest} in einem Balken`,
  table: 'Verarbeitete und fehlgeschlagene Jobs (UTC), die neuesten zuerst',
  note: 'Von Sidekiq ab 7 und von Howdah: Klassen, die deren Kennzahlen kennen.',
}
