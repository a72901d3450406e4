/**
 * Runs in a worker thread and tells others how this process is: the health endpoint's callers and
 * systemd's watchdog. A handler that computes for a minute holds up the event loop, but neither a
 * probe's answer nor a sign of life: nobody kills a process because it works.
 *
 * Started only where one of the two is wanted.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { toError } from '../errors.ts'
import { HealthEndpoint } from './health.ts'
import type { HealthAnswer } from './health.ts'
import { describeVitals, judgeVitals } from './vitals.ts'
import type { Vitals } from './vitals.ts'
import type { VitalsMessage, VitalsOrder, VitalsThreadData } from './vitals-service.ts'
import { Watchdog } from './watchdog.ts'
import type { WatchdogReport } from './watchdog.ts'

class VitalsThread {
  readonly #renewedAtNs: BigInt64Array
  readonly #endpoint: HealthEndpoint | null
  readonly #watchdog: Watchdog | null
  #vitals: Vitals | null = null

  constructor({ health, notify, renewals }: VitalsThreadData) {
    this.#renewedAtNs = new BigInt64Array(renewals)
    this.#endpoint = health && new HealthEndpoint(health, () => this.#answer())
    const onError = (error: Error) => say({ type: 'error', message: error.message })
    this.#watchdog = notify && new Watchdog(notify, () => this.#report(), onError)
  }

  async start(): Promise<void> {
    try {
      say({ type: 'started', port: (await this.#endpoint?.listen()) ?? null })
    } catch (error) {
      say({ type: 'refused', message: toError(error).message })
    }
  }

  async obey(order: VitalsOrder): Promise<void> {
    if (order.type === 'close') {
      await this.#endpoint?.close()
      await this.#watchdog?.close()
      say({ type: 'closed' })
      return
    }
    this.#vitals = order.vitals
    const report = this.#report()
    if (report !== null) this.#watchdog?.update(report)
  }

  #report(): WatchdogReport | null {
    const vitals = this.#vitals
    return vitals && { ...vitals, ...judgeVitals(vitals, this.#renewedAgoMs()) }
  }

  #answer(): HealthAnswer {
    const vitals = this.#vitals
    if (vitals === null) {
      const body = { status: 'ok', ready: false, state: 'starting', problems: [] }
      return { isHealthy: true, isReady: false, problems: [], body }
    }
    const health = judgeVitals(vitals, this.#renewedAgoMs())
    return { ...health, body: describeVitals(vitals, health) }
  }

  #renewedAgoMs(): number {
    return Number(process.hrtime.bigint() - Atomics.load(this.#renewedAtNs, 0)) / 1e6
  }
}

function say(message: VitalsMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message)
}

const thread = new VitalsThread(workerData as VitalsThreadData)
parentPort?.on('message', (order: VitalsOrder) => void thread.obey(order))
await thread.start()
