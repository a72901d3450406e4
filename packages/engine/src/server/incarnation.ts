/**
 * An incarnation, seen from the process that holds it: under this name it has units of work in
 * flight. A process starts a new one when the old was reaped, or when a fetch broke off and nobody
 * can say which units it had taken.
 */
import type { Keys } from '../redis/keys.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** One incarnation of this process. */
export class HeldIncarnation {
  readonly id: string
  /** All units that this process knows of and that are not settled. */
  readonly units = new Set<UnitOfWork>()
  /** Fetches under this name that have not been answered: their units are not known yet. */
  pendingFetches = 0
  /** It was reaped: nothing in its lists is ours any more. */
  isLost = false
  readonly #keys: Keys
  readonly #lists = new Map<string, string>()

  constructor(id: string, keys: Keys) {
    this.id = id
    this.#keys = keys
  }

  /** The key of the in-flight list for a queue. */
  listOf(queue: string): string {
    let key = this.#lists.get(queue)
    if (key === undefined) this.#lists.set(queue, (key = this.#keys.inFlight(this.id, queue)))
    return key
  }
}
