/**
 * A supervised process's line to its supervisor: vitals go up, and when the line breaks the process
 * knows that its supervisor is gone and stops. Nobody is left behind, however the parent died.
 */
import type { Vitals } from './vitals.ts'
import type { VitalsOutlet } from './vitals-service.ts'

/** Set by a supervisor in the environment of its children: its own process id. */
export const SUPERVISOR_VARIABLE = 'HOWDAH_SUPERVISOR'

/** What a child says. */
export interface ChildMessage {
  readonly type: 'howdah:vitals'
  readonly vitals: Vitals
}

/** Whether a supervisor has started this process: its number fits, and there is a line to it. */
export function isSupervised(): boolean {
  return process.send !== undefined && process.env[SUPERVISOR_VARIABLE] === String(process.ppid)
}

/** Whether a message of a child is its vitals. */
export function isChildMessage(message: unknown): message is ChildMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'howdah:vitals'
  )
}

/** Publishes vitals to the supervisor. */
export class ParentLink implements VitalsOutlet {
  readonly port = null
  readonly #onOrphaned: () => void

  constructor(onOrphaned: () => void) {
    this.#onOrphaned = onOrphaned
  }

  async start(): Promise<void> {
    process.once('disconnect', this.#onOrphaned)
    // A listener holds the process open; only the jobs and the connections shall.
    process.channel?.unref()
    // The parent may have died while this process was loading its jobs.
    if (!process.connected) this.#onOrphaned()
  }

  publish(vitals: Vitals): void {
    if (!process.connected) return
    const message: ChildMessage = { type: 'howdah:vitals', vitals }
    process.send?.(message, undefined, {}, () => {
      // The parent is gone: `disconnect` says so, too.
    })
  }

  async stop(): Promise<void> {
    process.off('disconnect', this.#onOrphaned)
  }
}
