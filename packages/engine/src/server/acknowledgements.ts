/**
 * Acknowledgements, gathered until the event loop has a pause or a fetch takes them along, and sent
 * together: most jobs end well, and one round trip for many is most of what they cost.
 */
import { acknowledgeScript } from '../redis/scripts.ts'
import type { FinishedUnits } from '../redis/scripts.ts'
import type { PersistentWrites } from './persistent-writes.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What they need. */
export interface AcknowledgementsOptions {
  readonly writes: PersistentWrites
  /** A unit was not there any more: find out whether we were reaped. */
  readonly onSuspicion: () => void
}

/** Those of one process. */
export class Acknowledgements {
  readonly #options: AcknowledgementsOptions
  #gathered: UnitOfWork[] = []
  #isArmed = false
  /** Fetches under way. */
  #carriers = 0

  constructor(options: AcknowledgementsOptions) {
    this.#options = options
  }

  /** Written soon, together with others. */
  add(unit: UnitOfWork): void {
    this.#gathered.push(unit)
    if (this.#carriers === 0) this.#writeSoon()
  }

  /**
   * Sends a fetch, and what is gathered with it: one round trip for both. Nothing else writes
   * acknowledgements meanwhile, because another fetch follows most of the time.
   */
  async carry<Fetched extends { readonly removed: number }>(
    send: (finished: readonly FinishedUnits[]) => Promise<Fetched>,
  ): Promise<Fetched> {
    const { writes } = this.#options
    const units = this.#takeGathered()
    this.#carriers += 1
    try {
      const sending = send(finishedUnits(units))
      if (units.length > 0) writes.track(sending.catch(() => {}))
      const fetched = await sending
      this.#conclude(units, fetched.removed)
      return fetched
    } catch (error) {
      // Nobody knows whether they were forgotten: once more, which does no harm.
      if (units.length > 0) writes.track(this.#write(units, { value: true }))
      throw error
    } finally {
      this.#carriers -= 1
      if (this.#carriers === 0 && this.#gathered.length > 0) this.#writeSoon()
    }
  }

  /** Resolves when nothing is gathered and nothing is being written. */
  async flush(): Promise<void> {
    const { writes } = this.#options
    while (this.#gathered.length > 0 || !writes.isIdle) {
      writes.track(this.#write(this.#takeGathered()))
      await writes.settled()
    }
  }

  /** When the event loop has a pause, unless a fetch takes them along before. */
  #writeSoon(): void {
    if (this.#isArmed) return
    this.#isArmed = true
    setImmediate(() => {
      this.#isArmed = false
      if (this.#carriers === 0) this.#options.writes.track(this.#write(this.#takeGathered()))
    })
  }

  #takeGathered(): UnitOfWork[] {
    const units = this.#gathered
    if (units.length > 0) this.#gathered = []
    return units
  }

  async #write(units: readonly UnitOfWork[], wasUncertain = { value: false }): Promise<void> {
    if (units.length === 0) return
    const finished = finishedUnits(units)
    const removed = await this.#options.writes.persist(
      (redis) => redis.run(acknowledgeScript, { finished }),
      wasUncertain,
    )
    this.#conclude(units, wasUncertain.value ? units.length : removed)
  }

  #conclude(units: readonly UnitOfWork[], removed: number): void {
    for (const unit of units) unit.incarnation.units.delete(unit)
    if (removed < units.length) this.#options.onSuspicion()
  }
}

/** By the lists they lie in; most are of one list. */
function finishedUnits(units: readonly UnitOfWork[]): readonly FinishedUnits[] {
  const groups: { readonly list: string; readonly payloads: (string | Buffer)[] }[] = []
  for (const { incarnation, queue, exact } of units) {
    const list = incarnation.listOf(queue)
    let group = groups.find((candidate) => candidate.list === list)
    if (group === undefined) groups.push((group = { list, payloads: [] }))
    group.payloads.push(exact)
  }
  return groups
}
