/**
 * An answer that is costly to bring together, kept for all who ask: while it is fresh it is given as it
 * is; after that the old one is still given at once and the next is made beside it, so that nobody waits
 * for it; and one that is too old is given to nobody.
 */

/** An answer, and the moment it holds of. */
export interface Dated<T> {
  readonly value: T
  readonly at: Date
}

export interface KeptOptions<T> {
  /** @param isBeside nobody waits for it, so that it need not hurry */
  readonly load: (now: Date, isBeside: boolean) => Promise<T>
  /** Younger ones are given as they are. */
  readonly freshMs: number
  /** Older ones are given to nobody: whoever asks waits for the next. */
  readonly mostMs: number
  /** Answers that cost little are better made anew each time. Left out: all are kept. */
  readonly isWorthKeeping?: (value: T) => boolean
}

export class Kept<T> {
  readonly #options: KeptOptions<T>
  #latest: Dated<T> | null = null
  #loading: Promise<Dated<T>> | null = null

  constructor(options: KeptOptions<T>) {
    this.#options = options
  }

  /** Fails only for those who have to wait; an answer that could not be made anew stays until its time is over. */
  async get(now: Date): Promise<Dated<T>> {
    const latest = this.#latest
    const ageMs = latest === null ? Infinity : Math.abs(now.getTime() - latest.at.getTime())
    if (latest !== null && ageMs < this.#options.freshMs) return latest
    const isBeside = ageMs < this.#options.mostMs
    const next = (this.#loading ??= this.#load(now, isBeside))
    if (latest === null || !isBeside) return next
    next.catch(() => {}) // Whoever asks when this one is too old gets the error.
    return latest
  }

  /** What is kept no longer holds, nor what is being made. */
  forget(): void {
    this.#latest = null
    this.#loading = null
  }

  #load(now: Date, isBeside: boolean): Promise<Dated<T>> {
    const loading: Promise<Dated<T>> = this.#options
      .load(now, isBeside)
      .then((value) => {
        const dated = { value, at: now }
        const isKept = this.#options.isWorthKeeping?.(value) ?? true
        if (this.#loading === loading) this.#latest = isKept ? dated : null
        return dated
      })
      .finally(() => {
        if (this.#loading === loading) this.#loading = null
      })
    return loading
  }
}
