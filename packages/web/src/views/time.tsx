/**
 * Moments: the exact time for machines and careful readers, and how far away it is. Readers choose
 * between UTC, their own zone, and distances alone.
 */

import { formatMoment } from '../language/formats.ts'
import { currentReader } from '../language/reader.ts'
import type { View } from './view.ts'
import { formatRelative } from './numbers.ts'

export { formatMoment } from '../language/formats.ts'

/** What a moment shows. */
export interface TimeProps {
  /** The moment; `null` shows a dash. */
  readonly at: Date | null
  /** The moment of the page, so that all rows agree. Default: now. */
  readonly now?: Date
  /**
   * `both` (default): "2026-11-23 14:01:20 UTC" and "41 s ago"; `iso`: "2026-11-23T14:01:20Z" and
   * the distance; `absolute` or `relative`: only that one (the other is in the title).
   */
  readonly show?: 'both' | 'iso' | 'absolute' | 'relative'
}

/** A `<time datetime>` with the instant to the millisecond in the attribute. */
export function Time({ at, now = new Date(), show = 'both' }: TimeProps): View {
  if (at === null || Number.isNaN(at.getTime())) return <span class="none">–</span>
  const iso = at.toISOString()
  const { time } = currentReader().preferences
  const absolute =
    show === 'iso' && time !== 'local' ? `${iso.slice(0, -'.000Z'.length)}Z` : formatMoment(at)
  const relative = formatRelative(at, now)
  if (show === 'relative' || (show === 'both' && time === 'relative')) {
    return (
      <time datetime={iso} title={absolute}>
        {relative}
      </time>
    )
  }
  if (show === 'absolute') {
    return (
      <time datetime={iso} title={relative}>
        {absolute}
      </time>
    )
  }
  return (
    <span class="moment">
      <time datetime={iso}>{absolute}</time> <small>{relative}</small>
    </span>
  )
}
