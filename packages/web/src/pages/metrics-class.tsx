/**
 * Metrics of one class: totals, run times over time and by length.
 */

import { Limits, Metrics } from '@howdah/engine/api'
import type { ClassReport, ClassTimes, ErrorCount, SlowRun } from '@howdah/engine/api'
import { assetHref } from '../views/assets.ts'
import { PageHead } from '../views/document.tsx'
import { EmptyState } from '../views/flash.tsx'
import { Histogram } from '../views/histogram.tsx'
import { shortName } from '../views/job-cells.tsx'
import { LineChart } from '../views/line-chart.tsx'
import { formatCount, formatSpan } from '../views/numbers.ts'
import type { View } from '../views/view.ts'
import type { PageContext } from './context.ts'
import { periodOf, PERIODS } from './metrics-period.ts'
import type { Period } from './metrics-period.ts'
import { SeriesTable } from './metrics-series.tsx'
import { ErrorsByClass, SlowestRuns } from './metrics-details.tsx'
import { Deploys, isLong, PeriodChips } from './metrics.tsx'
import { isKnown } from './limit.tsx'
import { limitPath } from './limits.tsx'
import { words } from '../words/words.ts'
import { searchHref } from '../search/address.ts'
import { showPage } from './show.tsx'

const KEPT_MS = 10_000

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
    watch.kept(`class ${period.name} ${name}`, KEPT_MS, () =>
      Metrics.forClass(redis, name, period.period),
    ),
    watch.kept(`waits ${period.name}`, KEPT_MS, () => Metrics.waits(redis, period.period)),
    Metrics.slowest(redis, name, period.period),
    Metrics.errors(redis, name, period.period),
    Limits.get(redis, name),
  ])
  const details = { slowest, errors, hasLimit: isKnown(limit) }
  const view = { context, period, report, waits: waits.get(name), ...details }
  return showPage(context, {
    title: `Metrics of ${shortName(name)}`,
    stylesheets: [assetHref(`${context.basePath}/assets`, 'uplot.css')],
    scripts: [assetHref(`${context.basePath}/assets`, 'chart.js')],
    children: (
      <>
        <ol class="crumbs" aria-label="Where this is">
          <li>
            <a href={`${context.basePath}/metrics?period=${period.name}`}>Metrics</a>
          </li>
          <li>{shortName(name)}</li>
        </ol>
        <PageHead title={shortName(name)} />
        <PeriodChips period={period} periods={PERIODS} />
        {report.runs === 0 ? (
          <EmptyState title={`No job of this class finished in the last ${period.label}.`} />
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
  return (
    <>
      <Facts view={view} />
      <OverTime view={view} />
      {isLong(view.period) ? <p class="soft prose">{words().measures.oursOnly}</p> : null}
      {histogram === null ? null : (
        <section class="card" aria-labelledby="by-length">
          <h2 id="by-length">Successful runs by their length</h2>
          <Histogram
            caption="Runs that took up to so long"
            cells={histogram.labels.map((label, cell) => ({
              label,
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
        <a href={searchHref(context, 'retry', `class:${report.class}`)}>Its retries</a>
        <a href={searchHref(context, 'dead', `class:${report.class}`)}>Its dead jobs</a>
      </p>
    </>
  )
}

function Facts({ view: { report, waits } }: { view: ClassView }): View {
  const time = (ms: number | null | undefined): string =>
    ms === null || ms === undefined ? '–' : formatSpan(ms)
  const facts: readonly (readonly [string, string])[] = [
    ['Done', formatCount(report.successes)],
    ['Failed', formatCount(report.failures)],
    ['Time in all', formatSpan(report.totalMs)],
    ['Average', time(report.averageMs)],
    ['p50', time(report.p50Ms)],
    ['p95', time(report.p95Ms)],
    ['p99', time(report.p99Ms)],
    ['Wait p50', time(waits?.p50Ms)],
    ['Wait p95', time(waits?.p95Ms)],
  ]
  return (
    <section class="card" aria-label="Numbers">
      <dl class="facts">
        {facts.map(([term, text]) => (
          <div>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function OverTime({ view: { report, period } }: { view: ClassView }): View {
  const times = report.steps.map((step) => new Date(step))
  const series = [
    {
      label: 'Average run time',
      values: report.series.map(({ averageMs }) =>
        averageMs === null ? null : Math.round(averageMs) / 1_000,
      ),
    },
  ]
  return (
    <section class="card" aria-labelledby="over-time">
      <h2 id="over-time">Average run time</h2>
      <LineChart
        label={`Average run time over the last ${period.label}`}
        times={times}
        series={series}
        marks={report.marks.map(({ at, label }) => ({ at: new Date(at), label }))}
        unit="s"
        table={
          <SeriesTable
            times={times}
            series={series}
            stepsPerRow={period.stepsPerRow}
            unit="s"
            join="mean"
          />
        }
      />
      <Deploys report={report} />
    </section>
  )
}
