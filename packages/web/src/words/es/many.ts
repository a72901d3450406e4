import type { WordsLike } from '../../language/catalogue.tsx'
import type { many as english } from '../en/many.ts'

export const many: WordsLike<typeof english> = {
  kill: 'Dar por muerto',
  killed: 'pasados a los muertos',
  jobsOfQueue: (queue: string) => `trabajos de la cola ${queue}`,
  deleteFromQueue: (queue: string) =>
    `¿Eliminar todos los trabajos de la cola ${queue} que coinciden?`,
  deleteFound: 'Eliminar los que coinciden',
  queueEffect: 'No se ejecutarán. Durante 24 horas se pueden devolver al final de la cola.',
  putBackAtEnd:
    'Los trabajos eliminados se pueden devolver al final de su cola, en el orden que tenían.',
}
