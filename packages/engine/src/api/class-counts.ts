/** What each class did, step by step: counts in rows of numbers, and as records. */
import type { Pause } from '../support/pause.ts'
import { eachCount, NO_TALLY } from './bucket-tallies.ts'
import type { Tally } from './bucket-tallies.ts'
import type { Frame } from './metrics-period.ts'

/** Runs that were counted together. */
export interface RunTotals {
  /** Failed ones included. */
  readonly runs: number
  readonly failures: number
  readonly successes: number
  /** Of the successes, together: Sidekiq does not time failures. */
  readonly totalMs: number
  /** Null without successes. */
  readonly averageMs: number | null
}

/** One step of a series. */
export interface MetricsStep extends RunTotals {
  /** When the step began, `2026-11-23T16:08:00Z`. */
  readonly startsAt: string
}

/** One class in a period. */
export interface ClassMetrics extends RunTotals {
  readonly class: string
  /** Every step of the period, oldest first. */
  readonly series: readonly MetricsStep[]
}

/** What a class's fields count, in the order of their slots. */
export const KINDS = ['p', 'f', 'ms'] as const

/** Hashes whose counts are added between two pauses: some tenths of a millisecond. */
const ADDED_AT_ONCE = 20

/** By the number of the class; numbers in one row each, because eight hours of 50 classes are 72,000. */
export async function countsByClass(
  { sources, steps }: Frame,
  tallies: readonly Tally[],
  pause: Pause,
): Promise<(Float64Array | undefined)[]> {
  const classes: (Float64Array | undefined)[] = []
  for (const [index, { step }] of sources.entries()) {
    eachCount(tallies[index] ?? NO_TALLY, (number, slot, count) => {
      const counts = (classes[number] ??= emptyCounts(steps))
      const at = step * KINDS.length + slot
      counts[at] = (counts[at] ?? 0) + count
    })
    if (index % ADDED_AT_ONCE === 0) await pause()
  }
  return classes
}

/** For each step the counts in the order of their slots. */
export function emptyCounts(steps: readonly unknown[]): Float64Array {
  return new Float64Array(steps.length * KINDS.length)
}

/** One class by its counts. */
export function describeClass(
  name: string,
  counts: Float64Array,
  steps: readonly string[],
): ClassMetrics {
  const sum = { runs: 0, failures: 0, totalMs: 0 }
  const series = steps.map((startsAt, step): MetricsStep => {
    const at = step * KINDS.length
    const [runs, failures, totalMs] = [counts[at] ?? 0, counts[at + 1] ?? 0, counts[at + 2] ?? 0]
    sum.runs += runs
    sum.failures += failures
    sum.totalMs += totalMs
    return { startsAt, ...totalsOf({ runs, failures, totalMs }) }
  })
  return { class: name, ...totalsOf(sum), series }
}

function totalsOf(sum: Pick<RunTotals, 'runs' | 'failures' | 'totalMs'>): RunTotals {
  const { runs, failures, totalMs } = sum
  const successes = runs - failures
  const averageMs = successes > 0 ? totalMs / successes : null
  return { runs, failures, successes, totalMs, averageMs }
}
