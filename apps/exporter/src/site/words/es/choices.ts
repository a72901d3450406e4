import { forms, type WordsLike } from '@howdah/web/views'
import type { choices as english } from '../en/choices.ts'

export const choices: WordsLike<typeof english> = {
  regular: 'Exportaciones periódicas',
  regularNote: {
    mail: 'Cada cierto tiempo se crea una por sí sola y recibes un mensaje cuando está lista.',
    quiet: 'Cada cierto tiempo se crea una por sí sola y aparece aquí cuando está lista.',
  },
  off: 'Desactivada.',
  next: (day) => `La próxima: ${day}.`,
  ends: {
    suspended: 'Terminó mientras tu cuenta estaba suspendida. Puedes volver a activarla.',
    gone: 'Ha terminado.',
    failures: 'Terminó porque falló tres veces seguidas. Puedes volver a activarla.',
  },
  never: 'nunca',
  months: (count) => forms(count, { one: 'cada mes', other: 'cada # meses' }),
  messages: 'Mensajes',
  mailMe: 'Enviarme un correo cuando una exportación esté lista o no se haya podido crear',
  save: 'Guardar',
  saveMessages: 'mensajes',
  noneRegular: (type) => `${type}: sin exportaciones periódicas.`,
  saved: (type) => `${type}: guardado.`,
  first: (day) => `La primera: ${day}.`,
  getsMail: 'Recibirás mensajes sobre tus exportaciones.',
  getsNoMail: 'No recibirás mensajes sobre tus exportaciones.',
}
