import type { WordsLike } from '../../language/catalogue.tsx'
import type { looks as english } from '../en/looks.ts'

export const looks: WordsLike<typeof english> = {
  unrecordedTitle: 'No se muestra nada',
  unrecordedNote:
    'Se registra quién mira los trabajos de otras personas, y ahora mismo no es posible. Inténtelo de nuevo dentro de un minuto; el motivo está en el registro del servidor.',
}
