/**
 * Obeys `cancel`: fires the signals of running jobs, keeps fetched jobs from starting, and writes
 * down that a cancelled job has ended.
 *
 * The truth is Sidekiq's mark, the field `cancelled` of `it-<jid>`. The control line only brings the
 * news quickly; each beat and each gap of the line looks the marks of the running jobs up, so Ruby's
 * `cancel!`, which tells nobody, is obeyed too.
 */
import { recordCancelled } from '../client/scripts.ts'
import { parseOutcome } from '../job/outcome.ts'
import type { Jid } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { Clock } from '../support/epoch.ts'
import type { Gate } from './gate.ts'
import type { JobRun } from './job-run.ts'
import type { Settler } from './settler.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** A job is fetched and started within moments; a process that slept wakes up to look marks up. */
const REMEMBERED_MS = 60_000

/** News may come for jobs that never come here: so many are remembered at most. */
const MAX_REMEMBERED = 10_000

/** Most jobs are over before anybody could cancel them: looking them up would be for nothing. */
const YOUNG_MS = 1_000

/** What obeying needs. */
export interface CancellationsOptions {
  readonly redis: RedisClient
  readonly settler: Pick<Settler, 'endCancelled' | 'insist'>
  readonly clock: Clock
  readonly running: () => readonly UnitOfWork[]
  readonly onError: (error: unknown) => void
}

/** Cancels the jobs of one process. */
export class Cancellations implements Gate {
  readonly #options: CancellationsOptions
  /** Oldest first. */
  readonly #remembered = new Map<Jid, number>()
  readonly #writing = new Set<Promise<void>>()

  constructor(options: CancellationsOptions) {
    this.#options = options
  }

  /** Somebody cancelled this job, here or anywhere. */
  cancel(jid: Jid): void {
    this.#remember(jid)
    for (const { run } of this.#options.running()) if (run?.jid === jid) run.abort('cancelled')
  }

  /**
   * Looks up whether jobs that have been running for so long (default: a second) were cancelled
   * without our hearing of it: one round trip.
   */
  async lookUp(leastAgeMs = YOUNG_MS): Promise<void> {
    const { redis, running, clock } = this.#options
    const before = clock.nowMs() - leastAgeMs
    const runs = running().flatMap(({ run, startedAtMs }) =>
      run !== null && run.abortKind === undefined && startedAtMs <= before ? [run] : [],
    )
    const marks = await redis.pipeline(
      runs.map(({ jid }) => ['HGET', redis.keys.iteration(jid), 'cancelled'] as const),
    )
    runs.forEach((run, index) => {
      if (isMark(marks[index])) run.abort('cancelled')
    })
  }

  concerns(run: JobRun): boolean {
    return (
      run.abortKind === 'cancelled' || (this.#remembered.size > 0 && this.#remembered.has(run.jid))
    )
  }

  /** News may be old: the jid may have been pushed again since. Only the mark counts. */
  async admit(unit: UnitOfWork, run: JobRun): Promise<boolean> {
    const { redis } = this.#options
    if (!isMark(await redis.call('HGET', redis.keys.iteration(run.jid), 'cancelled'))) return true
    this.end(unit, run)
    return false
  }

  /**
   * A cancelled job has ended: its unit is forgotten, its outcome kept for a day, the mark and a
   * cursor go. Where others have the job by now, all of that is theirs.
   */
  end(unit: UnitOfWork, run: Pick<JobRun, 'jid'>): void {
    const writing = this.#end(unit, run.jid)
      .catch(this.#options.onError)
      .finally(() => this.#writing.delete(writing))
    this.#writing.add(writing)
  }

  /** Resolves when every outcome is written. */
  async flush(): Promise<void> {
    await Promise.all(this.#writing)
  }

  async #end(unit: UnitOfWork, jid: Jid): Promise<void> {
    const { settler, clock } = this.#options
    // Who asked for it is written there.
    const asked = await settler.insist((redis) => redis.call('GET', redis.keys.outcome(jid)))
    const by = parseOutcome(asked)?.by ?? null
    const outcome = { outcome: 'cancelled', at: clock.nowMs(), by } as const
    await settler.endCancelled(unit, (redis, place) =>
      redis.run(recordCancelled, { jid, outcome, place }),
    )
  }

  #remember(jid: Jid): void {
    const now = performance.now()
    this.#remembered.delete(jid)
    this.#remembered.set(jid, now)
    for (const [oldest, at] of this.#remembered) {
      if (this.#remembered.size <= MAX_REMEMBERED && now - at <= REMEMBERED_MS) return
      this.#remembered.delete(oldest)
    }
  }
}

function isMark(reply: unknown): boolean {
  return reply !== null && reply !== undefined
}
