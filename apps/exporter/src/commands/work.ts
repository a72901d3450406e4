/** `howdah work`: performs jobs, in as many processes on as many machines as are started. */
import { hostname } from 'node:os'
import type { Logger } from '@howdah/engine'
import { HEALTH_PORT, Launcher, superviseProcesses } from '@howdah/engine/server'
import type { HealthOptions } from '@howdah/engine/server'
import { Command, InvalidArgumentError } from 'commander'
import type { Config } from '../config/config.ts'
import { parseQueues } from '../config/queues.ts'
import { TakeOver } from '../adopt/take-over.ts'
import { createJobs } from '../jobs/definitions.ts'
import { Upkeep } from '../jobs/upkeep.ts'
import { isOfMastodon } from '../ledger/known-queues.ts'
import { openServices, type Services } from '../services.ts'
import { envOption, loadConfig } from './environment.ts'
import { createProcessLogger } from './logger.ts'

interface WorkOptions {
  readonly env?: string
  readonly queue?: readonly string[]
  readonly concurrency?: number
  readonly timeout?: number
  readonly processes?: number
  readonly maxMemory?: number
  readonly healthPort?: HealthOptions | true
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
    .option('--processes <count>', 'run so many processes and watch over them', whole)
    .option('--max-memory <megabytes>', 'replace a process that takes more', whole)
    .option(
      '--health-port [address]',
      `answer over HTTP whether jobs are fetched: port or host:port (${HEALTH_PORT})`,
      healthAddress,
    )
    .action(async (options: WorkOptions) => {
      const config = withOptions(loadConfig(options.env), options)
      if (await isDoneBySupervisor(config, options)) return
      await runWork(config, options)
    })
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

function healthAddress(text: string): HealthOptions {
  const [, host, port] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? []
  if (port !== undefined && Number(port) <= 65_535) {
    return { port: Number(port), ...(host !== undefined && { host }) }
  }
  throw new InvalidArgumentError('Write a port, or host:port.')
}

/** `--health-port` alone is the usual port; commander then gives true. */
function healthOf({ healthPort }: WorkOptions): HealthOptions | false {
  return healthPort === true ? { port: HEALTH_PORT } : (healthPort ?? false)
}

/** In the parent of several processes: until they have all ended. Its children run the jobs. */
async function isDoneBySupervisor(config: Config, options: WorkOptions): Promise<boolean> {
  const { processes, maxMemory } = options
  if (processes === undefined && maxMemory === undefined) return false
  const exitCode = await superviseProcesses({
    processes: processes ?? 1,
    ...(maxMemory !== undefined && { maxMemoryMegabytes: maxMemory }),
    timeoutSeconds: config.worker.timeoutSeconds,
    health: healthOf(options),
    logger: createProcessLogger('work', config.logLevel),
  })
  process.exitCode = exitCode ?? 0
  return exitCode !== null
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

async function runWork(config: Config, options: WorkOptions): Promise<void> {
  const logger = createProcessLogger('work', config.logLevel)
  const services = await openServices(config, logger)
  try {
    const upkeep = new Upkeep(services)
    const takeOver = createTakeOver(services)
    warnOfOthersQueues(config, logger)
    const launcher = createLauncher(services, logger, healthOf(options))
    await launcher.start()
    upkeep.start()
    takeOver?.start()
    logger.info(
      { queues: config.worker.queues, concurrency: config.worker.concurrency },
      `READY: ${launcher.identity} performs jobs`,
    )
    await launcher.stopped
    await Promise.all([upkeep.stop(), takeOver?.stop()])
  } finally {
    await services.close()
  }
}

/** What others push there, this process would take and make fail. */
function warnOfOthersQueues({ worker, exports }: Config, logger: Logger): void {
  const theirs = worker.queues
    .map((queue) => queue.replace(/,\d+$/, ''))
    .filter((queue) => isOfMastodon(queue, exports.queue))
  if (theirs.length === 0) return
  logger.warn(
    { queues: theirs },
    `Mastodon's own jobs lie in ${theirs.join(', ')}, and fail in a process of Howdah. On a live ` +
      'server leave these queues out of -q and SIDEKIQ_QUEUES.',
  )
}

/** Several workers may do it at once: each job is moved by one script. */
function createTakeOver(services: Services): TakeOver | null {
  const { config, redis, logger } = services
  if (config.adopt.mode !== 'take-over') return null
  return new TakeOver({ stores: services, redis, queue: config.exports.queue, logger })
}

function createLauncher(
  services: Services,
  logger: Logger,
  health: HealthOptions | false,
): Launcher {
  const { config } = services
  return new Launcher({
    redis: config.redis,
    jobs: createJobs({ services, worker: `${hostname()}:${process.pid}` }),
    queues: config.worker.queues,
    concurrency: config.worker.concurrency,
    timeoutSeconds: config.worker.timeoutSeconds,
    logger,
    health,
    tag: 'howdah',
  })
}
