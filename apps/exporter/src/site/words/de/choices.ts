import { forms, type WordsLike } from '@howdah/web/views'
import type { choices as english } from '../en/choices.ts'

export const choices: WordsLike<typeof english> = {
  regular: 'Regelmäßige Exporte',
  regularNote: {
    mail: 'In festen Abständen wird von selbst einer erstellt, und du bekommst eine Nachricht, wenn er fertig ist.',
    quiet:
      'In festen Abständen wird von selbst einer erstellt; er erscheint hier, wenn er fertig ist.',
  },
  off: 'Aus.',
  next: (day) => `Der nächste: ${day}.`,
  ends: {
    suspended: 'Beendet, während dein Konto gesperrt war. Du kannst es wieder einschalten.',
    gone: 'Beendet.',
    failures:
      'Beendet, weil es dreimal hintereinander nicht geklappt hat. Du kannst es wieder einschalten.',
  },
  never: 'nie',
  months: (count) => forms(count, { one: 'jeden Monat', other: 'alle # Monate' }),
  messages: 'Nachrichten',
  mailMe: 'Schick mir eine E-Mail, wenn ein Export fertig ist oder nicht erstellt werden konnte',
  save: 'Speichern',
  saveMessages: '(Nachrichten)',
  noneRegular: (type) => `${type}: keine regelmäßigen Exporte.`,
  saved: (type) => `${type}: gespeichert.`,
  first: (day) => `Der erste: ${day}.`,
  getsMail: 'Du bekommst Nachrichten über deine Exporte.',
  getsNoMail: 'Du bekommst keine Nachrichten über deine Exporte.',
}
