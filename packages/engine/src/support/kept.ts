/**
 * An answer that is costly to bring together, kept for all who ask: while it is fresh it is given as it
 * is; after that the old one is still given at once and the next is loaded beside it, so that nobody
 * waits for it; and one that is too old is given to nobody.
 */

/** How long a value serves. */
export interface Keeping {
  /** Younger than this (milliseconds) it counts as of now. */
  readonly freshMs: number
  /**
   * Until it is so old (milliseconds) it is given while the next one loads; who comes later waits.
   * Default: `freshMs`, nobody gets an old one.
   */
  readonly staleMs?: number
}

/** A value, and when its loading began. */
export interface KeptValue<Value> {
  readonly value: Value
  readonly at: Date
}

/** What can be chosen of a kept value. */
export interface KeptOptions<Value> {
  /** Those that cost little are better loaded each time. Default: all are kept. */
  readonly isWorthKeeping?: (value: Value) => boolean
  /**
   * Told when one could not be loaded that nobody waits for. Default: nobody is; the last value stays
   * until its time is over, and whoever asks then gets the error.
   */
  readonly onError?: (error: unknown) => void
}

/** Loads one value at a time, however many ask for it. */
export class Kept<Value> {
  readonly #options: KeptOptions<Value>
  #last: KeptValue<Value> | null = null
  #next: Promise<KeptValue<Value>> | null = null
  #isAwaited = false

  constructor(options: KeptOptions<Value> = {}) {
    this.#options = options
  }

  /** Whether a value, of whatever age, is there or being loaded. */
  get isThere(): boolean {
    return this.#last !== null || this.#next !== null
  }

  /** Whether somebody waits for what is being loaded: where nobody does it may go slowly. */
  get isAwaited(): boolean {
    return this.#isAwaited
  }

  /** Rejects only for those who have to wait. A failure is not kept. */
  async get(
    { freshMs, staleMs = freshMs }: Keeping,
    load: () => Promise<Value>,
    now: Date = new Date(),
  ): Promise<KeptValue<Value>> {
    const last = this.#last
    // A clock that was set back must not keep a value until it has caught up.
    const ageMs = last === null ? Infinity : Math.abs(now.getTime() - last.at.getTime())
    if (last !== null && ageMs < freshMs) return last
    if (last === null || ageMs >= staleMs) {
      this.#isAwaited = true
      return this.#loadOnce(load, now)
    }
    this.#loadBeside(load, now)
    return last
  }

  /** Loads a value that nobody has asked for yet; nothing where it is there or being loaded. */
  prepare(load: () => Promise<Value>, now: Date = new Date()): void {
    if (!this.isThere) this.#loadBeside(load, now)
  }

  /** What is kept no longer holds, nor what is being loaded. */
  forget(): void {
    this.#last = null
    this.#next = null
    this.#isAwaited = false
  }

  #loadBeside(load: () => Promise<Value>, now: Date): void {
    if (this.#next !== null) return
    this.#loadOnce(load, now).catch((error: unknown) => this.#options.onError?.(error))
  }

  #loadOnce(load: () => Promise<Value>, now: Date): Promise<KeptValue<Value>> {
    if (this.#next !== null) return this.#next
    const next = dated(load, now)
      .then((loaded) => {
        const isKept = this.#options.isWorthKeeping?.(loaded.value) ?? true
        if (this.#next === next) this.#last = isKept ? loaded : null
        return loaded
      })
      .finally(() => {
        if (this.#next !== next) return
        this.#next = null
        this.#isAwaited = false
      })
    return (this.#next = next)
  }
}

/** Also rejects where `load` throws at once. */
async function dated<Value>(load: () => Promise<Value>, at: Date): Promise<KeptValue<Value>> {
  return { value: await load(), at }
}
