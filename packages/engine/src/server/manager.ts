/**
 * Owns the slots of one capsule: fetches as many units of work as slots are free, hands each to the
 * processor, and waits where there is nothing to do.
 *
 * Modes: fetching (there is work) ⇄ waiting (there is none) → quiet (takes nothing new) → stopped.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { CapsuleSettings } from '../config/settings.ts'
import { toError } from '../errors.ts'
import type { Logger } from '../support/logger.ts'
import type { Fetcher } from './fetcher.ts'
import { IdleWait } from './idle-wait.ts'
import type { IdleWaitOptions } from './idle-wait.ts'
import type { Processor } from './processor.ts'
import type { Reporter } from './reporter.ts'
import type { Settler } from './settler.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** A broken connection is usually back at once; a Redis that stays away is asked every second. */
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_000

/** What a manager needs. */
export interface ManagerOptions {
  readonly capsule: CapsuleSettings
  readonly fetcher: Fetcher
  readonly processor: Processor
  readonly settler: Settler
  readonly reporter: Reporter
  readonly logger: Logger
  readonly idle: Pick<IdleWaitOptions, 'redis' | 'ownership' | 'nowMs'>
}

/** Runs one capsule. */
export class Manager {
  readonly #options: ManagerOptions
  readonly #idle: IdleWait
  readonly #running = new Set<UnitOfWork>()
  #isQuiet = false
  #finished: Promise<void> = Promise.resolve()
  #wake: (() => void) | undefined
  #downSince: number | null = null

  constructor(options: ManagerOptions) {
    this.#options = options
    this.#idle = new IdleWait({
      ...options.idle,
      deliver: (unit) => this.#take(unit),
      hasFreeSlot: () => this.#freeSlots() > 0,
    })
  }

  /** Units that run now. */
  get running(): ReadonlySet<UnitOfWork> {
    return this.#running
  }

  start(): void {
    this.#finished = this.#run()
  }

  /** Takes nothing new; resolves when the last fetch has ended. Running jobs go on. */
  async quiet(): Promise<void> {
    this.#isQuiet = true
    this.#idle.close()
    this.#wake?.()
    await this.#finished
    this.#idle.disconnect()
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await this.#slotFreed()
  }

  async #run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    while (!this.#isQuiet) {
      try {
        await this.#turn()
        this.#noteSuccess()
        pauseMs = FIRST_PAUSE_MS
      } catch (error) {
        this.#noteFailure(toError(error))
        await sleep(pauseMs)
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      }
    }
  }

  async #turn(): Promise<void> {
    const { fetcher, capsule } = this.#options
    if (this.#freeSlots() === 0) await this.#slotFreed()
    // Jobs that end in the same turn of the event loop free their slots for one fetch together.
    await nextTurn()
    if (this.#isQuiet) return
    const units = await fetcher.fetch(this.#freeSlots())
    this.#takeAll(units)
    if (units.length === 0) await this.#idle.wait(capsule.plan.names)
  }

  #freeSlots(): number {
    return this.#options.capsule.concurrency - this.#running.size
  }

  /** Looks once for all whether life is fresh: it costs as much as starting a job. */
  #takeAll(units: readonly UnitOfWork[]): void {
    const canStart = !this.#isQuiet && this.#options.idle.ownership.isFresh()
    for (const unit of units) {
      if (canStart && this.#freeSlots() > 0) this.#start(unit)
      else this.#take(unit)
    }
  }

  /** Runs the unit in a free slot; without one, or when quiet, it goes back for others to take. */
  #take(unit: UnitOfWork): void {
    if (this.#isQuiet || this.#freeSlots() === 0) return this.#giveBack(unit)
    if (this.#options.idle.ownership.isFresh()) return this.#start(unit)
    void this.#startIfStillOurs(unit)
  }

  #start(unit: UnitOfWork): void {
    this.#running.add(unit)
    // The processor settles every outcome itself and never throws.
    void this.#options.processor.process(unit).then(() => this.#release(unit))
  }

  /** We slept for long: the unit may have been given to others before we ever saw it. */
  async #startIfStillOurs(unit: UnitOfWork): Promise<void> {
    try {
      await this.#options.idle.ownership.verify()
    } catch (error) {
      this.#noteFailure(toError(error))
      this.#options.idle.ownership.retire(unit.incarnation)
      unit.incarnation.units.delete(unit)
      return
    }
    if (unit.incarnation.isLost) return
    this.#take(unit)
  }

  #release(unit: UnitOfWork): void {
    this.#running.delete(unit)
    this.#wake?.()
  }

  #giveBack(unit: UnitOfWork): void {
    this.#options.settler.giveBack([unit]).catch((error: unknown) => {
      // It lies in flight under a name we now give up: the sweep gives it back.
      this.#options.idle.ownership.retire(unit.incarnation)
      unit.incarnation.units.delete(unit)
      this.#options.reporter.report(toError(error), { doing: 'A job could not be given back yet.' })
    })
  }

  async #slotFreed(): Promise<void> {
    await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#wake = undefined
  }

  /** One line when Redis goes, one when it is back, however long that takes. */
  #noteFailure(error: Error): void {
    if (this.#downSince !== null) return
    this.#downSince = performance.now()
    this.#options.reporter.report(error, { doing: 'Jobs cannot be fetched; trying again.' })
  }

  #noteSuccess(): void {
    if (this.#downSince === null) return
    const seconds = Math.round((performance.now() - this.#downSince) / 100) / 10
    this.#downSince = null
    this.#options.logger.info({ seconds }, 'Jobs can be fetched again.')
  }
}
