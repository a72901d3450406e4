/**
 * The chart of days, or of shorter times: bars drawn as SVG on the server, and the same numbers as a table.
 */

import { words } from '../words/words.ts'
import { formatCount } from './numbers.ts'
import { DataTable } from './table.tsx'
import type { View } from './view.ts'

/** One day's work, in UTC, or that of a shorter time. */
export interface Day {
  /** "2026-11-23", or "2026-11-23 14:05" */
  readonly day: string
  readonly processed: number
  readonly failed: number
}

const HEIGHT = 100
const STEP = 10
const BAR_WIDTH = 7

/** What the parts are called where bars are not days. */
export interface ChartLabels {
  readonly head: string
  readonly table: string
  readonly chart: (total: string, highest: string) => string
}

/** Bars for each day, oldest first, with failures in red from the base line. */
export function Chart(props: { days: readonly Day[]; labels?: ChartLabels }): View {
  const { days } = props
  const text = words().shell
  const labels = props.labels ?? { head: text.day, table: text.daysTable, chart: text.daysChart }
  const highest = Math.max(1, ...days.map((day) => day.processed))
  const total = days.reduce((sum, day) => sum + day.processed, 0)
  if (total === 0) return <p class="soft">{text.nothingProcessed}</p>
  return (
    <>
      <svg
        class="chart"
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={labels.chart(formatCount(total), formatCount(highest))}
      >
        {days.map((day, index) => bars(day, index, highest))}
        <path class="chart__base" d={`M0 ${HEIGHT}H${days.length * STEP}`} />
      </svg>
      <p class="legend">
        <span>{text.processed}</span>
        <span class="legend__failed">{text.ofTheseFailed}</span>
      </p>
      <details class="disclosure">
        <summary>
          <span>{words().common.sameAsTable}</span>
        </summary>
        <DayTable days={days} labels={labels} />
      </details>
    </>
  )
}

function bars(day: Day, index: number, highest: number): View {
  const { dayBar } = words().shell
  const x = index * STEP + (STEP - BAR_WIDTH) / 2
  const processed = barHeight(day.processed, highest)
  const failed = Math.min(processed, barHeight(day.failed, highest))
  return (
    <g>
      <title>{dayBar(day.day, formatCount(day.processed), formatCount(day.failed))}</title>
      <rect class="chart__ok" x={x} y={HEIGHT - processed} width={BAR_WIDTH} height={processed} />
      <rect class="chart__failed" x={x} y={HEIGHT - failed} width={BAR_WIDTH} height={failed} />
    </g>
  )
}

/** Anything above nothing stays visible. */
function barHeight(count: number, highest: number): number {
  return count === 0 ? 0 : Math.max(2, Math.round((count / highest) * HEIGHT))
}

function DayTable({ days, labels }: { days: readonly Day[]; labels: ChartLabels }): View {
  const text = words().shell
  return (
    <DataTable
      caption={labels.table}
      rows={days.toReversed()}
      columns={[
        { label: labels.head, isRowHead: true, kind: 'tight', cell: (day) => day.day },
        { label: text.processed, kind: 'number', cell: (day) => formatCount(day.processed) },
        { label: text.failed, kind: 'number', cell: (day) => formatCount(day.failed) },
      ]}
    />
  )
}
