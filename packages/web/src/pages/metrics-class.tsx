/**
 * Metrics of one class: totals, run times over time and by length.
 */

import { Limits, Metrics } from '@howdah/engine/api'
import type { ClassReport, ClassTimes, ErrorCount, SlowRun } from '@howdah/engine/api'
import { formatNumber } from '../language/formats.ts'
import { KEEP_A_BEAT } from '../live/watch.ts'
import { assetHref } from '../views/assets.ts'
import { Crumbs } from '../views/crumbs.tsx'
import { PageHead } from '../views/document.tsx'
import { Facts } from '../views/facts.tsx'
import type { Fact } from '../views/facts.tsx'
import { EmptyState } from '../views/flash.tsx'
import { Histogram } from '../views/histogram.tsx'
import { shortName } from '../views/job-cells.tsx'
import { LineChart } from '../views/line-chart.tsx'
import { formatCount, formatSpan } from '../views/numbers.ts'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { lastText, periodOf, PERIODS } from './metrics-period.ts'
import type { Period } from './metrics-period.ts'
import { SeriesTable } from './metrics-series.tsx'
import { ErrorsByClass, SlowestRuns } from './metrics-details.tsx'
import { Deploys, isLong, PeriodChips } from './metrics.tsx'
import { isKnown } from './limit.tsx'
import { limitPath } from './limits.tsx'
import { searchHref } from '../search/address.ts'
import { showPage } from './show.tsx'

interface ClassView {
  readonly context: PageContext
  readonly period: Period
  readonly report: ClassReport
  readonly waits: ClassTimes | undefined
  readonly slowest: readonly SlowRun[]
  readonly errors: readonly ErrorCount[]
  /** Whether there is a limit of this name. */
  readonly hasLimit: boolean
}

/** `GET /metrics/:class` */
export async function classMetricsPage(context: PageContext, name: string): Promise<Response> {
  const { redis, watch } = context
  const period = periodOf(context.url)
  const [report, waits, slowest, errors, limit] = await Promise.all([
    watch.kept(`class ${period.name} ${name}`, KEEP_A_BEAT, () =>
      Metrics.forClass(redis, name, period.period),
    ),
    watch.kept(`waits ${period.name}`, KEEP_A_BEAT, (pause) =>
      Metrics.waits(redis, { ...period.period, memory: watch.metrics, pause }),
    ),
    Metrics.slowest(redis, name, period.period),
    Metrics.errors(redis, name, period.period),
    Limits.get(redis, name),
  ])
  const details = { slowest, errors, hasLimit: isKnown(limit) }
  const view = { context, period, report: report.value, waits: waits.value.get(name), ...details }
  return showPage(context, {
    title: words().metrics.titleOf(shortName(name)),
    asOf: report.at,
    stylesheets: [assetHref(`${context.basePath}/assets`, 'uplot.css')],
    scripts: [assetHref(`${context.basePath}/assets`, 'chart.js')],
    children: (
      <>
        <Crumbs
          href={`${context.basePath}/metrics?period=${period.name}`}
          label={words().common.pages.metrics}
          name={shortName(name)}
        />
        <PageHead title={<bdi>{shortName(name)}</bdi>} />
        <PeriodChips period={period} periods={PERIODS} />
        {report.value.runs === 0 ? (
          <EmptyState title={words().metrics.noRunsOfClass(lastText(period))} />
        ) : (
          <Content view={view} />
        )}
      </>
    ),
  })
}

function Content({ view }: { view: ClassView }): View {
  const { context, report } = view
  const { histogram } = report
  const text = words().metrics
  return (
    <>
      <ClassFacts view={view} />
      <OverTime view={view} />
      {isLong(view.period) ? <p class="soft prose">{words().measures.oursOnly}</p> : null}
      {histogram === null ? null : (
        <section class="card" aria-labelledby="by-length">
          <h2 id="by-length">{text.byLength}</h2>
          <Histogram
            caption={text.byLengthCaption}
            cells={histogram.limitsMs.map((limitMs, cell) => ({
              label: limitText(limitMs),
              count: histogram.counts[cell] ?? 0,
            }))}
          />
        </section>
      )}
      <ErrorsByClass context={context} jobClass={report.class} errors={view.errors} />
      <SlowestRuns context={context} runs={view.slowest} />
      <p class="row">
        {view.hasLimit ? (
          <a href={`${context.basePath}${limitPath(report.class)}`}>{words().measures.limit}</a>
        ) : null}
        <a href={searchHref(context, 'retry', `class:${report.class}`)}>{text.itsRetries}</a>
        <a href={searchHref(context, 'dead', `class:${report.class}`)}>{text.itsDead}</a>
      </p>
    </>
  )
}

/** The upper limit of a cell; the last has none. */
function limitText(limitMs: number): string {
  const { units } = words().common
  if (limitMs === Infinity) return words().metrics.slow
  return limitMs < 1_000
    ? `${limitMs} ${units.ms}`
    : `${formatNumber(limitMs / 1_000, 2)} ${units.second}`
}

function ClassFacts({ view: { report, waits } }: { view: ClassView }): View {
  const time = (ms: number | null | undefined): string =>
    ms === null || ms === undefined ? '–' : formatSpan(ms)
  const { columns, numbers, timeInAll } = words().metrics
  const facts: readonly Fact[] = [
    [columns.done, formatCount(report.successes)],
    [columns.failed, formatCount(report.failures)],
    [timeInAll, formatSpan(report.totalMs)],
    [columns.average, time(report.averageMs)],
    [columns.p50, time(report.p50Ms)],
    [columns.p95, time(report.p95Ms)],
    [columns.p99, time(report.p99Ms)],
    [columns.waitP50, time(waits?.p50Ms)],
    [columns.waitP95, time(waits?.p95Ms)],
  ]
  return <Facts label={numbers} facts={facts} />
}

function OverTime({ view: { report, period } }: { view: ClassView }): View {
  const { averageRunTime, averageChart } = words().metrics
  const unit = words().common.units.second
  const times = report.steps.map((step) => new Date(step))
  const series = [
    {
      label: averageRunTime,
      values: report.series.map(({ averageMs }) =>
        averageMs === null ? null : Math.round(averageMs) / 1_000,
      ),
    },
  ]
  return (
    <section class="card" aria-labelledby="over-time">
      <h2 id="over-time">{averageRunTime}</h2>
      <LineChart
        label={averageChart(lastText(period))}
        times={times}
        series={series}
        marks={report.marks.map(({ at, label }) => ({ at: new Date(at), label }))}
        unit={unit}
        table={
          <SeriesTable
            times={times}
            series={series}
            stepsPerRow={period.stepsPerRow}
            unit={unit}
            join="mean"
          />
        }
      />
      <Deploys report={report} />
    </section>
  )
}
