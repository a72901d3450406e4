/**
 * The one way every background part of the engine starts and stops: a turn of work, a pause, the
 * next turn, until it is stopped. Starting twice, stopping twice and stopping before the start are
 * all legal; `stop()` ends when the turn under way has ended.
 */
import { toError } from '../errors.ts'

/** A timer takes no longer delay than this many milliseconds (some 24 days). */
const MAX_DELAY_MS = 2 ** 31 - 1

/** What a loop does. */
export interface LoopOptions {
  /** One turn. Gives the pause until the next one in milliseconds. */
  readonly turn: () => Promise<number>
  /** Told when a turn threw; the loop then pauses for `errorDelayMs` and goes on. */
  readonly onError: (error: Error) => void
  /** Default: 5,000, as Sidekiq waits after an error. */
  readonly errorDelayMs?: number
  /** Before the first turn. Default: none. */
  readonly firstDelayMs?: number
}

/** A part that works in turns. */
export class Loop {
  readonly #options: LoopOptions
  #state: 'new' | 'running' | 'stopped' = 'new'
  #isAwaited = false
  #finished: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #dueAt = Infinity
  #endPause: (() => void) | undefined

  constructor(options: LoopOptions) {
    this.#options = options
  }

  start(): void {
    if (this.#state !== 'new') return
    this.#state = 'running'
    this.#finished = this.#run()
  }

  /** Ends after the turn under way. */
  async stop(): Promise<void> {
    this.#state = 'stopped'
    this.wake()
    await this.#finished
  }

  /** Ends the pause; during a turn, the next pause. */
  wake(): void {
    this.#isAwaited = true
    this.#endPause?.()
  }

  /** Makes sure that the pause under way is not longer than this. */
  wakeWithin(delayMs: number): void {
    if (!this.#isRunning()) return
    if (this.#endPause === undefined || performance.now() + delayMs < this.#dueAt)
      this.#arm(delayMs)
  }

  async #run(): Promise<void> {
    await this.#pause(this.#options.firstDelayMs ?? 0)
    while (this.#isRunning()) {
      this.#isAwaited = false
      const delayMs = await this.#turn()
      await this.#pause(delayMs)
    }
  }

  #isRunning(): boolean {
    return this.#state === 'running'
  }

  async #turn(): Promise<number> {
    try {
      return await this.#options.turn()
    } catch (error) {
      this.#options.onError(toError(error))
      return this.#options.errorDelayMs ?? 5_000
    }
  }

  async #pause(delayMs: number): Promise<void> {
    if (this.#isAwaited || !this.#isRunning() || delayMs <= 0) return
    await new Promise<void>((resolve) => {
      this.#endPause = resolve
      // Somebody may have asked during the turn for a shorter pause.
      this.#arm(Math.min(delayMs, this.#dueAt - performance.now()))
    })
    this.#endPause = undefined
    clearTimeout(this.#timer)
    this.#dueAt = Infinity
  }

  #arm(delayMs: number): void {
    clearTimeout(this.#timer)
    this.#dueAt = performance.now() + delayMs
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(0, delayMs), MAX_DELAY_MS))
  }
}
