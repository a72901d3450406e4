import type { WordsLike } from '@howdah/web/views'
import type { numbers as english } from '../en/numbers.ts'

export const numbers: WordsLike<typeof english> = {
  title: 'Exporte in Zahlen',
  note: 'Exporte, die in den letzten 30 Tagen endeten. Tage sind UTC.',
  none: 'In dieser Zeit endete kein Export.',
  outcomes: 'Exporte nach Ausgang',
  done: 'Fertig',
  cancelled: 'Abgebrochen',
  failed: 'Fehlgeschlagen',
  day: 'Tag',
  sizes: 'Archive nach Größe',
  upTo: 'Bis',
  larger: 'größer',
  archives: 'Archive',
  times: 'Zeit von der Anfrage bis zum Archiv',
  overall: (p50, p95) => `Die Hälfte war in ${p50} bereit, 95 % in ${p95}.`,
  p50: 'p50',
  p95: 'p95',
  asTable: 'Dasselbe als Tabelle',
}
