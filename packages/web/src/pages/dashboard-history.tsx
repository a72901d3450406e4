/**
 * The chart of the dashboard: an hour and a day from the metrics of the classes, a week and a month from
 * the counters of the days.
 */

import { Metrics, Stats } from '@howdah/engine/api'
import { KEEP_A_BEAT } from '../live/watch.ts'
import { Chart } from '../views/chart.tsx'
import type { Day } from '../views/chart.tsx'
import { Chips } from '../views/chips.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'

const PERIODS = {
  '1h': { minutes: 60, stepsPerBar: 5 },
  '24h': { hours: 24, stepsPerBar: 6 },
  '7d': { days: 7 },
  '30d': { days: 30 },
} as const

const PERIOD_NAMES = ['1h', '24h', '7d', '30d'] as const

type PeriodName = (typeof PERIOD_NAMES)[number]

/** One bar each, oldest first. */
export interface History {
  readonly period: PeriodName
  readonly bars: readonly Day[]
}

/** The period of the address; a month unless told. */
function periodOf(url: URL): PeriodName {
  return PERIOD_NAMES.find((name) => name === url.searchParams.get('period')) ?? '30d'
}

/** The numbers of the period that the address asks for. */
export async function readHistory({ redis, watch, url }: PageContext): Promise<History> {
  const name = periodOf(url)
  const period = PERIODS[name]
  if ('days' in period) {
    const days = await Stats.history(redis, period.days)
    const bars = [...days].sort((one, other) => one.day.localeCompare(other.day))
    return { period: name, bars }
  }
  const { stepsPerBar, ...asked } = period
  const { value: report } = await watch.kept(`history ${name}`, KEEP_A_BEAT, (pause) =>
    Metrics.top(redis, { ...asked, memory: watch.metrics, pause }),
  )
  const starts = report.steps.filter((_, step) => step % stepsPerBar === 0)
  const bars = starts.map((start, bar) => {
    const steps = report.classes.flatMap(({ series }) =>
      series.slice(bar * stepsPerBar, (bar + 1) * stepsPerBar),
    )
    const sum = (pick: (step: (typeof steps)[number]) => number): number =>
      steps.reduce((total, step) => total + pick(step), 0)
    const day = start.slice(0, 16).replace('T', ' ')
    return { day, processed: sum((step) => step.runs), failed: sum((step) => step.failures) }
  })
  return { period: name, bars }
}

/** The chips and the chart. */
export function HistoryCard({ history }: { history: History }): View {
  const text = words().history
  const isOfMetrics = !('days' in PERIODS[history.period])
  const labels = { head: text.from, table: text.table, chart: text.chart }
  return (
    <section aria-labelledby="history" class="card">
      <h2 id="history">{text.title}</h2>
      <Chips
        label={text.period}
        chips={PERIOD_NAMES.map((name) => ({
          href: `?period=${name}`,
          label: text.periods[name],
          isOn: name === history.period,
        }))}
      />
      <Chart days={history.bars} {...(isOfMetrics ? { labels } : {})} />
      {isOfMetrics ? <p class="soft">{text.note}</p> : null}
    </section>
  )
}
