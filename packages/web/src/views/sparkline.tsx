/**
 * A line as small as a word: how a number went over time. The words beside it say the same.
 */

import { words } from '../words/words.ts'
import type { View } from './view.ts'
import { formatCount } from './numbers.ts'

/** One point of a line. */
export interface SparkPoint {
  readonly at: number
  readonly value: number
}

const WIDTH = 96
const HEIGHT = 20

/** A line over its points, oldest first; nothing with fewer than two. `label` names what it shows. */
export function Sparkline(props: { points: readonly SparkPoint[]; label: string }): View {
  const { points, label } = props
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || first === last) {
    return <span class="none">–</span>
  }
  const highest = Math.max(...points.map(({ value }) => value))
  const span = Math.max(1, last.at - first.at)
  const path = points
    .map(({ at, value }) => {
      const x = ((at - first.at) / span) * WIDTH
      const y = HEIGHT - 1 - (highest === 0 ? 0 : (value / highest) * (HEIGHT - 2))
      return `${x.toFixed(0)} ${y.toFixed(1)}`
    })
    .join('L')
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={words().shell.spark(label, formatCount(last.value), formatCount(highest))}
    >
      <path d={`M${path}`} />
    </svg>
  )
}
