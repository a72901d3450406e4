/** Waiting for the end of a process that runs until it is told to stop. */
import type { Logger } from '@howdah/engine'

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Settles at the first Ctrl-C or TERM. A second one ends the process at once. */
export function untilStopped(logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    const stop = (signal: string): void => {
      // Back to the default: whoever asks twice does not want to wait.
      for (const name of STOP_SIGNALS) process.off(name, stop)
      logger.info(`${signal}: stopping.`)
      resolve()
    }
    for (const name of STOP_SIGNALS) process.on(name, stop)
  })
}
