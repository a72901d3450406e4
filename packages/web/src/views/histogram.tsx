/**
 * How many runs took how long: one bar a cell, the words and numbers beside it.
 */

import { words } from '../words/words.ts'
import { formatCount } from './numbers.ts'
import type { View } from './view.ts'

/** One cell. */
export interface HistogramCell {
  readonly label: string
  readonly count: number
}

/** A table whose bars are `<meter>`s, so that it needs no drawing and no script. */
export function Histogram({
  cells,
  caption,
  heads = [words().shell.upTo, words().shell.runs],
}: {
  cells: readonly HistogramCell[]
  caption: string
  /** What the labels and the numbers are; default: run times and runs. */
  heads?: readonly [labels: string, counts: string]
}): View {
  const first = cells.findIndex(({ count }) => count > 0)
  const last = cells.findLastIndex(({ count }) => count > 0)
  const shown = cells.slice(Math.max(0, first - 1), last + 2)
  const highest = Math.max(1, ...cells.map(({ count }) => count))
  return (
    <table class="histogram">
      <caption class="visually-hidden">{caption}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{heads[0]}</th>
          <th scope="col">{heads[1]}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ label, count }) => (
          <tr>
            <th scope="row">{label}</th>
            <td>
              <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(count / highest) * 100} height="8" />
              </svg>
              <span>{formatCount(count)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
