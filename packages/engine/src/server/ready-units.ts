/**
 * Units that were fetched ahead and have not started, in the order in which they will. What would lie here for
 * long, because jobs have become slow, is given back for others to take.
 */
import type { UnitOfWork } from './unit-of-work.ts'

/** What is held ready starts within a few milliseconds; what does not is for others. */
const CHECK_MS = 50

/** A line of units. */
export class ReadyUnits {
  readonly #onSurplus: (units: readonly UnitOfWork[]) => void
  #check: NodeJS.Timeout | undefined
  #units: UnitOfWork[] = []
  /** Taking from the front of an array is slow: those before this are gone. */
  #at = 0
  #takenSinceCheck = 0

  /** @param onSurplus is given what will not start soon; at each check anew */
  constructor(onSurplus: (units: readonly UnitOfWork[]) => void) {
    this.#onSurplus = onSurplus
  }

  get size(): number {
    return this.#units.length - this.#at
  }

  add(units: readonly UnitOfWork[]): void {
    if (units.length === 0) return
    if (this.size === 0) {
      this.#units = [...units]
      this.#at = 0
    } else {
      this.#units = [...this.#units.slice(this.#at), ...units]
      this.#at = 0
    }
  }

  /** The next one to start. */
  next(): UnitOfWork | undefined {
    const unit = this.#units[this.#at]
    if (unit === undefined) return undefined
    this.#at += 1
    this.#takenSinceCheck += 1
    return unit
  }

  takeAll(): UnitOfWork[] {
    const units = this.#units.slice(this.#at)
    this.#units = []
    this.#at = 0
    return units
  }

  /** Takes those of some queues out of the line. */
  takeOf(queues: readonly string[]): UnitOfWork[] {
    const { of = [], others = [] } = Object.groupBy(this.takeAll(), ({ queue }) =>
      queues.includes(queue) ? 'of' : 'others',
    )
    this.#units = others
    return of
  }

  /** Looks in a moment how many have started, and again while some wait. */
  checkSoon(): void {
    if (this.#check !== undefined) return
    this.#takenSinceCheck = 0
    this.#check = setTimeout(() => {
      this.#check = undefined
      // As many as have started since then will start until the next time.
      const surplus = this.#units.splice(this.#at + this.#takenSinceCheck)
      if (surplus.length > 0) this.#onSurplus(surplus)
      if (this.size > 0) this.checkSoon()
    }, CHECK_MS)
  }
}
