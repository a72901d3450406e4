/**
 * Values that are costly to load, kept for a short time for all readers of one server. A reader gets the
 * last value, with the moment it is of, while a newer one is loaded beside.
 */

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
}

/** More names than any reader asks for at once; those not asked for longest leave. */
const MOST_VALUES = 50

/** Loads each value once, however many ask for it at the same time. */
export class KeptValues {
  readonly #values = new Map<string, Kept>()
  readonly #onError: (error: unknown) => void

  /** @param onError learns why a value could not be loaded beside; readers keep the last one */
  constructor(onError: (error: unknown) => void = () => undefined) {
    this.#onError = onError
  }

  /** The value by its name; each name must always have values of one type. A failure is not kept. */
  async get<Value>(
    name: string,
    { freshMs, staleMs = freshMs }: Keeping,
    load: () => Promise<Value>,
  ): Promise<KeptValue<Value>> {
    const kept = this.#values.get(name) ?? { last: null, next: null }
    this.#values.delete(name)
    this.#values.set(name, kept)
    this.#trim()
    // A name is only ever used with one type, so what is kept under it has that type.
    const last = kept.last as KeptValue<Value> | null
    // A clock that was set back must not keep a value until it has caught up.
    const ageMs = last === null ? Infinity : Math.abs(Date.now() - last.at.getTime())
    if (last !== null && ageMs < freshMs) return last
    const next = (kept.next ??= loadInto(kept, load)) as Promise<KeptValue<Value>>
    if (last === null || ageMs >= staleMs) return next
    next.catch(this.#onError)
    return last
  }

  /** From now on everything is loaded anew. */
  clear(): void {
    this.#values.clear()
  }

  #trim(): void {
    for (const name of this.#values.keys()) {
      if (this.#values.size <= MOST_VALUES) return
      this.#values.delete(name)
    }
  }
}

function loadInto(kept: Kept, load: () => Promise<unknown>): Promise<KeptValue<unknown>> {
  const at = new Date()
  return Promise.resolve()
    .then(load)
    .then((value) => (kept.last = { value, at }))
    .finally(() => {
      kept.next = null
    })
}
