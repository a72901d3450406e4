/** The main thread's side of the thread that answers for this process, see `vitals-thread.ts`. */
import { Worker } from 'node:worker_threads'
import type { HealthOptions } from '../config/settings.ts'
import { InvalidSettingsError } from '../errors.ts'
import type { NotifySettings } from './systemd.ts'
import type { Vitals } from './vitals.ts'

/** The thread answers at once; one that does not must not hold up the end of the process. */
const CLOSE_TIMEOUT_MS = 1_000

/** What the thread is told at its start. */
export interface VitalsThreadData {
  readonly health: HealthOptions | null
  readonly notify: NotifySettings | null
  /** One BigInt64: the monotonic time of the last renewed sign of life, in nanoseconds. */
  readonly renewals: SharedArrayBuffer
}

/** What the thread is told later. */
export type VitalsOrder =
  | { readonly type: 'vitals'; readonly vitals: Vitals }
  | { readonly type: 'close' }

/** What the thread says. */
export type VitalsMessage =
  | { readonly type: 'started'; readonly port: number | null }
  /** The port cannot be had. */
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'closed' }

/** Somewhere vitals go. */
export interface VitalsOutlet {
  start(): Promise<void>
  publish(vitals: Vitals): void
  stop(): Promise<void>
  /** Where the health endpoint listens; null without one. */
  readonly port: number | null
}

/** Publishes vitals through a thread. */
export class VitalsService implements VitalsOutlet {
  readonly #data: VitalsThreadData
  readonly #onError: (error: Error) => void
  #thread: Worker | null = null
  #port: number | null = null
  #onClosed: () => void = () => {}

  constructor(data: VitalsThreadData, onError: (error: Error) => void) {
    this.#data = data
    this.#onError = onError
  }

  get port(): number | null {
    return this.#port
  }

  /** Resolves when the endpoint listens. Throws InvalidSettingsError when it cannot. */
  async start(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    // The same suffix as this file's: .ts when run from source, .js from the built package.
    const suffix = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
    const thread = new Worker(new URL(`./vitals-thread${suffix}`, import.meta.url), {
      workerData: this.#data,
      name: 'howdah-vitals',
    })
    this.#thread = thread
    thread.on('message', (message: VitalsMessage) => {
      if (message.type === 'refused') return reject(new InvalidSettingsError(message.message))
      if (message.type === 'closed') return this.#onClosed()
      if (message.type === 'error') return this.#onError(new InvalidSettingsError(message.message))
      this.#port = message.port
      resolve()
    })
    thread.on('error', (error: Error) => {
      reject(error)
      this.#onError(error)
    })
    // Until it has answered it may be all that keeps the process alive.
    await promise
    thread.unref()
  }

  publish(vitals: Vitals): void {
    this.#send({ type: 'vitals', vitals })
  }

  /** Says the last word and ends the thread. */
  async stop(): Promise<void> {
    const thread = this.#thread
    if (thread === null) return
    await new Promise<void>((resolve) => {
      this.#onClosed = resolve
      thread.once('exit', () => resolve())
      setTimeout(resolve, CLOSE_TIMEOUT_MS).unref()
      this.#send({ type: 'close' })
      thread.ref()
    })
    this.#thread = null
    await thread.terminate()
  }

  #send(order: VitalsOrder): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#thread?.postMessage(order)
  }
}
