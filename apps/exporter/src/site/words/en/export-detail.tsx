/** What the page of one export tells: what happens next, its tries, its job, its file. */
import { formatCount, forms } from '@howdah/web/views'
import type { Child } from '@howdah/web/jsx-runtime'

export const exportDetail = {
  pageTitle: (id: string) => `Export #${id}`,
  titles: {
    backup: (member: Child): Child => <>Backup for {member}</>,
    migration: (member: Child): Child => <>Migration export for {member}</>,
    withoutMedia: (member: Child): Child => <>Backup without media for {member}</>,
  },
  cards: { timeline: 'Timeline', file: 'File', tries: 'Tries', job: 'Job', audit: 'Audit' },
  /** `who` is "@ada (id 42, a•••@example.social)". */
  requested: {
    byMember: (who: Child, when: Child): Child => (
      <>
        Requested by {who} on {when}
      </>
    ),
    regularly: (who: Child, when: Child): Child => (
      <>
        Requested regularly by {who} on {when}
      </>
    ),
    byStaff: (staff: Child, who: Child, when: Child): Child => (
      <>
        Requested by {staff} for {who} on {when}
      </>
    ),
    reason: (text: Child): Child => <>. Reason: {text}</>,
  },
  next: {
    title: 'What happens next',
    reason: 'Reason:',
    scheduled: (when: Child): Child => <>It enters the queue {when}.</>,
    retrying: (number: number, of: number, when: Child): Child => (
      <>
        Try {number} of {of} starts {when}.
      </>
    ),
    afterThat: (tries: number) =>
      forms(tries, {
        one: 'After that # more try, then Failed.',
        other: 'After that # more tries, then Failed.',
      }),
    last: 'It is the last one.',
    failed: (tries: number) =>
      `Nothing, until somebody acts: ${forms(tries, { one: 'the only try', other: 'all # tries' })} failed. Mend the cause, then press Retry now. The member may also request a new one.`,
    stuck:
      'Nothing: it is recorded as under way, but no job was found in any queue or set. Its worker may have lost it. Requeue makes a new job; Cancel lets the member request again.',
    done: (until: Child): Child => (
      <>The member can download it until {until}; then the file is deleted.</>
    ),
    expired: 'Nothing: the file is deleted. The row stays as a record.',
    replaced: (newer: string) =>
      `Nothing: export ${newer} made a newer archive, and this file was deleted for it. The row stays as a record.`,
    cancelled: 'Nothing: it was cancelled. The member can request a new one at any time.',
    whenFree: 'It starts when a worker is free.',
    /** `reasons` begin with a capital letter, where the script has them. */
    because: (reasons: string) => `${reasons}.`,
    startOne: 'Start one:',
    restart: 'Restart the service:',
    running: (seen: Child): Child => (
      <>
        It is being built; the last sign of life came {seen}. If its worker dies, another one goes
        on with it.
      </>
    ),
    runningInMastodon: (seen: Child): Child => (
      <>
        One of Mastodon’s own workers builds it; that was seen {seen}. Howdah follows it, and cannot
        interrupt it. If its worker dies, the job is lost, and shown here as stuck.
      </>
    ),
  },
  timeline: {
    requested: 'Requested',
    started: (number: number) => `Try ${number} started`,
    failed: (number: number) => `Try ${number} failed`,
    interrupted: (number: number) => `Try ${number} was cut short`,
    waiting: 'Waiting for a worker',
    starts: 'Starts',
    nextTry: 'Next try',
    stuck: 'Stuck: no job found',
    gaveUp: 'Gave up',
    cancelled: 'Cancelled',
    ready: 'Ready',
    willBeDeleted: 'File is deleted',
    deleted: 'File deleted',
    later: (span: string) => `${span} later`,
  },
  tries: {
    none: 'Not tried yet',
    noneNote: (most: number) =>
      forms(most, {
        one: 'The first of up to # try appears here when it starts.',
        other: 'The first of up to # tries appears here when it starts.',
      }),
    caption: 'Tries, newest first',
    number: 'Try',
    started: 'Started',
    ranFor: 'Ran for',
    outcome: 'Outcome',
    stage: 'Stage',
    worker: 'Worker',
    error: 'Error',
    outcomes: {
      running: 'running',
      done: 'done',
      retry: 'failed, tried again',
      failed: 'failed, gave up',
      interrupted: 'cut short by a restart',
      cancelled: 'cancelled',
    },
  },
  events: { none: 'Nothing is recorded yet.', caption: 'What happened, newest first' },
  file: {
    none: 'None yet. It appears here when the export is done.',
    name: 'Name',
    size: 'Size',
    bytes: (size: string, count: number) =>
      `${size} (${forms(count, { one: '# byte', other: '# bytes' })})`,
    checksum: 'SHA-256',
    parts: 'Parts',
    part: (name: Child, size: string, checksum: Child): Child => (
      <>
        {name}, {size}, SHA-256 {checksum}
      </>
    ),
    expires: 'Expires',
    deleted: 'Deleted',
    downloads: 'Downloads',
    last: (count: number, when: Child): Child => (
      <>
        {formatCount(count)}, last {when}
      </>
    ),
    missing: 'Missing media',
    missingFiles: (count: number) =>
      forms(count, {
        one: '# file named by the database but missing or incomplete',
        other: '# files named by the database but missing or incomplete',
      }),
    download: 'Download the archive',
    downloadNote: '– it holds private posts; your download is noted in the audit.',
  },
  job: {
    arguments: 'Arguments',
    class: 'Class',
    queue: 'Queue',
    jid: 'Jid',
    place: 'Now in',
    places: {
      silent: 'unknown while Redis does not answer',
      nowhere: 'no queue or set',
      queue: (queue: Child): Child => <>queue {queue}</>,
      parked: (limit: Child): Child => <>waiting for a slot of the limit {limit}</>,
      scheduled: 'Scheduled',
      retry: 'Retries',
      dead: 'Dead',
      running: 'Busy: it is running',
      unknown: 'not found in the part that was searched',
      ended: 'no longer looked for: the export has ended',
    },
  },
}
