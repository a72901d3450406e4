/**
 * Owns the slots of one capsule: fetches units of work ahead of the slots that will be free, hands
 * each to the processor, and waits where there is nothing to do.
 *
 * Modes: fetching (there is work) ⇄ waiting (there is none) → quiet (takes nothing new, gives back
 * what has not started) → stopped.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CapsuleSettings } from '../config/settings.ts'
import { RedisFullError, toError } from '../errors.ts'
import { Change } from '../support/change.ts'
import type { Logger } from '../support/logger.ts'
import { FetchHealth } from './fetch-health.ts'
import type { Fetched, Fetcher } from './fetcher.ts'
import { IdleWait } from './idle-wait.ts'
import type { LaneOptions } from './lane.ts'
import { Pace } from './pace.ts'
import type { PauseWatch } from './pause-watch.ts'
import type { Processor } from './processor.ts'
import { ReadyUnits } from './ready-units.ts'
import type { Reporter } from './reporter.ts'
import type { Settler } from './settler.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** A broken connection is usually back at once; a Redis that stays away is asked every second. */
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_000

/** While one is answered the next is on its way. */
const MAX_FETCHES = 2

/** A script of this size holds Redis up for a tenth of a millisecond. */
const MAX_UNITS_PER_FETCH = 100

/** Waiting is refused by a full Redis, so it is asked: often enough to drain it. */
const FULL_REDIS_PAUSE_MS = 200

/** What a manager needs. */
export interface ManagerOptions {
  readonly capsule: CapsuleSettings
  readonly fetcher: Fetcher
  readonly processor: Processor
  readonly settler: Settler
  readonly reporter: Reporter
  readonly logger: Logger
  readonly pauses: PauseWatch
  readonly idle: LaneOptions
}

/** Runs one capsule. */
export class Manager {
  readonly #options: ManagerOptions
  readonly #idle: IdleWait
  readonly #pace = new Pace()
  readonly #running = new Set<UnitOfWork>()
  readonly #ready = new ReadyUnits((surplus) => this.#giveSurplusBack(surplus))
  readonly #health: FetchHealth
  /** Fetches under way, and how many units they may bring. */
  #fetches = 0
  #expected = 0
  /** While there is work: how to tell that there is none, or that Redis fails. */
  #fetching: PromiseWithResolvers<readonly string[]> | null = null
  #isQuiet = false
  #isTurnDue = false
  #isStarting = false
  #finished: Promise<void> = Promise.resolve()
  /** A unit has ended, or a fetch. */
  readonly #change = new Change()

  constructor(options: ManagerOptions) {
    this.#options = options
    const { fetcher, idle } = options
    this.#health = new FetchHealth({ ...options, nowMs: idle.nowMs })
    this.#idle = new IdleWait({
      ...idle,
      pauses: options.pauses,
      deliver: (unit) => this.#take([unit]),
      hasFreeSlot: () => this.#freeSlots() > 0,
      onAnswer: () => this.#health.noteAnswer(),
      fetchFrom: async (queues) => {
        const incarnation = await idle.ownership.current()
        this.#take((await fetcher.fetchAs(incarnation, this.#freeSlots(), [], queues)).units)
      },
    })
  }

  /** Units that run now. */
  get running(): ReadonlySet<UnitOfWork> {
    return this.#running
  }

  /** Every slot is taken: nobody expects fetches. */
  get isFull(): boolean {
    return this.#freeSlots() <= 0
  }

  /** When Redis last answered a fetch or a wait, in epoch milliseconds; null before. */
  get lastFetchAtMs(): number | null {
    return this.#health.lastAnswerAtMs
  }

  start(): void {
    this.#finished = this.#run()
  }

  /** Somebody paused or resumed a queue: whoever waits looks again what may be fetched. */
  pausesMayHaveChanged(): void {
    this.#idle.end()
  }

  /**
   * Takes nothing new and gives back what has not started; resolves when the last fetch has ended.
   * Running jobs go on.
   */
  async quiet(): Promise<void> {
    this.#isQuiet = true
    this.#idle.close()
    this.#fetching?.resolve([])
    await this.#finished
    while (this.#fetches > 0) await this.#change.next()
    await this.#giveBack(this.#ready.takeAll())
    this.#idle.disconnect()
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await this.#change.next()
  }

  async #run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    while (!this.#isQuiet) {
      try {
        const paused = await this.#fetchWhileThereIsWork()
        if (!this.#isQuiet) await this.#idle.wait(this.#options.capsule.plan.names, paused)
        pauseMs = FIRST_PAUSE_MS
      } catch (error) {
        if (error instanceof RedisFullError) await sleep(FULL_REDIS_PAUSE_MS)
        else {
          this.#health.noteFailure(toError(error))
          await sleep(pauseMs)
          pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
        }
      }
    }
  }

  /** Ends when a fetch found nothing and slots are free; gives the queues it found paused. */
  async #fetchWhileThereIsWork(): Promise<readonly string[]> {
    const fetching = Promise.withResolvers<readonly string[]>()
    this.#fetching = fetching
    this.#turnSoon()
    try {
      return await fetching.promise
    } finally {
      this.#fetching = null
    }
  }

  /** Jobs that end in the same turn of the event loop free their slots for one fetch together. */
  #turnSoon(): void {
    if (this.#isTurnDue || this.#fetching === null) return
    this.#isTurnDue = true
    setImmediate(() => {
      this.#isTurnDue = false
      this.#fetchMore()
    })
  }

  #fetchMore(): void {
    if (this.#fetching === null || this.#isQuiet || this.#fetches >= MAX_FETCHES) return
    const missing = this.#freeSlots() + this.#pace.ahead() - this.#ready.size - this.#expected
    // A second fetch only for as much as the first: many small ones cost more than they bring.
    if (missing <= 0 || (this.#fetches > 0 && missing < this.#expected)) return
    void this.#fetch(Math.min(missing, MAX_UNITS_PER_FETCH))
  }

  async #fetch(limit: number): Promise<void> {
    const { settler, fetcher, idle } = this.#options
    this.#fetches += 1
    this.#expected += limit
    try {
      const incarnation = await idle.ownership.current()
      const askedAt = performance.now()
      const fetched = await settler.carry((done) => fetcher.fetchAs(incarnation, limit, done))
      this.#pace.noteRoundTrip(performance.now() - askedAt)
      this.#health.noteAnswer()
      this.#endFetch(limit)
      this.#receive(fetched)
    } catch (error) {
      this.#endFetch(limit)
      this.#fetching?.reject(error)
    }
  }

  #endFetch(limit: number): void {
    this.#fetches -= 1
    this.#expected -= limit
    this.#change.tell()
  }

  #receive({ units, paused }: Fetched): void {
    // They were fetched before the pause; nobody has begun them.
    if (paused.length > 0) void this.#giveBack(this.#ready.takeOf(paused))
    this.#ready.add(units)
    this.#startReady()
    if (units.length > 0) return this.#fetchMore()
    if (this.#fetches === 0 && this.#freeSlots() > 0) this.#fetching?.resolve(paused)
  }

  /** Takes over units that were not expected; those without a slot go back for others to take. */
  #take(units: readonly UnitOfWork[]): void {
    this.#ready.add(units)
    this.#startReady()
    void this.#giveBack(this.#ready.takeAll())
  }

  #freeSlots(): number {
    return this.#options.capsule.concurrency - this.#running.size
  }

  /** Looks once for all whether life is fresh: it costs as much as starting a job. */
  #startReady(): void {
    // A job that ends while it is started frees its slot for the next one of this loop.
    if (this.#isStarting || this.#ready.size === 0 || this.#isQuiet) return
    if (!this.#options.idle.ownership.isFresh()) return void this.#startIfStillOurs()
    this.#isStarting = true
    const { capsule, idle } = this.#options
    const nowMs = idle.nowMs()
    while (this.#running.size < capsule.concurrency) {
      const unit = this.#ready.next()
      if (unit === undefined) break
      unit.startedAtMs = nowMs
      if (!unit.isForfeited) this.#start(unit)
    }
    this.#isStarting = false
    if (this.#ready.size > 0) this.#ready.checkSoon()
  }

  #start(unit: UnitOfWork): void {
    this.#running.add(unit)
    // The processor settles every outcome itself and never throws.
    const ending = this.#options.processor.begin(unit)
    if (ending === undefined) this.#release(unit)
    else void ending.then(() => this.#release(unit))
  }

  /** We slept for long: the units may have been given to others before we ever saw them. */
  async #startIfStillOurs(): Promise<void> {
    const { ownership } = this.#options.idle
    // Out of the way of what is fetched meanwhile.
    const units = this.#ready.takeAll()
    try {
      await ownership.verify()
    } catch (error) {
      this.#health.noteFailure(toError(error))
      for (const unit of units) this.#leaveToSweep(unit)
      return
    }
    this.#take(units.filter(({ isForfeited }) => !isForfeited))
  }

  #release(unit: UnitOfWork): void {
    this.#running.delete(unit)
    this.#pace.noteEnd()
    if (this.#ready.size > 0) this.#startReady()
    this.#turnSoon()
    this.#change.tell()
  }

  /** Jobs have become slow. */
  #giveSurplusBack(units: readonly UnitOfWork[]): void {
    this.#pace.reset()
    void this.#giveBack(units)
  }

  async #giveBack(units: readonly UnitOfWork[]): Promise<void> {
    const ours = units.filter(({ isForfeited }) => !isForfeited)
    if (ours.length === 0) return
    try {
      await this.#options.settler.giveBack(ours)
    } catch (error) {
      for (const unit of ours) this.#leaveToSweep(unit)
      const doing = 'Jobs could not be given back yet.'
      this.#options.reporter.report(toError(error), { doing })
    }
  }

  /** It lies in flight under a name we now give up: the sweep gives it back. */
  #leaveToSweep(unit: UnitOfWork): void {
    this.#options.idle.ownership.retire(unit.incarnation)
    unit.incarnation.units.delete(unit)
  }
}
