/**
 * The periods of the metrics pages, as the address has them.
 */

import type { MetricsPeriod } from '@howdah/engine/api'

/** A period that can be chosen. */
export interface Period {
  readonly name: string
  readonly label: string
  readonly period: MetricsPeriod
  /** Steps of the chart that one row of its table brings together. */
  readonly stepsPerRow: number
}

/** All periods; up to 8 hours in minutes, beyond in steps of ten. */
export const PERIODS: readonly Period[] = [
  { name: '1h', label: '1 hour', period: { minutes: 60 }, stepsPerRow: 5 },
  { name: '8h', label: '8 hours', period: { minutes: 480 }, stepsPerRow: 30 },
  { name: '24h', label: '24 hours', period: { hours: 24 }, stepsPerRow: 6 },
  { name: '72h', label: '72 hours', period: { hours: 72 }, stepsPerRow: 18 },
]

/** The period asked for; one hour unless told. */
export function periodOf(url: URL): Period {
  const [hour] = PERIODS
  const found = PERIODS.find(({ name }) => name === url.searchParams.get('period'))
  return found ?? hour ?? { name: '1h', label: '1 hour', period: {}, stepsPerRow: 5 }
}

/** Longest text of a filter that is read. */
const LONGEST_FILTER = 100

/** The class filter of the address. */
export function classFilterOf(url: URL): string {
  return (url.searchParams.get('class') ?? '').slice(0, LONGEST_FILTER)
}

/** Classes with a line of their own: five colours can be told apart. */
export const MOST_LINES = 5

/** The classes that are to be drawn, as the address names them. */
export function linesOf(url: URL): readonly string[] {
  return [...new Set(url.searchParams.getAll('line'))].slice(0, MOST_LINES)
}

/** The query of a metrics page that keeps what was chosen. */
export function metricsQuery(
  period: string,
  { filter = '', lines = [] }: { readonly filter?: string; readonly lines?: readonly string[] },
): string {
  const query = new URLSearchParams({ period, ...(filter === '' ? {} : { class: filter }) })
  for (const line of lines) query.append('line', line.toWellFormed())
  return query.toString()
}
