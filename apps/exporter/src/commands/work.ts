/** `howdah work`: performs jobs, in as many processes on as many machines as are started. */
import { hostname } from 'node:os'
import type { Logger } from '@howdah/engine'
import { Launcher } from '@howdah/engine/server'
import { Command, InvalidArgumentError } from 'commander'
import type { Config } from '../config/config.ts'
import { parseQueues } from '../config/queues.ts'
import { createJobs } from '../jobs/definitions.ts'
import { Upkeep } from '../jobs/upkeep.ts'
import { openServices, type Services } from '../services.ts'
import { envOption, loadConfig } from './environment.ts'
import { createProcessLogger } from './logger.ts'

interface WorkOptions {
  readonly env?: string
  readonly queue?: readonly string[]
  readonly concurrency?: number
  readonly timeout?: number
}

export function workCommand(): Command {
  return new Command('work')
    .description('perform jobs: build archives, delete expired ones, send mail')
    .addOption(envOption())
    .option(
      '-q, --queue <queues>',
      'queues to serve: export,default (in this order) or export,8 default,4 (by weight); ' +
        'may be repeated (default: SIDEKIQ_QUEUES, else the export queue)',
      collectQueues,
    )
    .option(
      '-c, --concurrency <jobs>',
      'jobs at a time (default: SIDEKIQ_CONCURRENCY, else 5)',
      whole,
    )
    .option(
      '-t, --timeout <seconds>',
      'how long running jobs may go on after a stop (default: 25)',
      whole,
    )
    .action(async (options: WorkOptions) => runWork(withOptions(loadConfig(options.env), options)))
}

function collectQueues(text: string, before: readonly string[] = []): readonly string[] {
  const queues = parseQueues(text)
  if (queues !== null) return [...before, ...queues]
  throw new InvalidArgumentError('Write export,default or "export,8 default,4".')
}

function whole(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a whole number above 0.')
}

function withOptions(config: Config, options: WorkOptions): Config {
  return {
    ...config,
    worker: {
      queues: options.queue ?? config.worker.queues,
      concurrency: options.concurrency ?? config.worker.concurrency,
      timeoutSeconds: options.timeout ?? config.worker.timeoutSeconds,
    },
  }
}

async function runWork(config: Config): Promise<void> {
  const logger = createProcessLogger('work', config.logLevel)
  const services = await openServices(config, logger)
  try {
    const upkeep = new Upkeep(services)
    const launcher = createLauncher(services, logger)
    await launcher.start()
    upkeep.start()
    logger.info(
      { queues: config.worker.queues, concurrency: config.worker.concurrency },
      `READY: ${launcher.identity} performs jobs`,
    )
    await launcher.stopped
    await upkeep.stop()
  } finally {
    await services.close()
  }
}

function createLauncher(services: Services, logger: Logger): Launcher {
  const { config } = services
  return new Launcher({
    redis: config.redis,
    jobs: createJobs({ services, worker: `${hostname()}:${process.pid}` }),
    queues: config.worker.queues,
    concurrency: config.worker.concurrency,
    timeoutSeconds: config.worker.timeoutSeconds,
    logger,
    tag: 'howdah',
  })
}
