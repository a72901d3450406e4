/**
 * Values that are costly to load, kept for a short time for all readers of one server. A reader gets the
 * last value, with the moment it is of, while a newer one is loaded beside, slowly.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import { Kept } from '@howdah/engine/api'
import type { Keeping, KeptValue, Pause } from '@howdah/engine/api'

/** More names than any reader asks for at once; those not asked for longest leave. */
const MOST_VALUES = 50

/** Pages have their turn after so much work (milliseconds) of loading … */
const WORK_MS = 1

/** … and, where nobody waits for the value, so long (milliseconds). */
const REST_MS = 8

/** Loads each value once, however many ask for it at the same time. */
export class KeptValues {
  readonly #values = new Map<string, Kept<unknown>>()
  readonly #onError: (error: unknown) => void

  /** @param onError learns why a value could not be loaded beside; readers keep the last one */
  constructor(onError: (error: unknown) => void = () => undefined) {
    this.#onError = onError
  }

  /**
   * The value by its name; each name must always have values of one type. A failure is not kept. A long
   * `load` awaits the pause that it is given between its pieces.
   */
  get<Value>(
    name: string,
    keeping: Keeping,
    load: (pause: Pause) => Promise<Value>,
  ): Promise<KeptValue<Value>> {
    // A name is only ever used with one type, so what is kept under it has that type.
    const kept = this.#named(name) as Kept<Value>
    return kept.get(keeping, () => load(pauseOf(kept)))
  }

  /** Whether the value, of whatever age, is there or being loaded. */
  has(name: string): boolean {
    return this.#values.get(name)?.isThere === true
  }

  /** Loads a value that nobody has asked for yet, slowly; nothing where it is there or being loaded. */
  prepare(name: string, load: (pause: Pause) => Promise<unknown>): void {
    if (this.has(name)) return
    const kept = this.#named(name)
    kept.prepare(() => load(pauseOf(kept)))
  }

  /** From now on everything is loaded anew. */
  clear(): void {
    this.#values.clear()
  }

  /** Those asked for longest ago leave. */
  #named(name: string): Kept<unknown> {
    const kept = this.#values.get(name) ?? new Kept<unknown>({ onError: this.#onError })
    this.#values.delete(name)
    this.#values.set(name, kept)
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= MOST_VALUES) break
      this.#values.delete(oldest)
    }
    return kept
  }
}

function pauseOf<Value>(kept: Kept<Value>): Pause {
  let workedFromMs = performance.now()
  return async () => {
    if (performance.now() - workedFromMs < WORK_MS) return
    await (kept.isAwaited ? nextTurn() : rest())
    workedFromMs = performance.now()
  }
}

/** Keeps no process from ending. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, REST_MS).unref()
  })
}
