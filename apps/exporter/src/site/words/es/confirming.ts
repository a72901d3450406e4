import type { WordsLike } from '@howdah/web/views'
import type { confirming as english } from '../en/confirming.ts'

export const confirming: WordsLike<typeof english> = {
  title: 'Confirma que eres tú',
  forgotten: (minutes) =>
    `Ya no se sabe qué se pidió: hace más de ${minutes} minutos de ello, ya se hizo, o desde entonces se pidió otra cosa. Ahora no se ha hecho nada; vuelve atrás y pídelo de nuevo.`,
  forArchive: (minutes) =>
    `Un archivo contiene publicaciones privadas. Durante ${minutes} minutos no se te volverá a preguntar.`,
  now: (act) => `Ya lo has confirmado. Ahora: ${act}.`,
  afterwards: (act, minutes) =>
    `Después se hará esto: ${act}. Durante ${minutes} minutos no se te volverá a preguntar.`,
  wrong: 'Esa no es tu contraseña. No se ha hecho nada.',
  noWay:
    'Esta sesión no puede confirmar quién eres. Cierra la sesión, vuelve a iniciarla y regresa allí.',
  logInAgain: (domain) => `Volver a iniciar sesión con ${domain}`,
  password: 'Tu contraseña',
  button: 'Confirmar',
  goOn: 'Continuar',
}
