/**
 * What Sidekiq's metrics do not keep of the runs of a class: run times beyond eight hours, the slowest
 * runs, and errors by class. It lies under keys of ours, bounded whatever jobs do: twenty runs an hour
 * and a day, fifty error classes an hour.
 */
import type { RedisCommand } from '../redis/contract.ts'
import type { Keys } from '../redis/keys.ts'
import { CellTally } from './cell-tally.ts'
import { dayBucket, hourBucket, TEN_MINUTES_TTL_SECONDS, tenMinutesBucket } from './buckets.ts'

/** Runs kept of a class, in an hour and in a day. */
export const SLOWEST_KEPT = 20

/** Error classes kept of a class in an hour: those that came most. */
const ERRORS_KEPT = 50

/** Longest name of an error class that is written. */
const LONGEST_NAME = 200

/** Hours are read for the last eight, days for the last three; an hour and a day to spare. */
const HOUR_TTL_SECONDS = 36_000
const DAY_TTL_SECONDS = 345_600
const ERRORS_TTL_SECONDS = TEN_MINUTES_TTL_SECONDS + 7_200

/** One run. */
export interface RunDetail {
  readonly jid: string
  readonly elapsedMs: number
  /** Null when it went well. */
  readonly errorClass: string | null
}

interface SlowRun extends RunDetail {
  readonly endedAtMs: number
}

/** The details of all classes since the last flush. */
export class RunDetails {
  readonly #times = new CellTally()
  #slowest = new Map<string, SlowRun[]>()
  #errors = new Map<string, Map<string, number>>()

  /** Once a run. */
  add(jobClass: string, run: SlowRun): void {
    if (run.errorClass === null) this.#times.add(jobClass, run.elapsedMs)
    else this.#addError(jobClass, run.errorClass.slice(0, LONGEST_NAME))
    const slowest = this.#slowest.get(jobClass)
    if (slowest === undefined) this.#slowest.set(jobClass, [run])
    else addSlow(slowest, run)
  }

  #addError(jobClass: string, errorClass: string): void {
    const errors = this.#errors.get(jobClass) ?? new Map<string, number>()
    this.#errors.set(jobClass, errors)
    if (errors.has(errorClass) || errors.size < ERRORS_KEPT) {
      errors.set(errorClass, (errors.get(errorClass) ?? 0) + 1)
    }
  }

  /** What has to be written; the tally begins anew. */
  take(keys: Keys, now: Date): RedisCommand[] {
    const [slowest, errors] = [this.#slowest, this.#errors]
    if (slowest.size === 0) return []
    this.#slowest = new Map()
    this.#errors = new Map()
    return [
      ...this.#times.take([[keys.runTimesOf(tenMinutesBucket(now)), TEN_MINUTES_TTL_SECONDS]]),
      ...[...slowest].flatMap(([jobClass, runs]) => [
        ...slowCommands(keys.slowestOf(jobClass, hourBucket(now)), HOUR_TTL_SECONDS, runs),
        ...slowCommands(keys.slowestOf(jobClass, dayBucket(now)), DAY_TTL_SECONDS, runs),
      ]),
      ...[...errors].flatMap(([jobClass, counts]) =>
        errorCommands(keys.errorsOf(jobClass, hourBucket(now)), counts),
      ),
    ]
  }
}

/** Keeps the slowest; most runs are quicker than all of them and change nothing. */
function addSlow(slowest: SlowRun[], run: SlowRun): void {
  if (slowest.length < SLOWEST_KEPT) return void slowest.push(run)
  let quickest = 0
  for (const [index, { elapsedMs }] of slowest.entries()) {
    if (elapsedMs < (slowest[quickest]?.elapsedMs ?? 0)) quickest = index
  }
  if (run.elapsedMs > (slowest[quickest]?.elapsedMs ?? 0)) slowest[quickest] = run
}

function slowCommands(key: string, seconds: number, runs: readonly SlowRun[]): RedisCommand[] {
  const scored = runs.flatMap((run) => [Math.round(run.elapsedMs), slowText(run)])
  return [
    ['ZADD', key, ...scored],
    ['ZREMRANGEBYRANK', key, 0, -SLOWEST_KEPT - 1],
    ['EXPIRE', key, seconds],
  ]
}

function errorCommands(key: string, counts: ReadonlyMap<string, number>): RedisCommand[] {
  return [
    ...[...counts].map(([name, count]): RedisCommand => ['ZINCRBY', key, count, name]),
    ['ZREMRANGEBYRANK', key, 0, -ERRORS_KEPT - 1],
    ['EXPIRE', key, ERRORS_TTL_SECONDS],
  ]
}

/** "<epoch ms of its end> <done|failed> <jid>" */
function slowText({ endedAtMs, errorClass, jid }: SlowRun): string {
  return `${endedAtMs} ${errorClass === null ? 'done' : 'failed'} ${jid}`
}
