import type { MailWords } from './mail-words.ts'

const WHAT = { backup: 'archive', migration: 'migration export' } as const

export const ENGLISH: MailWords = {
  locale: 'en-GB',
  dir: 'ltr',
  subjects: {
    ready: {
      backup: 'Your archive is ready for download',
      migration: 'Your migration export is ready for download',
    },
    failed: {
      backup: 'Your archive could not be made',
      migration: 'Your migration export could not be made',
    },
    requested: {
      backup: 'An archive was requested for you',
      migration: 'A migration export was requested for you',
    },
  },
  titles: { backup: 'Archive takeout', migration: 'Migration export' },
  ready: (type, account) =>
    `You requested a ${type === 'backup' ? 'full backup' : 'migration export'} of your account ` +
    `${account}. It's now ready for download!`,
  readyForYou: (type, account, server) =>
    `The administrators of ${server} requested ${type === 'backup' ? 'a full backup' : 'a migration export'} ` +
    `of your account ${account} for you. It's now ready for download!`,
  failed: (type, account, tries) =>
    `The ${WHAT[type]} of your account ${account} that you requested could not be made, although ` +
    `it was tried ${tries === 1 ? 'once' : `${tries} times`}. We are sorry.`,
  failedNext: (server) =>
    `The administrators of ${server} can see why. You can request it again at any time; this ` +
    'attempt does not count.',
  requested: (type, account, server) =>
    `The administrators of ${server} requested ${type === 'backup' ? 'an archive' : 'a migration export'} ` +
    `of your account ${account} for you.`,
  requestedNext:
    'There is nothing you need to do: you will get another message when it is ready. Only you can ' +
    'download it there, and you can cancel it.',
  reason: (text) => `Their reason: ${text}`,
  size: (size) => `It is ${size} large.`,
  until: (day) => `You can download it until ${day}; after that it is deleted.`,
  missing: (count) =>
    `${count === 1 ? 'One media file' : `${count} media files`} could not be found on the server ` +
    'and could not be included.',
  buttons: {
    download: { backup: 'Download your archive', migration: 'Download your export' },
    again: 'Request it again',
    look: 'See your exports',
  },
  optOut: (url) => `You can turn these messages off under ${url}`,
  link: {
    subject: (server) => `A link to your data on ${server}`,
    title: 'Your way to your data',
    intro: (server, account) =>
      `The administrators of ${server} send you this link, with which you can request and download ` +
      `the data of your account ${account}, also while you cannot log in.`,
    once: (moment) =>
      `It works once, until ${moment}. Whoever has it can get at your data: do not pass it on.`,
    button: 'Open my data',
  },
}
