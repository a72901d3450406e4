import { forms } from '../../language/catalogue.tsx'
import type { WordsLike } from '../../language/catalogue.tsx'
import type { many as english } from '../en/many.ts'

export const many: WordsLike<typeof english> = {
  kill: 'Dar por muerto',
  killSelected: 'Dar por muertos los seleccionados',
  killAll: (count: string) => `Dar por muertos los ${count}`,
  killAllQuestion: (count: number) =>
    forms(count, { one: '¿Dar por muerto # trabajo?', other: '¿Dar por muertos los # trabajos?' }),
  killFound: 'Dar por muertos los que coinciden',
  killEffect:
    'Pasan a los muertos, donde se guardan 10.000 como máximo, y solo se ejecutan si se reintentan allí.',
  killed: 'pasados a los muertos',
  jobsOfQueue: (queue: string) => `trabajos de la cola ${queue}`,
  deleteFromQueue: (queue: string) =>
    `¿Eliminar todos los trabajos de la cola ${queue} que coinciden?`,
  deleteFound: 'Eliminar los que coinciden',
  queueEffect: 'No se ejecutarán. Durante 24 horas se pueden devolver al final de la cola.',
  putBackAtEnd:
    'Los trabajos eliminados se pueden devolver al final de su cola, en el orden que tenían.',
}
