/** A member's export under way: where it stands, why it waits, what happens next. */
import { forms } from '@howdah/web/views'
import type { Child } from '@howdah/web/jsx-runtime'

export const current = {
  titles: {
    pending: 'Waiting to start',
    planned: 'Planned',
    plannedFor: (clock: string) => `Planned for ${clock}`,
    compiling: { backup: 'Compiling your archive…', migration: 'Compiling your export…' },
    retrying: 'Interrupted – we will try again',
    stuck: 'Delayed',
    failed: 'It did not work',
    done: 'Ready',
    expired: 'Expired',
    cancelled: 'Cancelled',
  },
  requestedForYou: 'The administrators of this server requested it for you. Their reason:',
  cancel: 'Cancel this request',
  /** After why it waits. */
  pending: {
    mail: 'You will get an e-mail when it is ready; you can close this page.',
    quiet: 'You can close this page; the file will be here when it is ready.',
  },
  scheduled: {
    mail: 'It starts then by itself, and you will get an e-mail when it is ready.',
    quiet: 'It starts then by itself.',
  },
  begun: {
    mail: 'It has just started. You will get an e-mail when it is ready.',
    quiet: 'It has just started.',
  },
  running: {
    mail: (stage: string) => `${stage}. You will get an e-mail when it is ready.`,
    quiet: (stage: string) => `${stage}.`,
  },
  step: (step: number, of: number, stage: string) => `Step ${step} of ${of}: ${stage}`,
  nextTry: (when: Child, number: number, of: number): Child => (
    <>
      Something went wrong on our side. The next try starts {when} (try {number} of {of}). There is
      nothing you need to do.
    </>
  ),
  soon: 'soon',
  stuck:
    'Your request is noted, but nothing is working on it right now. The administrators of this server can see that and start it again. You may also cancel it and request a new one.',
  failed: 'The administrators of this server can see why. You can request it again.',
  done: 'Its file is in the list below.',
  expired: 'Its file is deleted. You can request a new one.',
  cancelled: 'You can request a new one.',
  progress: 'Progress of this step',
  soFar: (count: string) => `${count} so far`,
  doneOf: (done: string, total: string) => `${done} of ${total}`,
  /** For tables: as the worker names them. */
  stageNames: {
    count: 'count',
    posts: 'posts',
    media: 'media',
    likes: 'likes',
    bookmarks: 'bookmarks',
    profile: 'profile',
    lists: 'lists',
    details: 'details',
    viewer: 'viewer',
    finish: 'finish',
    upload: 'upload',
  },
  stages: {
    count: 'counting what there is',
    posts: 'collecting your posts',
    media: 'adding pictures, sound and video',
    likes: 'adding your likes and bookmarks',
    profile: 'adding your profile',
    lists: 'writing your lists',
    details: 'adding what else is known of your posts',
    viewer: 'making the pages to read it with',
    finish: 'closing the file',
    upload: 'putting the file where you can fetch it (megabytes)',
  },
  reasons: {
    'no-process':
      'Nothing works on requests at the moment. The administrators of this server can see that.',
    paused: 'The administrators of this server have paused exports for a while.',
    clock: 'It is late. The administrators of this server can see that.',
    window: 'Large exports are made while this server is less busy.',
    windowOf: (window: string) =>
      `Large exports are made while this server is less busy (${window}).`,
    time: 'It starts at the planned time by itself.',
    turn: 'Many exports were requested together; each gets its turn.',
    retry: 'Something went wrong on our side; we try again. There is nothing you need to do.',
    limit: (count: number) =>
      forms(count, {
        one: 'This server makes one export at a time, and one is being made.',
        other: 'This server makes # exports at a time, and so many are being made.',
      }),
    member: 'Your other export is made first.',
    ahead: (count: number) =>
      forms(count, {
        one: '# request is ahead of yours.',
        other: '# requests are ahead of yours.',
      }),
    next: 'Yours is the next to start.',
    unknown: 'It starts as soon as there is room.',
  },
  /** `range` is one of the ranges below. */
  ready: (range: string) => `Ready ${range} (estimate).`,
}
