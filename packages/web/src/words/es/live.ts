import type { WordsLike } from '../../language/catalogue.tsx'
import type { live as english } from '../en/live.ts'

export const live: WordsLike<typeof english> = {
  pause: 'Pausar actualizaciones',
  resume: 'Reanudar actualizaciones',
  paused: 'Actualizaciones en pausa',
  whileSelected: 'Actualizaciones en pausa mientras haya filas seleccionadas',
  away: 'Redis no responde; esto es lo último que se supo',
  every: (seconds) => `Se actualiza cada ${seconds} s`,
  live: 'En vivo',
  off: 'Actualizaciones desactivadas',
  newRows: { one: '# fila nueva: mostrar', other: '# filas nuevas: mostrar' },
  copied: 'Copiado',
}
