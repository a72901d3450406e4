import type { MailWords } from './mail-words.ts'

const A = { backup: 'una copia completa', migration: 'una exportación para mudarte' } as const
const THE = { backup: 'La copia completa', migration: 'La exportación para mudarte' } as const

export const SPANISH: MailWords = {
  locale: 'es',
  dir: 'ltr',
  subjects: {
    ready: {
      backup: 'Tu archivo está listo para descargar',
      migration: 'Tu exportación para mudarte está lista para descargar',
    },
    failed: {
      backup: 'No se pudo crear tu archivo',
      migration: 'No se pudo crear tu exportación para mudarte',
    },
    requested: {
      backup: 'Se ha pedido un archivo para ti',
      migration: 'Se ha pedido una exportación para mudarte',
    },
  },
  titles: { backup: 'Tu archivo', migration: 'Tu exportación para mudarte' },
  ready: (type, account) =>
    `Pediste ${A[type]} de tu cuenta ${account}. ¡Ya está lista para descargar!`,
  readyForYou: (type, account, server) =>
    `La administración de ${server} pidió para ti ${A[type]} de tu cuenta ${account}. ` +
    '¡Ya está lista para descargar!',
  failed: (type, account, tries) =>
    `${THE[type]} de tu cuenta ${account} que pediste no se pudo crear después de ` +
    `${tries === 1 ? 'un intento' : `${tries} intentos`}. Lo sentimos.`,
  failedNext: (server) =>
    `La administración de ${server} puede ver el motivo. Puedes volver a pedirla cuando quieras; ` +
    'este intento no cuenta.',
  requested: (type, account, server) =>
    `La administración de ${server} pidió para ti ${A[type]} de tu cuenta ${account}.`,
  requestedNext:
    'No tienes que hacer nada: recibirás otro mensaje cuando esté lista. Solo tú puedes descargarla ' +
    'allí, y puedes cancelarla.',
  reason: (text) => `El motivo: ${text}`,
  size: (size) => `Ocupa ${size}.`,
  until: (day) => `Puedes descargarla hasta el ${day}; después se borra.`,
  missing: (count) =>
    count === 1
      ? 'Un archivo multimedia no se encontró en el servidor y no está incluido.'
      : `${count} archivos multimedia no se encontraron en el servidor y no están incluidos.`,
  buttons: {
    download: { backup: 'Descargar tu archivo', migration: 'Descargar tu exportación' },
    again: 'Volver a pedirla',
    look: 'Ver tus exportaciones',
  },
  optOut: (url) => `Puedes desactivar estos mensajes aquí: ${url}`,
  link: {
    subject: (server) => `Un enlace a tus datos en ${server}`,
    title: 'El camino a tus datos',
    intro: (server, account) =>
      `La administración de ${server} te envía este enlace, con el que puedes solicitar y descargar ` +
      `los datos de tu cuenta ${account}, también cuando no puedes iniciar sesión.`,
    once: (moment) =>
      `Funciona una sola vez, hasta el ${moment}. Quien lo tenga puede llegar a tus datos: no lo compartas.`,
    button: 'Abrir mis datos',
  },
}
