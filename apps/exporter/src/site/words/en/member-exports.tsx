/** Import and export: what members have, may request, and can download. */
import { forms } from '@howdah/web/views'
import type { Child } from '@howdah/web/jsx-runtime'

export const memberExports = {
  title: 'Import and export',
  note: 'What you have here is yours to take along.',
  types: { backup: 'Archive', migration: 'Follower migration export' },
  data: {
    title: 'Your data',
    caption: 'How much there is of what, and each list as a file',
    heads: { what: 'What', amount: 'How much', file: 'File' },
    csv: 'CSV',
    rows: {
      mediaStorage: 'Media storage',
      posts: 'Posts',
      follows: 'Follows',
      lists: 'Lists',
      followers: 'Followers',
      mutes: 'You mute',
      blocks: 'You block',
      domainBlocks: 'Domain blocks',
      bookmarks: 'Bookmarks',
    },
  },
  request: {
    section: 'Request an export',
    hints: {
      backup:
        'Everything you have posted, with your pictures, sounds and videos, your likes and bookmarks, in one zip file. The posts are in ActivityPub format, which other programs can read.',
      migration:
        'The lists to take along when you move to another server: follows, followers, lists, mutes, blocks and bookmarks as CSV files that its Import page accepts.',
    },
    buttons: {
      backup: 'Request your archive',
      migration: 'Request your follower migration export',
    },
    next: (day: Child, clock: string): Child => (
      <>
        You can request the next one on {day}, after {clock}.
      </>
    ),
    nextIn: (distance: Child): Child => <>You can request the next one {distance}.</>,
    every: (days: number) =>
      forms(days, {
        one: 'You can request one every # day.',
        other: 'You can request one every # days.',
      }),
    stays: (days: number) =>
      forms(days, { one: 'It stays here for # day.', other: 'It stays here for # days.' }),
  },
  history: {
    title: 'Your exports',
    caption: 'Your exports, newest first',
    none: 'Nothing here yet',
    noneNote: {
      mail: 'When a request is done, its file appears here and you get an e-mail.',
      quiet: 'When a request is done, its file appears here.',
    },
    columns: {
      date: 'Date',
      what: 'What',
      size: 'Size',
      state: 'State',
      until: 'Available until',
      file: 'File',
    },
    missing: (count: number) =>
      forms(count, {
        one: '# media file could not be included',
        other: '# media files could not be included',
      }),
    ready: 'Ready',
    failed: 'Did not work',
    failedNote: 'The administrators can see why. You can try it again.',
    download: { backup: 'Download your archive', migration: 'Download your export' },
    part: (number: number, of: number) => `Part ${number} of ${of}`,
    partsNote:
      'Each part is a zip file of its own. Fetch them all and unpack them into one folder.',
    deleteParts: 'Delete all parts',
    tryAgain: 'Try again',
    delete: 'Delete',
    deleteAbout: 'this file',
  },
  answers: {
    accepted: {
      mail: (what: string) => `${what} requested. You will get an e-mail when it is ready.`,
      quiet: (what: string) => `${what} requested. Its file will be here when it is ready.`,
    },
    active: (what: string) => `${what}: your request is already under way. One is enough.`,
    tooSoon: (day: string) => `You can request the next one on ${day}.`,
    noSpace: (size: string) =>
      `There is no room for it on this server right now: it needs about ${size}. The administrators need to make room first.`,
    cancelled: 'Your request is cancelled. You can request a new one.',
    inMastodon:
      "One of Mastodon's own workers builds it at this moment, and those cannot be interrupted. Wait until it has ended.",
    ended: 'It has already ended and cannot be cancelled.',
    deleted: 'The file is deleted.',
    alreadyDeleted: 'That file was already deleted.',
    again: {
      mail: 'We try it again. You will get an e-mail when it is ready.',
      quiet: 'We try it again. The file will be here when it is ready.',
    },
    nothingToTry: 'There is nothing to try again.',
  },
  delete: {
    title: 'Delete this file',
    question: 'Delete this file?',
    note: 'It is deleted from this server at once. What you have downloaded already stays with you.',
    which: (type: string, moment: Child): Child => (
      <>
        {type} of {moment}
      </>
    ),
    button: 'Delete the file',
    keep: 'Keep it',
  },
  download: {
    none: 'This export has no file (yet).',
    goneSince: (day: string) =>
      `This file was available until ${day} and is deleted now. You can request a new one under Import and export.`,
    gone: 'This file is deleted. You can request a new one under Import and export.',
    replaced:
      'A newer archive of yours has replaced this file. You find it under Import and export.',
  },
}
