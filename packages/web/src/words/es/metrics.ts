import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { metrics as english } from '../en/metrics.ts'

export const metrics: WordsLike<typeof english> = {
  olderProcesses:
    'Sidekiq escribe estas cifras desde la versión 7; aquí faltan las ejecuciones de procesos más antiguos.',
  nothingRan: 'No se ejecutó nada.',
  note: ({ runs, classes, failed, work }) =>
    `${runs} de ${classes}, ${failed} con fallo, ${work} de trabajo.`,
  runs: (count) => forms(count, { one: '# ejecución', other: '# ejecuciones' }),
  classes: (count) => forms(count, { one: '# clase', other: '# clases' }),
  period: 'Período',
  periods: { '1h': '1 hora', '8h': '8 horas', '24h': '24 horas', '72h': '72 horas' },
  last: {
    '1h': 'la última hora',
    '8h': 'las últimas 8 horas',
    '24h': 'las últimas 24 horas',
    '72h': 'las últimas 72 horas',
  },
  class: 'Clase',
  filter: 'Filtrar',
  noRuns: (last) => `Ningún trabajo terminó en ${last}.`,
  noRunsLike: (filter, last) => `Ninguna clase con «${filter}» se ejecutó en ${last}.`,
  noRunsOfClass: (last) => `Ningún trabajo de esta clase terminó en ${last}.`,
  showAll: 'Mostrar todas las clases',
  workEachMinute: 'Segundos de trabajo por minuto',
  workEveryTenMinutes: 'Segundos de trabajo cada diez minutos',
  workChart: (last, count) => `Segundos de trabajo en ${last}, las ${count} clases más activas`,
  caption: (last) => `Clases de trabajos en ${last}`,
  deploys: 'Despliegues (línea de puntos):',
  moreClasses: (count) =>
    forms(count, {
      one: 'El filtro encuentra # clase más.',
      other: 'El filtro encuentra # clases más.',
    }),
  about:
    'El tiempo y sus medianas son de ejecuciones con éxito; las esperas son de los procesos de Howdah, los de Ruby no las escriben.',
  columns: {
    done: 'Hechos',
    failed: 'Fallidos',
    average: 'Media',
    p50: 'p50',
    p95: 'p95',
    p99: 'p99',
    waitP50: 'Espera p50',
    waitP95: 'Espera p95',
  },
  titleOf: (name) => `Métricas de ${name}`,
  numbers: 'Números',
  timeInAll: 'Tiempo en total',
  byLength: 'Ejecuciones con éxito según su duración',
  byLengthCaption: 'Ejecuciones que duraron hasta tanto',
  slow: 'Más',
  itsRetries: 'Sus reintentos',
  itsDead: 'Sus trabajos muertos',
  averageRunTime: 'Tiempo medio de ejecución',
  averageChart: (last) => `Tiempo medio de ejecución en ${last}`,
  seriesCaption: 'Los números del gráfico, los más recientes primero',
  from: 'Desde',
}
