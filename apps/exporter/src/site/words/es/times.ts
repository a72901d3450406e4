import type { WordsLike } from '@howdah/web/views'
import type { times as english } from '../en/times.ts'

export const times: WordsLike<typeof english> = {
  title: 'Horas',
  note: 'Según qué reloj muestra las horas este navegador. A los demás no les afecta.',
  save: 'Guardar',
  saved: 'Las horas se muestran como has elegido.',
  noZone: 'Indica la zona horaria o elige UTC.',
  unknownZone: 'No hay ninguna zona horaria con ese nombre.',
}
