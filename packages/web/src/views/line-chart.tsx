/**
 * Lines over time: drawn by uPlot where scripts run, plainly as SVG where they do not, and always as
 * a table.
 */

import type { Child } from '../jsx-runtime.ts'
import { words } from '../words/words.ts'
import { readerZone } from '../language/formats.ts'
import { currentReader } from '../language/reader.ts'
import type { View } from './view.ts'

/** One line; null where nothing was measured. */
export interface ChartSeries {
  readonly label: string
  readonly values: readonly (number | null)[]
}

/** A moment worth a dotted line. */
export interface ChartMark {
  readonly at: Date
  readonly label: string
}

/** What a chart shows. */
export interface LineChartProps {
  /** Says what the chart shows, for those who cannot see it. */
  readonly label: string
  /** One moment a value, oldest first. */
  readonly times: readonly Date[]
  readonly series: readonly ChartSeries[]
  readonly marks: readonly ChartMark[]
  readonly unit: string
  /** The same numbers as a table. */
  readonly table: Child
}

const WIDTH = 600
const HEIGHT = 160

/** Points of a plain line: six pixels apart, as near as an eye tells them. */
const MOST_POINTS = 100

/** The chart with its table; at most five lines can be told apart. */
export function LineChart(props: LineChartProps): View {
  const { label, times, series, marks, unit, table } = props
  const numbers = JSON.stringify({
    x: times.map(secondsOf),
    series,
    marks: marks.map((mark) => ({ at: secondsOf(mark.at), label: mark.label })),
    unit,
  })
  return (
    <figure
      class="chart-figure"
      data-chart={numbers}
      data-formats={currentReader().formats}
      data-zone={readerZone()}
    >
      <div data-chart-place class="chart-place" role="img" aria-label={label}>
        <PlainLines {...props} />
      </div>
      <ul class="chart-legend" aria-hidden="true">
        {series.map((one, index) => (
          <li class={`chart-legend__${index + 1}`}>
            <bdi>{one.label}</bdi>
          </li>
        ))}
      </ul>
      <details class="disclosure">
        <summary>
          <span>{words().common.sameAsTable}</span>
        </summary>
        {table}
      </details>
    </figure>
  )
}

function PlainLines({ times, series, marks }: LineChartProps): View {
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined) return <></>
  const highest = Math.max(1e-9, ...series.flatMap(({ values }) => values.map((one) => one ?? 0)))
  const span = Math.max(1, last.getTime() - first.getTime())
  const stepsPerPoint = Math.ceil(times.length / MOST_POINTS)
  const xOf = (at: Date): string => (((at.getTime() - first.getTime()) / span) * WIDTH).toFixed(0)
  return (
    <svg class="lines" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
      {marks.map(({ at }) => (
        <path class="lines__mark" d={`M${xOf(at)} 0V${HEIGHT}`} />
      ))}
      {series.map(({ values }, index) => (
        <path
          class={`lines__${index + 1}`}
          d={`M${peaksOf(values, stepsPerPoint)
            .map((value, point) => {
              return `${xOf(times[point * stepsPerPoint] ?? last)} ${yOf(value, highest)}`
            })
            .join('L')}`}
        />
      ))}
    </svg>
  )
}

/** The highest of several steps: a peak must not vanish. */
function peaksOf(
  values: readonly (number | null)[],
  stepsPerPoint: number,
): readonly (number | null)[] {
  if (stepsPerPoint <= 1) return values
  return Array.from({ length: Math.ceil(values.length / stepsPerPoint) }, (_, point) => {
    const steps = values.slice(point * stepsPerPoint, (point + 1) * stepsPerPoint)
    return steps.reduce((highest, value) => {
      return highest === null || (value !== null && value > highest) ? value : highest
    }, null)
  })
}

function yOf(value: number | null, highest: number): string {
  return (HEIGHT - ((value ?? 0) / highest) * (HEIGHT - 4)).toFixed(0)
}

function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1_000)
}
