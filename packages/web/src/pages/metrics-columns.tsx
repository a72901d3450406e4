/**
 * The columns of the table of classes on Metrics.
 */

import type { ClassMetrics } from '@howdah/engine/api'
import { shortName } from '../views/job-cells.tsx'
import { formatCount, formatPercent, formatSpan } from '../views/numbers.ts'
import { Sparkline } from '../views/sparkline.tsx'
import type { Column } from '../views/table.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import type { MetricsNumbers } from './metrics-numbers.ts'
import type { Period } from './metrics-period.ts'

/** What the columns need beside the class of each row. */
interface ColumnsView extends Pick<MetricsNumbers, 'waits' | 'runTimes'> {
  readonly context: PageContext
  readonly period: Period
}

/** The boxes that choose the lines of the chart. */
export function lineColumn(drawn: ReadonlySet<string>): Column<ClassMetrics> {
  const text = words().measures
  return {
    label: text.lines,
    kind: 'tick',
    hasHiddenHead: true,
    cell: (one) => (
      <input
        type="checkbox"
        name="line"
        value={one.class.toWellFormed()}
        checked={drawn.has(one.class)}
        aria-label={text.line(shortName(one.class))}
      />
    ),
  }
}

/** What each class did, how long it took, how long it waited. */
export function metricsColumns(view: ColumnsView): readonly Column<ClassMetrics>[] {
  const { context, period, waits, runTimes } = view
  const labels = words().metrics.columns
  const text = words().measures
  const time = (ms: number | null | undefined): string =>
    ms === null || ms === undefined ? '–' : formatSpan(ms)
  return [
    {
      label: words().metrics.class,
      isRowHead: true,
      cell: (one) => (
        <a
          href={`${context.basePath}/metrics/${encodeURIComponent(one.class.toWellFormed())}?period=${period.name}`}
        >
          <bdi>{shortName(one.class)}</bdi>
        </a>
      ),
    },
    { label: labels.done, kind: 'number', cell: ({ successes }) => formatCount(successes) },
    {
      label: labels.failed,
      kind: 'number',
      cell: ({ failures }) => failedText(formatCount(failures)),
    },
    { label: text.failShare, kind: 'number', cell: (one) => failedText(shareText(one)) },
    { label: text.total, kind: 'number', cell: ({ totalMs }) => formatSpan(totalMs) },
    { label: text.average, kind: 'number', cell: ({ averageMs }) => time(averageMs) },
    { label: labels.p50, kind: 'number', cell: (one) => time(runTimes.get(one.class)?.p50Ms) },
    { label: labels.p95, kind: 'number', cell: (one) => time(runTimes.get(one.class)?.p95Ms) },
    { label: text.waitP95, kind: 'number', cell: (one) => time(waits.get(one.class)?.p95Ms) },
    {
      label: text.trend,
      kind: 'tight',
      cell: ({ series }) => (
        <Sparkline points={trendOf(series, period.stepsPerRow)} label={words().shell.runs} />
      ),
    },
  ]
}

function failedText(text: string): View {
  return text === '0' ? <span class="none">0</span> : <span class="late">{text}</span>
}

function shareText({ runs, failures }: ClassMetrics): string {
  if (failures === 0) return '0'
  return formatPercent(failures / runs)
}

function trendOf(series: ClassMetrics['series'], stepsPerPoint: number) {
  const points = Array.from({ length: Math.ceil(series.length / stepsPerPoint) }, (_, index) => {
    const steps = series.slice(index * stepsPerPoint, (index + 1) * stepsPerPoint)
    return { at: index, value: steps.reduce((sum, step) => sum + step.runs, 0) }
  })
  return points
}
