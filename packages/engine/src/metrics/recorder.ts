/**
 * Counts the runs of each job class in memory and adds them to Sidekiq's metrics with each beat.
 *
 * A run costs one look into a map and a few additions; Redis hears of it every ten seconds. An idle
 * process writes nothing.
 */
import { RedisReplyError } from '../errors.ts'
import type { RedisClient, RedisCommand } from '../redis/contract.ts'
import type { Clock } from '../support/epoch.ts'
import {
  histogramBucket,
  MINUTE_TTL_SECONDS,
  minuteBucket,
  TEN_MINUTES_TTL_SECONDS,
  tenMinutesBucket,
} from './buckets.ts'
import { CELL_COUNT, cellOf } from './histogram.ts'
import { CellTally } from './cell-tally.ts'
import { RunDetails } from './run-details.ts'

/** Where runs are counted. */
export interface RunRecorder {
  /** Once a run, synchronously. `elapsedMs` may have a fraction. */
  record(jobClass: string, elapsedMs: number, isFailed: boolean, more?: RunFacts): void
}

/** What else is known of a run. */
export interface RunFacts {
  /** The time in the queue; null where the payload does not say when it came there. */
  readonly waitedMs?: number | null
  readonly jid?: string
  /** Of a run that failed. */
  readonly errorClass?: string
}

/** What one class did since the last flush. */
interface Tally {
  /** All runs, failed ones included. */
  runs: number
  failures: number
  /** Of the runs that did not fail; with the fraction that no flush has written yet. */
  elapsedMs: number
  /** Runs that did not fail, by run time. */
  readonly cells: number[]
}

/** Counts runs and writes the sums. */
export class MetricsRecorder implements RunRecorder {
  readonly #redis: RedisClient
  readonly #clock: Clock
  #tallies = new Map<string, Tally>()
  readonly #waits = new CellTally()
  readonly #details = new RunDetails()
  #hasRuns = false

  constructor(redis: RedisClient, clock: Clock) {
    this.#redis = redis
    this.#clock = clock
  }

  record(jobClass: string, elapsedMs: number, isFailed: boolean, more: RunFacts = {}): void {
    const { waitedMs = null, jid = '', errorClass = 'Error' } = more
    if (waitedMs !== null) this.#waits.add(jobClass, waitedMs)
    this.#details.add(jobClass, {
      jid,
      elapsedMs,
      errorClass: isFailed ? errorClass : null,
      endedAtMs: this.#clock.nowMs(),
    })
    let tally = this.#tallies.get(jobClass)
    if (tally === undefined) this.#tallies.set(jobClass, (tally = emptyTally()))
    this.#hasRuns = true
    tally.runs += 1
    if (isFailed) {
      tally.failures += 1
      return
    }
    tally.elapsedMs += elapsedMs
    const cell = cellOf(elapsedMs)
    tally.cells[cell] = (tally.cells[cell] ?? 0) + 1
  }

  /**
   * Adds what was counted to the buckets of this minute, in one transaction; counts it again next
   * time if Redis is away or has no memory left.
   */
  async flush(): Promise<void> {
    if (!this.#hasRuns) return
    const flushed = this.#tallies
    this.#tallies = withFractions(flushed)
    this.#hasRuns = false
    try {
      await this.#redis.multi(this.#commands(flushed))
    } catch (error) {
      if (isUnwritten(error)) this.#takeBack(flushed)
      throw error
    }
    // Not above: what Sidekiq's numbers hold by now must not be counted again.
    await this.#flushOurs()
  }

  /** Beside Sidekiq's numbers, and worth less: what Redis refuses is forgotten. */
  async #flushOurs(): Promise<void> {
    const { keys } = this.#redis
    const now = new Date(this.#clock.nowMs())
    const waits = this.#waits.take([
      [keys.waitsOf(minuteBucket(now)), MINUTE_TTL_SECONDS],
      [keys.waitsOf(tenMinutesBucket(now)), TEN_MINUTES_TTL_SECONDS],
    ])
    const commands = [...waits, ...this.#details.take(keys, now)]
    if (commands.length > 0) await this.#redis.pipeline(commands)
  }

  #commands(tallies: ReadonlyMap<string, Tally>): RedisCommand[] {
    const { keys } = this.#redis
    const now = new Date(this.#clock.nowMs())
    const minute = keys.metricsOf(minuteBucket(now))
    const tenMinutes = keys.metricsOf(tenMinutesBucket(now))
    const commands: RedisCommand[] = []
    for (const [jobClass, tally] of tallies) {
      for (const [field, count] of fieldsOf(jobClass, tally)) {
        commands.push(['HINCRBY', minute, field, count], ['HINCRBY', tenMinutes, field, count])
      }
      const histogram = keys.histogramOf(jobClass, histogramBucket(now))
      commands.push(...histogramCommands(histogram, tally))
    }
    commands.push(['EXPIRE', minute, MINUTE_TTL_SECONDS])
    commands.push(['EXPIRE', tenMinutes, TEN_MINUTES_TTL_SECONDS])
    return commands
  }

  #takeBack(flushed: ReadonlyMap<string, Tally>): void {
    this.#hasRuns = true
    for (const [jobClass, old] of flushed) {
      const tally = this.#tallies.get(jobClass) ?? emptyTally()
      this.#tallies.set(jobClass, tally)
      tally.runs += old.runs
      tally.failures += old.failures
      // The fraction stayed behind; the whole milliseconds come back to it.
      tally.elapsedMs += Math.floor(old.elapsedMs)
      for (const [cell, count] of old.cells.entries()) {
        tally.cells[cell] = (tally.cells[cell] ?? 0) + count
      }
    }
  }
}

/**
 * What stays after a flush: Redis takes whole milliseconds, and jobs that take less would never
 * seem to take any time. The rest is carried to the next flush. Classes that did not run go.
 */
function withFractions(tallies: ReadonlyMap<string, Tally>): Map<string, Tally> {
  const kept = new Map<string, Tally>()
  for (const [jobClass, { runs, elapsedMs }] of tallies) {
    if (runs > 0) kept.set(jobClass, { ...emptyTally(), elapsedMs: elapsedMs % 1 })
  }
  return kept
}

function emptyTally(): Tally {
  return { runs: 0, failures: 0, elapsedMs: 0, cells: Array.from({ length: CELL_COUNT }, () => 0) }
}

/** Sidekiq has no field where nothing was counted. */
function fieldsOf(jobClass: string, tally: Tally): (readonly [field: string, count: number])[] {
  const { runs, failures } = tally
  if (runs === 0) return []
  const isTimed = runs > failures
  return [
    ...(isTimed ? [[`${jobClass}|ms`, Math.floor(tally.elapsedMs)] as const] : []),
    [`${jobClass}|p`, runs],
    ...(failures > 0 ? [[`${jobClass}|f`, failures] as const] : []),
  ]
}

function histogramCommands(key: string, { cells }: Tally): RedisCommand[] {
  const increments = cells.flatMap((count, cell) => {
    return count === 0 ? [] : ['INCRBY', 'u16', `#${cell}`, count]
  })
  if (increments.length === 0) return []
  // A cell that is full stays full: 65,535 runs of one kind in one minute.
  return [
    ['BITFIELD', key, 'OVERFLOW', 'SAT', ...increments],
    ['EXPIRE', key, MINUTE_TTL_SECONDS],
  ]
}

/**
 * A transaction that was refused as a whole can be repeated. After another refusal (somebody put a
 * text where our hash should be) a part of it is written, and repeating would count that twice.
 */
function isUnwritten(error: unknown): boolean {
  return !(error instanceof RedisReplyError) || /EXECABORT|OOM/u.test(error.message)
}
