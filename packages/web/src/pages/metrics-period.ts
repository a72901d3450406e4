/**
 * The periods of the metrics pages, as the address has them.
 */

import type { MetricsPeriod } from '@howdah/engine/api'
import { words } from '../words/words.ts'

/** As the address and the catalogue name them. */
export type PeriodName = '1h' | '8h' | '24h' | '72h'

/** A period that can be chosen. */
export interface Period {
  readonly name: PeriodName
  readonly period: MetricsPeriod
  /** Steps of the chart that one row of its table brings together. */
  readonly stepsPerRow: number
}

const HOUR: Period = { name: '1h', period: { minutes: 60 }, stepsPerRow: 5 }

/** All periods; up to 8 hours in minutes, beyond in steps of ten; twelve rows in each table. */
export const PERIODS: readonly Period[] = [
  HOUR,
  { name: '8h', period: { minutes: 480 }, stepsPerRow: 40 },
  { name: '24h', period: { hours: 24 }, stepsPerRow: 12 },
  { name: '72h', period: { hours: 72 }, stepsPerRow: 36 },
]

/** The period asked for; one hour unless told. */
export function periodOf(url: URL): Period {
  return PERIODS.find(({ name }) => name === url.searchParams.get('period')) ?? HOUR
}

/** "the last 8 hours", as it stands in sentences. */
export function lastText({ name }: Period): string {
  return words().metrics.last[name]
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
