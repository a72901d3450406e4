/**
 * The clock: moves due jobs from the retry and the scheduled set to their queues.
 *
 * Jobs move as raw text; only `enqueued_at` is spliced in, so what Ruby wrote stays as it is. The
 * next look is timed by the first job's score; jobs that others schedule in the meantime are found
 * by Sidekiq's random poll, the upper bound of the pause.
 */
import type { RedisClient } from '../redis/contract.ts'
import { asTexts } from '../redis/script.ts'
import { enqueueDueScript, moveDueScript } from '../redis/due-scripts.ts'
import type { DueJob } from '../redis/due-scripts.ts'
import { epochSeconds, secondsOf } from '../support/epoch.ts'
import type { Clock, EpochMs, EpochSeconds } from '../support/epoch.ts'
import { exactTexts } from '../support/exact-text.ts'
import type { ExactText } from '../support/exact-text.ts'
import { parseJson } from '../support/json.ts'
import { readField, spliceFields } from '../support/json-text.ts'
import { Loop } from '../support/loop.ts'

/** Big enough that a million due jobs take seconds, small enough that Redis is never held up. */
const JOBS_PER_STEP = 1_000

/**
 * Sidekiq has 5. Our clients tell the pollers, so that only what others schedule for the next seconds
 * waits for a look.
 */
const POLL_SECONDS_PER_PROCESS = 6

/** From so many processes on, Sidekiq spreads the polls over twice the average. */
const MANY_PROCESSES = 10

/** A timer may fire a moment early; asking again at once would be a busy loop. */
const SHORTEST_PAUSE_MS = 5

/** What the poller needs. */
export interface PollerOptions {
  readonly redis: RedisClient
  readonly clock: Clock
  readonly random: () => number
  /** Null = by the number of processes. */
  readonly averageSeconds: number | null
  readonly onError: (error: Error) => void
}

/** Moves due jobs. */
export class ScheduledPoller {
  readonly #options: PollerOptions
  readonly #loop: Loop
  #processCount = 1

  constructor(options: PollerOptions) {
    this.#options = options
    this.#loop = new Loop({ turn: () => this.#turn(), onError: options.onError })
  }

  start(): void {
    this.#loop.start()
  }

  async stop(): Promise<void> {
    await this.#loop.stop()
  }

  /** A job will be due at this time: be awake then. */
  expect(at: EpochSeconds): void {
    this.#loop.wakeWithin(Math.max(SHORTEST_PAUSE_MS, at * 1000 - this.#options.clock.nowMs()))
  }

  /** The same, for a time that came over the control line; what is no time is passed over. */
  expectText(at: string): void {
    const seconds = Number(at)
    if (Number.isFinite(seconds)) this.expect(epochSeconds(seconds))
  }

  /** The heartbeat counts the processes; more of them poll less often each. */
  noteProcessCount(count: number): void {
    this.#processCount = Math.max(1, count)
  }

  /** Moves all that is due now. Gives the number of jobs. */
  async enqueueDue(): Promise<number> {
    const { keys } = this.#options.redis
    return (await this.#enqueueFrom(keys.retry)) + (await this.#enqueueScheduled(keys.schedule))
  }

  async #turn(): Promise<number> {
    // The first jobs alone tell most of the time that nothing is due: two short questions.
    let untilHeadMs = await this.#untilHeadMs()
    if (untilHeadMs > 0) return this.#pauseMs(untilHeadMs)
    const count = await this.enqueueDue()
    untilHeadMs = await this.#untilHeadMs()
    // A due job that could not be moved will not move in five milliseconds either.
    if (count === 0 && untilHeadMs <= 0) return this.#randomPauseMs()
    return this.#pauseMs(untilHeadMs)
  }

  #pauseMs(untilHeadMs: number): number {
    return Math.max(SHORTEST_PAUSE_MS, Math.min(this.#randomPauseMs(), untilHeadMs))
  }

  /** Jobs as clients write them move inside Redis; where one is different, carefully from here. */
  async #enqueueScheduled(set: string): Promise<number> {
    const { redis, clock } = this.#options
    let count = 0
    for (;;) {
      const nowMs = clock.nowMs()
      const due = { set, now: secondsOf(nowMs), nowMs, limit: JOBS_PER_STEP }
      const { moved, isStuck } = await redis.run(moveDueScript, due)
      count += moved
      if (isStuck) {
        const step = await this.#enqueueStep(set)
        count += step.moved
        if (step.moved === 0) return count
      } else if (moved < JOBS_PER_STEP) return count
    }
  }

  /** Retries carry a failure, whose text may say anything: always carefully. */
  async #enqueueFrom(set: string): Promise<number> {
    for (let count = 0; ;) {
      const { found, moved } = await this.#enqueueStep(set)
      count += moved
      if (found < JOBS_PER_STEP) return count
    }
  }

  async #enqueueStep(set: string): Promise<{ found: number; moved: number }> {
    const { redis, clock } = this.#options
    const nowMs = clock.nowMs()
    const now = secondsOf(nowMs)
    const due = exactTexts(
      await redis.callBuffer('ZRANGE', set, '-inf', now, 'BYSCORE', 'LIMIT', 0, JOBS_PER_STEP),
    )
    if (due.length === 0) return { found: 0, moved: 0 }
    const jobs = due.map((found) => readyToRun(found, nowMs))
    return { found: due.length, moved: await redis.run(enqueueDueScript, { set, now, jobs }) }
  }

  async #untilHeadMs(): Promise<number> {
    const { redis, clock } = this.#options
    const heads = await redis.pipeline(
      [redis.keys.retry, redis.keys.schedule].map(
        (set) => ['ZRANGE', set, 0, 0, 'WITHSCORES'] as const,
      ),
    )
    const scores = heads.map((head) => Number(asTexts(head)[1] ?? Infinity))
    return Math.ceil(Math.min(...scores) * 1000 - clock.nowMs())
  }

  #randomPauseMs(): number {
    const { averageSeconds, random } = this.#options
    const average = averageSeconds ?? this.#processCount * POLL_SECONDS_PER_PROCESS
    const isCrowded = this.#processCount >= MANY_PROCESSES
    return 1000 * (isCrowded ? average * random() * 2 : average * random() + average / 2)
  }
}

/** The payload with its queue and `enqueued_at`; what is no job has no queue. */
function readyToRun({ text, exact: member }: ExactText, nowMs: EpochMs): DueJob {
  try {
    const queue = readField(text, 'queue')
    const name = queue === undefined ? 'default' : parseJson(queue)
    if (typeof name !== 'string' || name === '') return { member, payload: member, queue: null }
    return { member, payload: spliceFields(text, { enqueued_at: String(nowMs) }), queue: name }
  } catch {
    return { member, payload: member, queue: null } // Not JSON: the dead set shows it to people.
  }
}
