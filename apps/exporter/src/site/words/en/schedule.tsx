/** The export schedule: list, agenda, filters, banners, and what its buttons answer. */
import { formatCount, forms } from '@howdah/web/views'
import type { Child } from '@howdah/web/jsx-runtime'

const exportsOf = (count: number): string => forms(count, { one: '# export', other: '# exports' })

export const schedule = {
  tab: 'Exports',
  titleOf: (state: string, count: string) => `${state} exports (${count})`,
  toSettings: 'Back to settings',
  title: 'Exports schedule',
  note: 'Every export that members asked for, and what happens to it next.',
  forUser: 'Request for a user…',
  forMany: 'For many, and settings…',
  types: { backup: 'backup', migration: 'migration' },
  /** Whose job it is: a member who is gone is why it fails. */
  noSuchMember: (id: string) => `user ${id} (no such member)`,
  of: (type: string, member: Child): Child => (
    <>
      {type} of {member}
    </>
  ),
  caption: (order: string) => `Exports, ${order}`,
  orders: {
    newest: 'newest request first',
    oldest: 'oldest request first',
    next: 'next to run first',
    largest: 'largest first',
    tries: 'most tries first',
  },
  columns: {
    select: 'Select',
    requestedBy: 'Requested by',
    type: 'Type',
    state: 'State',
    runsAt: 'Runs at',
    requested: 'Requested',
    tries: 'Tries',
    progress: 'Progress',
    size: 'Size',
    expires: 'Expires',
    more: 'More',
  },
  id: (id: string) => `id ${id}`,
  empty: {
    noMore: 'No more exports',
    toFirst: 'Back to the first page',
    noMatch: 'No exports match these filters',
    clear: 'Clear filters',
    none: 'No exports have been requested yet',
    noneNote: 'Members request them under Preferences → Import and export. They then appear here.',
    notFound: 'No such export',
    notFoundNote: 'It may have been removed after its time.',
    toSchedule: 'To the schedule',
  },
  pages: {
    label: 'Pages of exports',
    all: exportsOf,
    onPage: (count: number, total: number) =>
      `${exportsOf(count)} on this page of ${formatCount(total)}`,
    uncounted: (count: number) =>
      `${exportsOf(count)} on this page; so many members fit that the others are not counted`,
    first: 'First page',
    next: 'Next page',
  },
  filters: {
    byState: 'Exports by state',
    all: 'All',
    type: 'Type',
    any: 'any',
    requested: 'Requested',
    anyTime: 'at any time',
    lastDay: 'in the last 24 hours',
    lastDays: (days: number) =>
      forms(days, { one: 'in the last # day', other: 'in the last # days' }),
    search: 'Search',
    searchHint: '@name, e-mail or id',
    apply: 'Apply',
    clear: 'Clear',
  },
  banners: {
    unserved: (queue: string, count: number) =>
      `No worker listens to queue “${queue}”, so ${exportsOf(count)} will not start. Start one:`,
    overdue: (count: number, isPolled: boolean) =>
      `${forms(count, { one: '# scheduled job', other: '# scheduled jobs' })} should have run already${isPolled ? '' : ' and no process is polling'}. Restart the service:`,
    stuck: (count: number) =>
      forms(count, { one: '# export is stuck', other: '# exports are stuck' }),
    failed: (count: number) => forms(count, { one: '# export failed', other: '# exports failed' }),
    both: (stuck: string, failed: string) => `${stuck} and ${failed}`,
    show: 'Show',
    silent: 'Live queue state unavailable.',
    silentSince: (time: Child): Child => <>Live queue state unavailable since {time}.</>,
    silentNote:
      'Redis does not answer; this page shows what was last known. What needs Redis can be pressed again when it answers.',
    lastKnown: '(last known)',
  },
  upcoming: {
    title: 'Next 24 hours',
    now: (running: number, waiting: number, unserved: string) =>
      `Now: ${formatCount(running)} running, ${formatCount(waiting)} waiting${unserved}.`,
    unserved: (count: number) => ` (${formatCount(count)} without a worker)`,
    later: (count: number) =>
      `Later: ${count === 0 ? 'nothing is planned' : `${exportsOf(count)} planned`}.`,
    scale: { now: 'now', hours: (hours: number) => `+${hours} h` },
    scheduled: 'scheduled',
    retries: 'retries',
    asList: 'As a list',
    tryOf: (number: number, of: number) => `try ${number} of ${of}`,
    more: (count: number) => `and ${formatCount(count)} more`,
  },
  runsAt: {
    started: (when: Child): Child => <>now, started {when}</>,
    stuck: 'not at all: no job found',
    gaveUp: (when: Child): Child => <>gave up {when}</>,
    finished: (when: Child): Child => <>finished {when}</>,
    stopped: (when: Child): Child => <>stopped {when}</>,
    whenFree: 'when a worker is free',
    starts: (range: string) => `starts ${range}`,
    ready: (range: string) => `ready ${range}`,
    estimate: (what: string) => `${what} (estimate)`,
  },
  reasons: {
    'no-process': (queue: string) => `no process listens to queue “${queue}”`,
    paused: (queue: string) => `queue “${queue}” is paused`,
    late: 'its time has passed and the clock is late',
    stopped: 'its time has passed and the clock stands still: no process polls',
    window: 'waits for the off-peak window',
    windowOf: (window: string) => `waits for the off-peak window (${window})`,
    time: 'waits for the chosen time',
    turn: 'waits for its turn in a bulk request',
    retry: (attempt: number, of: number) => `failed; try ${attempt} of ${of} comes next`,
    closed: 'the limit is 0: no export may start',
    limit: (running: number, total: number) =>
      `limit: ${running} of ${total} at a time run already`,
    member: 'another export of the same member runs',
    ahead: (count: number) => `${count} ahead`,
    next: 'next: starts as soon as a worker is free',
    unknown: 'not known at the moment',
  },
  expectedSize: 'expected',
  views: { label: 'View', list: 'List', agenda: 'Agenda by day' },
  menu: {
    /** Before the name of the row that a menu belongs to, for screen readers. */
    label: 'Actions:',
    open: 'Open',
    retry: 'Retry now',
    /** For a stuck one, whose job is gone: it gets a new one. */
    requeue: 'Requeue',
    run: 'Run now',
    reschedule: 'Reschedule…',
    cancel: 'Cancel',
    deleteFile: 'Delete file',
    copyLink: 'Copy link',
    others: 'User’s exports',
  },
  days: {
    now: 'Now',
    today: 'Today',
    tomorrow: 'Tomorrow',
    endedToday: 'Ended today',
    endedYesterday: 'Ended yesterday',
    ended: (day: string) => `Ended on ${day}`,
    label: (zone: string) => `Days and times are those of the time zone ${zone}.`,
    also: 'now',
  },
  reschedule: {
    title: (type: string, name: string) => `Reschedule the ${type} of @${name}`,
    note: 'It starts then, or as soon after that as a worker is free.',
    retryNote: 'Its next try starts then. The number of tries stays the same.',
    when: 'When',
    zone: (zone: string) => `In the time zone ${zone}.`,
    why: 'Why',
    whyHint: 'For the audit.',
    submit: 'Reschedule',
    keep: 'Leave it',
    noTime: 'Give a date and a time.',
    past: 'That time is over. Choose one that lies ahead.',
    noReason: 'Say why, in a few words.',
    done: (type: string, name: string) => `The ${type} of @${name} is rescheduled.`,
  },
  answers: {
    retry: (type: string, name: string) => `The ${type} of @${name} waits in the queue again.`,
    run: (type: string, name: string) =>
      `The ${type} of @${name} runs as soon as a worker is free.`,
    cancel: (type: string, name: string) => `The ${type} of @${name} is cancelled.`,
    'delete-file': (type: string, name: string) =>
      `The file of the ${type} of @${name} is deleted.`,
  },
  deleteFile: {
    title: 'Delete file',
    proof: (name: string) => `Delete the file of @${name}`,
    question: (name: string) => `Delete the file of @${name}?`,
    note: 'The member can no longer download it and would have to request a new one. The row of the export stays.',
    button: 'Delete file',
    keep: 'Keep it',
  },
}
