import type { WordsLike } from '@howdah/web/views'
import type { entering as english } from '../en/entering.ts'

export const entering: WordsLike<typeof english> = {
  title: 'Iniciar sesión',
  note: (domain) =>
    `Con tu cuenta de ${domain}. ¿Está suspendida, trasladada o congelada? La administración puede enviarte un enlace de un solo uso.`,
  withInstance: (domain) => `Iniciar sesión con ${domain}`,
  email: 'Correo electrónico',
  password: 'Contraseña',
  button: 'Iniciar sesión',
  loggedOut: 'Has cerrado la sesión.',
  refusals: {
    wrong: 'El correo electrónico o la contraseña no es correcto.',
    secondFactor: (domain) =>
      `Tu cuenta usa la autenticación de dos factores, así que la contraseña por sí sola no debe abrirla aquí. Inicia sesión con ${domain} o pide a su administración un enlace de un solo uso.`,
    memorial: 'Esta cuenta es un homenaje, así que nadie puede iniciar sesión con ella.',
    tooMany: (minutes) => `Demasiados intentos. Espera ${minutes} min y vuelve a intentarlo.`,
    notOurs:
      'Ese inicio de sesión no empezó en este navegador o tardó más de diez minutos. Vuelve a intentarlo.',
    denied: (domain) => `${domain} no ha confirmado el inicio de sesión. Vuelve a intentarlo.`,
    memberRefused: (domain) =>
      `${domain} no permite que esta cuenta use su API, porque está suspendida, trasladada, congelada o sin confirmar. Los datos siguen siendo tuyos: pide a la administración un enlace de un solo uso.`,
    stranger: (domain) =>
      `La cuenta que indica ${domain} no está en la base de datos de este servicio. Su administración tiene que comprobar HOWDAH_MASTODON_URL.`,
    forgotten: (domain) => `${domain} se había olvidado de este servicio. Vuelve a intentarlo.`,
    unreachable: (domain) => `${domain} no responde ahora mismo. Vuelve a intentarlo en un minuto.`,
    someoneElse: (domain, member) =>
      `${domain} no ha confirmado que seas ${member}, así que no se ha hecho nada. Vuelve atrás e inténtalo de nuevo.`,
  },
  link: {
    title: 'Tus datos',
    note: (account) =>
      `Con este enlace puedes solicitar y descargar los datos de ${account}. Funciona una sola vez.`,
    button: 'Abrir mis datos',
    usedUp: 'Este enlace ya se ha usado o ha caducado. Pide uno nuevo a la administración.',
  },
}
