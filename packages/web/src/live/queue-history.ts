/**
 * What a server remembers of the queues' sizes: enough for a line of the last hour, and for rates.
 *
 * Redis keeps no such history, so it begins when somebody first looks, and each server has its own.
 */

/** A queue as it was at one moment. */
export interface QueueSample {
  readonly name: string
  readonly size: number
  /** How long the next job had been waiting. */
  readonly latencySeconds: number
  /** Of the waiting jobs, those that came within the last five minutes; null when not counted. */
  readonly recentArrivals: number | null
}

/** How fast a queue moves, in jobs a minute; null where it cannot be told. */
export interface QueueRates {
  readonly arrivals: number | null
  readonly taken: number | null
}

/** Size at a moment, for a line. */
export interface SizePoint {
  readonly atMs: number
  readonly size: number
}

interface Moment extends SizePoint {
  readonly arrivalsPerMinute: number | null
}

/** Over so long (seconds) rates are measured. */
export const RATE_WINDOW_SECONDS = 300

/** A change of size over less (milliseconds) says nothing. */
const SHORTEST_BASE_MS = 20_000

const HOUR_MS = 3_600_000

/** Points of a line: one a minute. */
const STEP_MS = 60_000

/** A younger wait (seconds) gives a wild rate: three jobs in 0.1 s are no 1,800 a minute. */
const SHORTEST_WAIT_SECONDS = 15

/** The sizes of all queues over the last hour. */
export class QueueHistory {
  readonly #moments = new Map<string, Moment[]>()

  /** Adds one look at all queues. */
  add(atMs: number, samples: readonly QueueSample[]): void {
    for (const sample of samples) {
      const moments = this.#moments.get(sample.name) ?? []
      moments.push({ atMs, size: sample.size, arrivalsPerMinute: arrivalsOf(sample) })
      this.#moments.set(sample.name, thinned(moments, atMs))
    }
    const names = new Set(samples.map(({ name }) => name))
    for (const [name, moments] of this.#moments) {
      if (!names.has(name) && (moments.at(-1)?.atMs ?? 0) < atMs - HOUR_MS) {
        this.#moments.delete(name)
      }
    }
  }

  /**
   * First come, first served: everything that came since the oldest waiting job still waits. So
   * arrivals are counted among the waiting, and what was taken is arrivals less growth.
   */
  rates(name: string): QueueRates {
    const moments = this.#moments.get(name) ?? []
    const last = moments.at(-1)
    if (last === undefined) return { arrivals: null, taken: null }
    const arrivals = last.arrivalsPerMinute
    const base = moments.find(({ atMs }) => atMs >= last.atMs - RATE_WINDOW_SECONDS * 1_000)
    const spanMs = base === undefined ? 0 : last.atMs - base.atMs
    if (arrivals === null || base === undefined || spanMs < SHORTEST_BASE_MS) {
      return { arrivals, taken: null }
    }
    const growth = ((last.size - base.size) / spanMs) * STEP_MS
    return { arrivals, taken: Math.max(0, arrivals - growth) }
  }

  /** The line of the last hour, oldest first; at most one point a minute and the last. */
  line(name: string): readonly SizePoint[] {
    const moments = this.#moments.get(name) ?? []
    const last = moments.at(-1)
    return moments.filter((moment, index) => {
      const previous = moments[index - 1]
      const isNewStep = previous === undefined || stepOf(moment) !== stepOf(previous)
      return isNewStep || moment === last
    })
  }
}

function arrivalsOf({ size, latencySeconds, recentArrivals }: QueueSample): number | null {
  if (recentArrivals !== null) return (recentArrivals / RATE_WINDOW_SECONDS) * 60
  return size === 0 || latencySeconds < SHORTEST_WAIT_SECONDS ? null : (size / latencySeconds) * 60
}

function stepOf({ atMs }: SizePoint): number {
  return Math.floor(atMs / STEP_MS)
}

/** All looks of the last five minutes; before that one a minute; nothing older than an hour. */
function thinned(moments: readonly Moment[], nowMs: number): Moment[] {
  const recentMs = nowMs - RATE_WINDOW_SECONDS * 1_000
  return moments.filter((moment, index) => {
    if (moment.atMs < nowMs - HOUR_MS) return false
    const previous = moments[index - 1]
    return moment.atMs >= recentMs || previous === undefined || stepOf(moment) !== stepOf(previous)
  })
}
