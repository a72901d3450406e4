import type { WordsLike } from '../../language/catalogue.tsx'
import type { identity as english } from '../en/identity.ts'

export const identity: WordsLike<typeof english> = {
  clearQueue: (queue: string) => `Vaciar la cola ${queue}`,
  deleteAll: {
    schedule: 'Eliminar todos los trabajos programados',
    retry: 'Eliminar todos los reintentos',
    dead: 'Eliminar todos los trabajos muertos',
  },
  deleteFound: (query: string) => `Eliminar todos los trabajos que coinciden con «${query}»`,
  stop: (process: string) => `Detener el proceso ${process}`,
  stopAll: 'Detener todos los procesos',
}
