/**
 * Exports in numbers, linked from the console's Metrics: how they ended, how large they were, how long
 * they took from request to end. Each chart has its table.
 */
import {
  DataTable,
  formatBytes,
  formatCount,
  formatDuration,
  formatMoment,
} from '@howdah/web/views'
import { Histogram, LineChart, PageHead, type View } from '@howdah/web/views'
import type { ExportDay, ExportNumbers } from '../../ledger/numbers.ts'
import { words } from '../words/words.ts'

/** Days on the page. */
export const NUMBERS_DAYS = 30

/** The content of the page. `at`: when the numbers were read. */
export function NumbersPage({ numbers, at }: { numbers: ExportNumbers; at: Date }): View {
  const text = words().numbers
  const { days, sizes, p50Seconds, p95Seconds } = numbers
  const hasEnded = days.some((one) => one.done + one.failed + one.cancelled > 0)
  return (
    <>
      <PageHead title={text.title} note={text.note} />
      <p class="soft">{words().frame.asOf(formatMoment(at))}</p>
      {hasEnded ? null : <p class="soft">{text.none}</p>}
      <section class="card" aria-labelledby="outcomes">
        <h2 id="outcomes">{text.outcomes}</h2>
        <Outcomes days={days} />
      </section>
      <section class="card" aria-labelledby="sizes">
        <h2 id="sizes">{text.sizes}</h2>
        <Histogram
          caption={text.sizes}
          heads={[text.upTo, text.archives]}
          cells={sizes.map(({ upToBytes, count }) => ({
            label: upToBytes === null ? text.larger : atMost(upToBytes),
            count,
          }))}
        />
      </section>
      <section class="card" aria-labelledby="times">
        <h2 id="times">{text.times}</h2>
        <p class="soft">{text.overall(spanOf(p50Seconds), spanOf(p95Seconds))}</p>
        <Times days={days} />
      </section>
    </>
  )
}

/** `≤ 10 MB`, isolated: beside Arabic the sign would turn round. */
function atMost(bytes: number): string {
  return `\u2066≤ ${formatBytes(bytes)}\u2069`
}

const HEIGHT = 100
const STEP = 10
const BAR_WIDTH = 7

/** Bars of done, cancelled and failed, one on the other. */
function Outcomes({ days }: { days: readonly ExportDay[] }): View {
  const text = words().numbers
  const highest = Math.max(1, ...days.map((one) => one.done + one.failed + one.cancelled))
  const width = days.length * STEP
  return (
    <>
      <svg
        class="chart"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={text.outcomes}
      >
        {days.map((day, index) => (
          <Bar day={day} x={index * STEP + (STEP - BAR_WIDTH) / 2} highest={highest} />
        ))}
        <path class="chart__base" d={`M0 ${HEIGHT}H${width}`} />
      </svg>
      <p class="legend">
        <span>{text.done}</span>
        <span class="legend__cancelled">{text.cancelled}</span>
        <span class="legend__failed">{text.failed}</span>
      </p>
      <AsTable>
        <DataTable
          caption={text.outcomes}
          rows={days.toReversed()}
          columns={[
            { label: text.day, isRowHead: true, kind: 'tight', cell: ({ day }) => day },
            { label: text.done, kind: 'number', cell: ({ done }) => formatCount(done) },
            {
              label: text.cancelled,
              kind: 'number',
              cell: ({ cancelled }) => formatCount(cancelled),
            },
            { label: text.failed, kind: 'number', cell: ({ failed }) => formatCount(failed) },
          ]}
        />
      </AsTable>
    </>
  )
}

function Bar({ day, x, highest }: { day: ExportDay; x: number; highest: number }): View {
  const parts = [
    ['chart__failed', day.failed],
    ['chart__cancelled', day.cancelled],
    ['chart__ok', day.done],
  ] as const
  let below = HEIGHT
  return (
    <g>
      {parts.map(([name, count]) => {
        const height = (count / highest) * HEIGHT
        below -= height
        return <rect class={name} x={x} y={below} width={BAR_WIDTH} height={height} />
      })}
    </g>
  )
}

function Times({ days }: { days: readonly ExportDay[] }): View {
  const text = words().numbers
  const minutes = (seconds: number | null): number | null =>
    seconds === null ? null : Math.round(seconds / 6) / 10
  return (
    <LineChart
      label={text.times}
      times={days.map(({ day }) => new Date(`${day}T00:00:00Z`))}
      series={[
        { label: text.p50, values: days.map(({ p50Seconds }) => minutes(p50Seconds)) },
        { label: text.p95, values: days.map(({ p95Seconds }) => minutes(p95Seconds)) },
      ]}
      marks={[]}
      unit="min"
      table={
        <DataTable
          caption={text.times}
          rows={days.filter(({ p50Seconds }) => p50Seconds !== null).toReversed()}
          columns={[
            { label: text.day, isRowHead: true, kind: 'tight', cell: ({ day }) => day },
            { label: text.p50, kind: 'number', cell: ({ p50Seconds }) => spanOf(p50Seconds) },
            { label: text.p95, kind: 'number', cell: ({ p95Seconds }) => spanOf(p95Seconds) },
          ]}
        />
      }
    />
  )
}

function AsTable({ children }: { children: View }): View {
  return (
    <details class="disclosure">
      <summary>
        <span>{words().numbers.asTable}</span>
      </summary>
      {children}
    </details>
  )
}

function spanOf(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds)
}
