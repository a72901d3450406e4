/**
 * The numbers of the metrics page, read once for all readers. Eight hours of many classes take a third of
 * a second the first time: whoever looks at one period has the others read beside, slowly.
 */

import { Metrics } from '@howdah/engine/api'
import type { ClassTimes, KeptValue, MetricsReport, Pause } from '@howdah/engine/api'
import { KEEP_A_BEAT } from '../live/watch.ts'
import type { PageContext } from './context.ts'
import { PERIODS } from './metrics-period.ts'
import type { Period } from './metrics-period.ts'

/** Rows of the table. */
export const MOST_CLASSES = 25

/** What the page of a period and a filter shows. */
export interface MetricsNumbers {
  readonly report: MetricsReport
  readonly waits: ReadonlyMap<string, ClassTimes>
  readonly runTimes: ReadonlyMap<string, ClassTimes>
}

type Context = Pick<PageContext, 'redis' | 'watch'>

/** The numbers of one period, of classes whose name holds a text. */
export async function metricsNumbers(
  context: Context,
  period: Period,
  filter: string,
): Promise<KeptValue<MetricsNumbers>> {
  const { watch } = context
  const numbers = await watch.kept(nameOf(period, filter), KEEP_A_BEAT, (pause) =>
    readNumbers(context, { period, filter, pause }),
  )
  for (const other of PERIODS) {
    const asked = { period: other, filter: '' }
    watch.prepare(nameOf(other, ''), (pause) => readNumbers(context, { ...asked, pause }))
  }
  return numbers
}

function nameOf({ name }: Period, filter: string): string {
  return `metrics ${name} ${filter}`
}

interface Asked {
  readonly period: Period
  readonly filter: string
  readonly pause: Pause
}

async function readNumbers(
  { redis, watch }: Context,
  { period, filter, pause }: Asked,
): Promise<MetricsNumbers> {
  const asked = { ...period.period, memory: watch.metrics, pause }
  const report = await Metrics.top(redis, { ...asked, class: filter })
  const names = report.classes.slice(0, MOST_CLASSES).map((one) => one.class)
  const runTimes = await Metrics.runTimes(redis, names, asked)
  return { report, waits: await Metrics.waits(redis, asked), runTimes }
}
