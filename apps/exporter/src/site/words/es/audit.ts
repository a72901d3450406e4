import type { WordsLike } from '@howdah/web/views'
import type { audit as english } from '../en/audit.ts'

export const audit: WordsLike<typeof english> = {
  title: 'Auditoría',
  note: 'Lo que la gente hizo y vio, lo más nuevo primero. Nunca se cambia nada.',
  csv: 'CSV',
  caption: 'Entradas de la auditoría, las más nuevas primero',
  nothingHere: 'No hay nada en esta parte; sigue buscando en lo más antiguo.',
  none: 'No hay entradas',
  noneNote:
    'Aquí aparecen solicitudes, cancelaciones, cambios de ajustes y miradas a lo que es de otra persona.',
  pages: 'Páginas de la auditoría',
  newest: 'Lo más nuevo',
  goOn: 'Seguir buscando',
  older: 'Más antiguo',
  columns: {
    when: 'Cuándo',
    who: 'Quién',
    what: 'Qué',
    to: 'A quién',
    reason: 'Motivo',
    result: 'Resultado',
    detail: 'Detalle',
  },
  onPage: (path) => `en ${path}`,
  filters: {
    who: 'Quién',
    whoHint: '@nombre',
    what: 'Qué',
    target: 'A quién o a qué',
    targetHint: '@nombre, export 12, un jid',
    result: 'Resultado',
    results: { done: 'hecho', refused: 'no hecho' },
    from: 'Desde (UTC)',
    to: 'Hasta (UTC)',
    search: 'Buscar',
    searchHint: 'una parte de la línea',
    any: 'cualquiera',
    apply: 'Aplicar',
    clear: 'Vaciar',
  },
}
