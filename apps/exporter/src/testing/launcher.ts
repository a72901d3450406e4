/** A worker in the process of the test itself. */
import { silentLogger } from '@howdah/engine'
import { Launcher, type LauncherOptions } from '@howdah/engine/server'
import { createJobs } from '../jobs/definitions.ts'
import type { Services } from '../services.ts'

/** Performs what lies in the queue `export`; it is not started, and gives jobs a second when it stops. */
export function newLauncher(
  services: Services,
  options: Pick<LauncherOptions, 'concurrency' | 'pollIntervalAverageSeconds'> = {},
): Launcher {
  return new Launcher({
    redis: services.config.redis,
    jobs: createJobs({ services, worker: 'test:1' }),
    queues: ['export'],
    signals: false,
    timeoutSeconds: 1,
    logger: silentLogger,
    ...options,
  })
}
