import type { WordsLike } from '../../language/catalogue.tsx'
import type { measures as english } from '../en/measures.ts'

export const measures: WordsLike<typeof english> = {
  lines: 'Línea',
  draw: 'Dibujar lo seleccionado',
  drawHint: 'Cinco como máximo. Sin ninguna, se dibujan las cinco que más tiempo llevaron.',
  line: (name: string) => `Dibujar ${name}`,
  failShare: 'Fallos %',
  total: 'Total',
  average: 'Media',
  waitP95: 'Espera p95',
  trend: 'Tendencia',
  oursOnly:
    'En periodos tan largos las medianas son de los procesos de Howdah; los histogramas de Ruby duran 8 horas.',
  slowest: 'Ejecuciones más lentas',
  slowestNote:
    'Las veinte más lentas de los procesos de Howdah; de cada hora, o de cada día en periodos largos, se conocen veinte. Los procesos de Ruby no lo escriben.',
  slowestNone: 'Ningún proceso de Howdah ejecutó esta clase en este tiempo.',
  job: 'Trabajo',
  took: 'Duró',
  ended: 'Terminó',
  result: 'Resultado',
  done: 'Hecho',
  failed: 'Fallido',
  errors: 'Errores por clase',
  errorsNote:
    'De ejecuciones de los procesos de Howdah, en horas enteras. Cada uno es una búsqueda entre los reintentos y los muertos.',
  errorsNone: 'Ninguna ejecución de esta clase en los procesos de Howdah falló.',
  error: 'Error',
  runs: 'Ejecuciones',
  retries: 'en Reintentos',
  dead: 'en Muertos',
  limit: 'Su límite',
  ofTab: (tab: string) => `${tab} en cifras`,
}
