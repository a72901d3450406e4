/**
 * Values that are costly to load, kept for a short time for all readers of one server. A reader gets the
 * last value, with the moment it is of, while a newer one is loaded beside, slowly.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Pause } from '@howdah/engine/api'

/** How long a value serves. */
export interface Keeping {
  /** Younger than this (milliseconds) it counts as of now. */
  readonly freshMs: number
  /**
   * Until it is so old (milliseconds) it is given while the next one loads, and readers are told its
   * age; who comes later waits. Default: `freshMs`, nobody gets an old one.
   */
  readonly staleMs?: number
}

/** A value and when its loading began. */
export interface KeptValue<Value> {
  readonly value: Value
  readonly at: Date
}

interface Kept {
  /** The newest that has come; null before the first. */
  last: KeptValue<unknown> | null
  /** What is being loaded. */
  next: Promise<KeptValue<unknown>> | null
  /** Whether somebody waits for it. */
  isAwaited: boolean
}

/** More names than any reader asks for at once; those not asked for longest leave. */
const MOST_VALUES = 50

/** Pages have their turn after so much work (milliseconds) of loading … */
const WORK_MS = 1

/** … and, where nobody waits for the value, so long (milliseconds). */
const REST_MS = 8

/** Loads each value once, however many ask for it at the same time. */
export class KeptValues {
  readonly #values = new Map<string, Kept>()
  readonly #onError: (error: unknown) => void

  /** @param onError learns why a value could not be loaded beside; readers keep the last one */
  constructor(onError: (error: unknown) => void = () => undefined) {
    this.#onError = onError
  }

  /**
   * The value by its name; each name must always have values of one type. A failure is not kept. A long
   * `load` awaits the pause that it is given between its pieces.
   */
  async get<Value>(
    name: string,
    { freshMs, staleMs = freshMs }: Keeping,
    load: (pause: Pause) => Promise<Value>,
  ): Promise<KeptValue<Value>> {
    const kept = this.#named(name)
    // A name is only ever used with one type, so what is kept under it has that type.
    const last = kept.last as KeptValue<Value> | null
    // A clock that was set back must not keep a value until it has caught up.
    const ageMs = last === null ? Infinity : Math.abs(Date.now() - last.at.getTime())
    if (last !== null && ageMs < freshMs) return last
    const isBeside = last !== null && ageMs < staleMs
    if (!isBeside) kept.isAwaited = true
    const next = (kept.next ??= loadInto(kept, load)) as Promise<KeptValue<Value>>
    if (!isBeside) return next
    next.catch(this.#onError)
    return last
  }

  /** Whether the value, of whatever age, is there or being loaded. */
  has(name: string): boolean {
    const kept = this.#values.get(name)
    return kept !== undefined && (kept.last !== null || kept.next !== null)
  }

  /** Loads a value that nobody has asked for yet, slowly; nothing where it is there or being loaded. */
  prepare(name: string, load: (pause: Pause) => Promise<unknown>): void {
    if (this.has(name)) return
    const kept = this.#named(name)
    kept.next = loadInto(kept, load)
    kept.next.catch(this.#onError)
  }

  /** From now on everything is loaded anew. */
  clear(): void {
    this.#values.clear()
  }

  /** Those asked for longest ago leave. */
  #named(name: string): Kept {
    const kept = this.#values.get(name) ?? { last: null, next: null, isAwaited: false }
    this.#values.delete(name)
    this.#values.set(name, kept)
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= MOST_VALUES) break
      this.#values.delete(oldest)
    }
    return kept
  }
}

function loadInto(
  kept: Kept,
  load: (pause: Pause) => Promise<unknown>,
): Promise<KeptValue<unknown>> {
  const at = new Date()
  return Promise.resolve()
    .then(() => load(pauseOf(kept)))
    .then((value) => (kept.last = { value, at }))
    .finally(() => {
      kept.next = null
      kept.isAwaited = false
    })
}

function pauseOf(kept: Kept): Pause {
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
