/**
 * Why what somebody wanted of an export was not done: as facts, which pages say in the language of their
 * reader, and as the English sentence that a shell, the API and the audit get.
 */
import { type ExportState, type ExportType, isActive } from './types.ts'

/** What was wanted. */
export type Wanted = 'queue-again' | 'reschedule' | 'cancel' | 'give-up' | 'delete-file'

export type WhyUnchanged =
  /** There is no such export. */
  | { readonly kind: 'missing'; readonly id: string }
  /** It is not in a state for it. */
  | {
      readonly kind: 'wrong-state'
      readonly id: string
      readonly state: ExportState
      readonly wanted: Wanted
    }
  /** The time that was chosen lies behind. */
  | { readonly kind: 'time-over' }
  | { readonly kind: 'has-started' }
  /** One of Mastodon's own workers builds it. */
  | { readonly kind: 'in-mastodon' }
  /** The member has another of this type under way. */
  | { readonly kind: 'other-active'; readonly type: ExportType; readonly username: string }

export interface Unchanged {
  readonly kind: 'unchanged'
  readonly why: WhyUnchanged
  /** In English. */
  readonly reason: string
}

export function unchanged(why: WhyUnchanged): Unchanged {
  return { kind: 'unchanged', why, reason: sentenceOf(why) }
}

const PARTICIPLES: Readonly<Record<Wanted, string>> = {
  'queue-again': 'queued again',
  reschedule: 'rescheduled',
  cancel: 'cancelled',
  'give-up': 'marked as failed',
  'delete-file': 'deleted: it has no archive',
}

function sentenceOf(why: WhyUnchanged): string {
  switch (why.kind) {
    case 'missing':
      return `There is no export ${why.id}.`
    case 'wrong-state': {
      const is = isActive(why.state) ? `is ${why.state}` : `has already ended (${why.state})`
      return `Export ${why.id} ${is} and cannot be ${PARTICIPLES[why.wanted]}.`
    }
    case 'time-over':
      return 'That time is over. Choose one that lies ahead.'
    case 'has-started':
      return 'It has started meanwhile.'
    case 'in-mastodon':
      return (
        "One of Mastodon's own workers builds it at this moment, and those cannot be interrupted. " +
        'Wait until it has ended.'
      )
    case 'other-active':
      return `Another ${why.type} export of @${why.username} is already under way.`
    default:
      return why satisfies never
  }
}
