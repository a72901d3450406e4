/**
 * Metrics: what each class did, how long it took, how long it waited; from Sidekiq's own numbers, so
 * that Ruby's processes beside ours show too.
 */

import type { ClassMetrics, MetricsReport } from '@howdah/engine/api'
import { formatMinute } from '../language/formats.ts'
import { assetHref } from '../views/assets.ts'
import { Chips } from '../views/chips.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { shortName } from '../views/job-cells.tsx'
import { LineChart } from '../views/line-chart.tsx'
import { tabRight } from '../http/access.ts'
import { formatCount, formatSpan } from '../views/numbers.ts'
import { words } from '../words/words.ts'
import { DataTable } from '../views/table.tsx'
import type { View } from '../views/view.ts'
import type { PageContext } from './context.ts'
import { lineColumn, metricsColumns } from './metrics-columns.tsx'
import { metricsNumbers, MOST_CLASSES } from './metrics-numbers.ts'
import type { MetricsNumbers } from './metrics-numbers.ts'
import {
  classFilterOf,
  linesOf,
  metricsQuery,
  MOST_LINES,
  lastText,
  periodOf,
  PERIODS,
} from './metrics-period.ts'
import type { Period } from './metrics-period.ts'
import { SeriesTable } from './metrics-series.tsx'
import { showPage } from './show.tsx'

interface MetricsView extends MetricsNumbers {
  readonly context: PageContext
  readonly period: Period
  readonly filter: string
  /** When the numbers were read. */
  readonly asOf: Date
  /** The classes ticked in the address; none = the busiest are drawn. */
  readonly lines: readonly string[]
}

/** `GET /metrics` */
export async function metricsPage(context: PageContext): Promise<Response> {
  const view = await loadMetrics(context)
  const title = words().common.pages.metrics
  return showPage(context, {
    title,
    asOf: view.asOf,
    stylesheets: [assetHref(`${context.basePath}/assets`, 'uplot.css')],
    scripts: [assetHref(`${context.basePath}/assets`, 'chart.js')],
    children: (
      <>
        <PageHead title={title} note={noteText(view)} />
        <Controls view={view} />
        {view.report.classes.length === 0 ? <NoRuns view={view} /> : <Content view={view} />}
        <NumbersOfTabs context={context} />
      </>
    ),
  })
}

async function loadMetrics(context: PageContext): Promise<MetricsView> {
  const [period, filter] = [periodOf(context.url), classFilterOf(context.url)]
  const { value, at } = await metricsNumbers(context, period, filter)
  return { context, period, filter, ...value, asOf: at, lines: linesOf(context.url) }
}

function noteText({ report }: MetricsView): string {
  const text = words().metrics
  const sum = (pick: (one: ClassMetrics) => number): number =>
    report.classes.reduce((total, one) => total + pick(one), 0)
  const runs = sum((one) => one.runs)
  if (runs === 0) return text.nothingRan
  return text.note({
    runs: text.runs(runs),
    classes: text.classes(report.classes.length),
    failed: formatCount(sum((one) => one.failures)),
    work: formatSpan(sum((one) => one.totalMs)),
  })
}

/** Links to the numbers that tabs of the host keep themselves. */
function NumbersOfTabs({ context: { options, viewer, basePath } }: { context: PageContext }): View {
  const tabs = (options.tabs ?? []).filter((tab) => tabRight(viewer, tab) !== 'none')
  return (
    <p class="row">
      {tabs.map(({ label, metricsPath }) =>
        metricsPath === undefined ? null : (
          <a href={`${basePath}${metricsPath}`}>{words().measures.ofTab(label)}</a>
        ),
      )}
    </p>
  )
}

/** The chips of the periods. */
export function PeriodChips(props: {
  period: Period
  periods: readonly Period[]
  filter?: string
  lines?: readonly string[]
}): View {
  const { period, periods } = props
  return (
    <Chips
      label={words().metrics.period}
      chips={periods.map(({ name }) => ({
        href: `?${metricsQuery(name, props)}`,
        label: words().metrics.periods[name],
        isOn: name === period.name,
      }))}
    />
  )
}

function Controls({ view }: { view: MetricsView }): View {
  const text = words().metrics
  return (
    <div class="toolbar">
      <PeriodChips period={view.period} periods={PERIODS} filter={view.filter} lines={view.lines} />
      <form method="get" class="inline-form" role="search">
        <input type="hidden" name="period" value={view.period.name} />
        {view.lines.map((line) => (
          <input type="hidden" name="line" value={line} />
        ))}
        <label class="visually-hidden" for="class-filter">
          {text.class}
        </label>
        <input
          class="input input--inline"
          id="class-filter"
          name="class"
          type="search"
          value={view.filter}
          placeholder={text.class}
        />
        <button type="submit" class={buttonClass('default', true)}>
          {text.filter}
        </button>
      </form>
    </div>
  )
}

function NoRuns({ view: { filter, period } }: { view: MetricsView }): View {
  const text = words().metrics
  if (filter === '') {
    return (
      <EmptyState title={text.noRuns(lastText(period))}>
        <p>{text.olderProcesses}</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={text.noRunsLike(shortName(filter), lastText(period))}>
      <a href={`?period=${period.name}`}>{text.showAll}</a>
    </EmptyState>
  )
}

function Content({ view }: { view: MetricsView }): View {
  const { report, period } = view
  const text = words().metrics
  const unit = words().common.units.second
  const drawn = drawnClasses(view)
  const shown = report.classes.filter((one) => drawn.has(one.class))
  const series = shown.map((one) => ({
    label: shortName(one.class),
    values: one.series.map(({ totalMs }) => Math.round(totalMs / 100) / 10),
  }))
  const times = report.steps.map((step) => new Date(step))
  return (
    <>
      <section class="card" aria-labelledby="work-over-time">
        <h2 id="work-over-time">
          {report.stepSeconds === 60 ? text.workEachMinute : text.workEveryTenMinutes}
        </h2>
        <LineChart
          label={text.workChart(lastText(period), formatCount(series.length))}
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
            />
          }
        />
        <Deploys report={report} />
      </section>
      <form method="get" class="stack">
        <input type="hidden" name="period" value={period.name} />
        {view.filter === '' ? null : <input type="hidden" name="class" value={view.filter} />}
        <DataTable
          caption={text.caption(lastText(period))}
          rows={report.classes.slice(0, MOST_CLASSES)}
          rowKey={(row) => row.class}
          columns={[lineColumn(drawn), ...metricsColumns(view)]}
        />
        <p class="row">
          <button type="submit" class={buttonClass('default', true)}>
            {words().measures.draw}
          </button>
          <small class="soft">{words().measures.drawHint}</small>
        </p>
      </form>
      <Limits view={view} />
    </>
  )
}

/** The ticked classes that ran, or those that took most time. */
function drawnClasses({ report, lines }: MetricsView): ReadonlySet<string> {
  const names = report.classes.map((one) => one.class)
  const ticked = names.filter((name) => lines.includes(name))
  return new Set((ticked.length > 0 ? ticked : names).slice(0, MOST_LINES))
}

/** Deploys named below a chart. */
const MOST_DEPLOYS = 8

/** The dotted lines in words. */
export function Deploys({ report }: { report: Pick<MetricsReport, 'marks'> }): View {
  if (report.marks.length === 0) return <></>
  return (
    <p class="soft">
      {words().metrics.deploys}{' '}
      {report.marks.slice(-MOST_DEPLOYS).map(({ at, label }, index) => (
        <>
          {index > 0 ? ' · ' : ''}
          <time datetime={new Date(at).toISOString()}>{formatMinute(new Date(at))}</time>{' '}
          <bdi>{shortName(label)}</bdi>
        </>
      ))}
    </p>
  )
}

function Limits({ view }: { view: MetricsView }): View {
  const more = view.report.classes.length - MOST_CLASSES
  const text = words().metrics
  return (
    <p class="soft prose">
      {more > 0 ? `${text.moreClasses(more)} ` : ''}
      {text.about}
      {isLong(view.period) ? ` ${words().measures.oursOnly}` : ''}
    </p>
  )
}

/** Whether a period is longer than Sidekiq's histograms live. */
export function isLong({ period }: Period): boolean {
  return period.hours !== undefined
}
