/**
 * Values that are costly to load, kept for a short time for all readers of one server.
 */

interface Kept {
  readonly value: Promise<unknown>
  readonly untilMs: number
}

/** More names than any reader asks for at once; the oldest leave. */
const MOST_VALUES = 50

/** Loads each value once, however many ask for it at the same time. */
export class KeptValues {
  readonly #values = new Map<string, Kept>()

  /** The value by its name; each name must always have values of one type. */
  get<Value>(name: string, keptMs: number, load: () => Promise<Value>): Promise<Value> {
    const kept = this.#values.get(name)
    // A name is only ever used with one type, so what is kept under it has that type.
    if (kept !== undefined && kept.untilMs > Date.now()) return kept.value as Promise<Value>
    const value = load()
    this.#values.delete(name)
    this.#values.set(name, { value, untilMs: Date.now() + keptMs })
    value.catch(() => this.#values.delete(name)) // The caller gets the error; the next one tries again.
    this.#trim()
    return value
  }

  #trim(): void {
    for (const name of this.#values.keys()) {
      if (this.#values.size <= MOST_VALUES) return
      this.#values.delete(name)
    }
  }
}
