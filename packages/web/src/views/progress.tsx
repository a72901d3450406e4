/**
 * Progress as it is known: a stage and counted things, never an invented percentage.
 */

import { words } from '../words/words.ts'
import type { View } from './view.ts'
import { formatCount } from './numbers.ts'

/** A stage with what is done of it; `total` is null while unknown. */
export interface ProgressState {
  readonly stage: string
  readonly done: number
  readonly total: number | null
}

/** "media 1,240 of 5,310" over a bar; without a total only the words. */
export function Progress({ progress }: { progress: ProgressState | null }): View {
  if (progress === null) return <span class="none">–</span>
  const { stage, done, total } = progress
  const text = (
    <span class="progress__words">
      <bdi>{stage}</bdi> {countOf(progress)}
    </span>
  )
  if (total === null || total <= 0) return <span class="progress">{text}</span>
  return (
    <label class="progress">
      {text}
      <progress value={Math.min(done, total)} max={total} />
    </label>
  )
}

/** Nothing counted of nobody knows how much is no news: the stage alone says more. */
function countOf({ done, total }: ProgressState): string {
  if (total !== null) return words().common.partOf(formatCount(done), formatCount(total))
  return done === 0 ? '' : formatCount(done)
}
