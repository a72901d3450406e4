import type { WordsLike } from '@howdah/web/views'
import type { numbers as english } from '../en/numbers.ts'

export const numbers: WordsLike<typeof english> = {
  title: 'Exportaciones en cifras',
  note: 'Exportaciones que terminaron en los últimos 30 días. Los días son UTC.',
  none: 'Ninguna exportación terminó en este tiempo.',
  outcomes: 'Exportaciones por resultado',
  done: 'Hechas',
  cancelled: 'Canceladas',
  failed: 'Fallidas',
  day: 'Día',
  sizes: 'Archivos por tamaño',
  upTo: 'Hasta',
  larger: 'mayores',
  archives: 'Archivos',
  times: 'Tiempo desde la solicitud hasta el archivo',
  overall: (p50, p95) => `La mitad estuvo lista en ${p50}, el 95 % en ${p95}.`,
  p50: 'p50',
  p95: 'p95',
  asTable: 'Lo mismo como tabla',
}
