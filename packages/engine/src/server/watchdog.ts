/**
 * Keeps systemd informed about one process or one supervisor: READY when it runs, STATUS while it
 * does, WATCHDOG only as long as it is healthy, STOPPING when it ends.
 */
import { monotonicMs } from './vitals.ts'
import { SystemdNotifier } from './systemd.ts'
import type { NotifySettings } from './systemd.ts'
import type { ProcessState } from './vitals.ts'

/** What is told. */
export interface WatchdogReport {
  readonly state: ProcessState
  readonly isHealthy: boolean
  readonly busy: number
  readonly concurrency: number
}

/** Tells systemd. */
export class Watchdog {
  readonly #notifier: SystemdNotifier
  readonly #timer: NodeJS.Timeout | undefined
  #state: ProcessState = 'starting'
  #status = ''

  /** `report` is asked for each sign of life. */
  constructor(
    settings: NotifySettings,
    report: () => WatchdogReport | null,
    onError: (error: Error) => void,
  ) {
    this.#notifier = new SystemdNotifier(settings.socket, onError)
    if (settings.watchdogMs === null) return
    // Half the time, as systemd advises: one sign may be late.
    this.#timer = setInterval(() => {
      if (report()?.isHealthy !== false) this.#notifier.send({ WATCHDOG: 1 })
    }, settings.watchdogMs / 2)
    this.#timer.unref()
  }

  /** Sends what has changed. */
  update({ state, busy, concurrency }: WatchdogReport): void {
    if (state !== this.#state) {
      if (this.#state === 'starting' && state !== 'stopping') this.#notifier.send({ READY: 1 })
      if (state === 'stopping') this.#notifier.send({ STOPPING: 1 })
      this.#state = state
    }
    const status = `${busy} of ${concurrency} busy${state === 'running' ? '' : `, ${state}`}`
    if (status !== this.#status) this.#notifier.send({ STATUS: status })
    this.#status = status
  }

  /** A rolling restart begins; `reloaded` must follow. */
  reloading(): void {
    this.#notifier.send({ RELOADING: 1, MONOTONIC_USEC: Math.round(monotonicMs() * 1_000) })
  }

  reloaded(): void {
    this.#notifier.send({ READY: 1 })
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#notifier.close()
  }
}
