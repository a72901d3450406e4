/**
 * Badges: a state as icon, word and colour, so that none of the three is needed alone.
 */

import { words } from '../words/words.ts'
import type { View } from './view.ts'
import { Icon } from './icon.tsx'

/** The nine states of an export. Other pages borrow the ones that fit. */
export type BadgeState =
  | 'pending'
  | 'scheduled'
  | 'running'
  | 'retrying'
  | 'failed'
  | 'stuck'
  | 'done'
  | 'expired'
  | 'cancelled'

/** What a badge shows. */
export interface BadgeProps {
  readonly state: BadgeState
  /** Another word than the state's own, such as "Ready" for `done`. */
  readonly label?: string
  /** A few more characters, such as "2 of 5". */
  readonly detail?: string
  /** As of `Icon`: for lists. */
  readonly isShared?: boolean
}

/** The word of a state, as a person reads it. */
export function stateWord(state: BadgeState): string {
  return words().common.states[state]
}

/** A state badge: `<Badge state="retrying" detail="2 of 5" />`. */
export function Badge({ state, label, detail, isShared = false }: BadgeProps): View {
  return (
    <span class={`badge badge--${state}`}>
      <Icon name={state} isShared={isShared} />
      {label ?? stateWord(state)}
      {detail === undefined ? null : <span class="badge__detail">{detail}</span>}
    </span>
  )
}

/** The tones of a tag; `plain` is grey. */
export type TagTone = 'plain' | 'info' | 'ok' | 'warn' | 'danger'

/** A small label without an icon, for words that are not states. */
export function Tag({ tone = 'plain', text }: { tone?: TagTone; text: string }): View {
  return <span class={`tag tag--${tone}`}>{text}</span>
}
