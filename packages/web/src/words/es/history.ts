import type { WordsLike } from '../../language/catalogue.tsx'
import type { history as english } from '../en/history.ts'

export const history: WordsLike<typeof english> = {
  title: 'Trabajo a lo largo del tiempo',
  period: 'Periodo',
  periods: { '1h': '1 hora', '24h': '24 horas', '7d': '7 días', '30d': '30 días' },
  from: 'Desde',
  chart: (total: string, highest: string) =>
    `${total} trabajos procesados, ${highest} como máximo en una barra`,
  table: 'Trabajos procesados y fallidos (UTC), los más recientes primero',
  note: 'De Sidekiq 7 y posteriores y de Howdah: las clases que conocen sus métricas.',
}
