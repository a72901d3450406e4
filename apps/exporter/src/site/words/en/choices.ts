/** Regular exports, and mail about exports. */
import { forms } from '@howdah/web/views'

export const choices = {
  regular: 'Regular exports',
  regularNote: {
    mail: 'One is made by itself every so often, and you get a message when it is ready.',
    quiet: 'One is made by itself every so often, and appears here when it is ready.',
  },
  off: 'Off.',
  next: (day: string) => `The next one: ${day}.`,
  ends: {
    suspended: 'It ended while your account was suspended. You can choose it again.',
    gone: 'It has ended.',
    failures: 'It ended, because it did not work three times in a row. You can choose it again.',
  },
  never: 'never',
  months: (count: number) =>
    count === 1 ? 'every month' : forms(count, { one: 'every # month', other: 'every # months' }),
  messages: 'Messages',
  mailMe: 'Send me an e-mail when an export is ready or could not be made',
  save: 'Save',
  /** What the other Save button is for, to who does not see where it stands. */
  saveMessages: 'messages',
  noneRegular: (type: string) => `${type}: no regular exports.`,
  saved: (type: string) => `${type}: saved.`,
  first: (day: string) => `The first one: ${day}.`,
  getsMail: 'You get messages about your exports.',
  getsNoMail: 'You get no messages about your exports.',
}
