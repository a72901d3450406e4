/** Units that were fetched ahead and have not started, in the order in which they will. */
import type { UnitOfWork } from './unit-of-work.ts'

/** A line of units. */
export class ReadyUnits {
  #units: UnitOfWork[] = []
  /** Taking from the front of an array is slow: those before this are gone. */
  #at = 0
  #takenSinceCheck = 0

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

  /** From now on it counts how many start. */
  beginCheck(): void {
    this.#takenSinceCheck = 0
  }

  /** Takes those that will not start in the next such span, if units start as since `beginCheck`. */
  takeSurplus(): UnitOfWork[] {
    return this.#units.splice(this.#at + this.#takenSinceCheck)
  }
}
