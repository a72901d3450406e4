/** The page of one export. */
import { formatCount, forms } from '@howdah/web/views'

const similar = (runs: number): string =>
  forms(runs, { one: '# similar one', other: '# similar ones' })

export const exportPage = {
  deadline: (day: number, of: number) => `GDPR day ${day} of ${of}`,
  address: 'see the address',
  waited: 'Waited',
  older: (count: number) => `and ${formatCount(count)} older, which the ledger keeps`,
  /** What made a job that Redis has forgotten. */
  numbered: (id: string, name: string) => `Export ${id} of @${name}`,
  progress: {
    title: 'Progress',
    heartbeat: 'Last sign of life',
    ready: (range: string, runs: number) => `Ready ${range} (estimate from ${similar(runs)})`,
    longer: (runs: number) => `It takes longer than ${similar(runs)} did.`,
    places: { done: 'done', now: 'now', later: 'to come' },
  },
  giveUp: {
    button: 'Mark as failed and tell the user',
    title: (type: string, name: string) => `Mark the ${type} of @${name} as failed?`,
    note: 'It gets no further try, and the member is told by mail that it did not work. They can then ask for a new one.',
    why: 'Why',
    whyHint: 'For the audit; the member does not read it.',
    noReason: 'Say why, in a few words.',
    keep: 'Leave it',
    done: (type: string, name: string) =>
      `The ${type} of @${name} is marked as failed, and the member is told.`,
  },
  purged: {
    title: 'This export is no longer here',
    note: 'Rows of ended exports are kept for a time only; the audit keeps what was done to them.',
    when: 'It was purged under retention on',
    audit: 'See the audit',
  },
}
