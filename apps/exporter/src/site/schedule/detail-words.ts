/**
 * Sentences and labels of an export's own page, in one place.
 */
import { formatCount, plural } from '@howdah/web/views'

export const DETAIL_WORDS = {
  deadline: (day: number, of: number): string => `GDPR day ${day} of ${of}`,
  address: 'see the address',
  waited: 'Waited',
  older: (count: number): string => `and ${formatCount(count)} older, which the ledger keeps`,
  progress: {
    title: 'Progress',
    heartbeat: 'Last sign of life',
    ready: (range: string, runs: number): string =>
      `Ready ${range} (estimate from ${plural(runs, 'similar one', 'similar ones')})`,
    longer: (runs: number): string =>
      `It takes longer than ${plural(runs, 'similar one', 'similar ones')} did.`,
    places: { done: 'done', now: 'now', later: 'to come' },
  },
  giveUp: {
    button: 'Mark as failed and tell the user',
    title: (type: string, name: string): string => `Mark the ${type} of @${name} as failed?`,
    note: 'It gets no further try, and the member is told by mail that it did not work. They can then ask for a new one.',
    why: 'Why',
    whyHint: 'For the audit; the member does not read it.',
    noReason: 'Say why, in a few words.',
    keep: 'Leave it',
    done: (type: string, name: string): string =>
      `The ${type} of @${name} is marked as failed, and the member is told.`,
  },
  purged: {
    title: 'This export is no longer here',
    note: 'Rows of ended exports are kept for a time only; the audit keeps what was done to them.',
    when: 'It was purged under retention on',
    audit: 'See the audit',
  },
} as const
