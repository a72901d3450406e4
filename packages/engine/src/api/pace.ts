/**
 * How many jobs a script is given. Redis does nothing else while a script runs: however fast a server is,
 * it is to be back within a few milliseconds.
 */

/** A script that took longer is followed by one of half its size … */
const SLOW_MS = 3
/** … and one that took less by one of twice its size. */
const FAST_MS = 1.2

/** Between which sizes. */
export interface Bounds {
  readonly least: number
  readonly most: number
}

/** The size after one of this size that took so long. */
export function nextSize(size: number, tookMs: number, { least, most }: Bounds): number {
  if (tookMs > SLOW_MS) return Math.max(least, Math.ceil(size / 2))
  return tookMs < FAST_MS ? Math.min(most, size * 2) : size
}

/**
 * Jobs that an operation looks through in one go. The slowest look of 500 took Redis 2.8 and 4.0 ms in two runs
 * over 300,000 jobs; of 1,000 some took 6 ms among a million. A job costs Redis the same.
 */
const LOOKED: Bounds = { least: 250, most: 500 }

/** Jobs that are put back in one go: half a look's time each. */
export const RESTORED: Bounds = { least: 125, most: 500 }

/** One job that is moved costs Redis as much as looking at so many. */
const LOOKS_A_MOVE = 8

/** The sizes of the pieces of one operation, by how long the last scripts took. */
export class OperationPace {
  #size = LOOKED.least
  #count = LOOKED.least
  #answeredAtMs = 0
  #slowestMs = 0

  /** How many to look at. */
  get count(): number {
    return Math.min(this.#count, this.#size)
  }

  /** How many to find: all of them are moved in one go. */
  get found(): number {
    return Math.ceil(this.#size / LOOKS_A_MOVE)
  }

  /** Looks through a piece of the present size. */
  async look<Reply extends { readonly looked: number } | null>(
    run: (size: { readonly count: number; readonly most: number }) => Promise<Reply>,
  ): Promise<Reply> {
    const [count, most] = [this.count, this.found]
    const reply = await this.time(() => run({ count, most }))
    this.#size = nextSize(this.#size, this.#slowestMs, LOOKED)
    this.#slowestMs = 0
    // What lies behind the last that was found was read in vain: where many fit, less is read.
    const isFull = reply !== null && reply.looked < count
    this.#count = isFull ? Math.max(most, reply.looked * 2) : LOOKED.most
    return reply
  }

  /** Of scripts that are under way together each waits for the one before. */
  async time<Reply>(run: () => Promise<Reply>): Promise<Reply> {
    const sentAtMs = performance.now()
    const reply = await run()
    const nowMs = performance.now()
    this.#slowestMs = Math.max(this.#slowestMs, nowMs - Math.max(sentAtMs, this.#answeredAtMs))
    this.#answeredAtMs = nowMs
    return reply
  }
}
