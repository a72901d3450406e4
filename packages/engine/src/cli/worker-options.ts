/**
 * Flags, `sidekiq.yml` and environment → what a worker runs with. Flags come first, then the file,
 * then the environment, then the defaults; every mistake is found before anything starts.
 */
import type { CapsuleOptions, HealthOptions, LauncherOptions } from '../config/settings.ts'
import { parseQueues } from '../config/queue-spec.ts'
import { InvalidSettingsError, toError } from '../errors.ts'
import type { RedisSettings } from '../redis/contract.ts'
import { HEALTH_PORT } from '../server/health.ts'
import type { LogFormat } from '../support/log-format.ts'
import { readYml } from './sidekiq-yml.ts'
import type { YmlFile, YmlOptions } from './sidekiq-yml.ts'
import { readFlags } from './worker-flags.ts'
import type { WorkerFlags } from './worker-flags.ts'

/** Where the options come from. */
export interface WorkerOptionsSources {
  /** The words after the program's name. */
  readonly words: readonly string[]
  /** The configuration file; null without one. */
  readonly yml: YmlFile | null
  readonly environment: NodeJS.ProcessEnv
}

/** How to run a worker. */
export interface WorkerOptions {
  /** The environment's name; the section of the file. */
  readonly environment: string
  /** The module or folder of the jobs, as it was given; null where nobody named it. */
  readonly requirePath: string | null
  readonly redis: RedisSettings
  readonly launcher: Pick<
    LauncherOptions,
    | 'queues'
    | 'concurrency'
    | 'capsules'
    | 'timeoutSeconds'
    | 'tag'
    | 'labels'
    | 'maxRetries'
    | 'deadMaxJobs'
    | 'deadTimeoutSeconds'
    | 'pollIntervalAverageSeconds'
  >
  readonly health: HealthOptions | null
  /** Null: this process runs the jobs itself, nobody watches over it. */
  readonly processes: number | null
  readonly maxMemoryMegabytes: number | null
  readonly isVerbose: boolean
  /** Null: as the output is: pretty on a terminal, else plain. */
  readonly logFormat: LogFormat | null
  /** What has no effect, in sentences. */
  readonly warnings: readonly string[]
}

/** `-e`, else what Ruby's frameworks call theirs. */
export function environmentName(flags: WorkerFlags, environment: NodeJS.ProcessEnv): string {
  const { APP_ENV, RAILS_ENV, RACK_ENV } = environment
  const named = [flags.environment, APP_ENV, RAILS_ENV, RACK_ENV]
  return named.find((name) => (name ?? '') !== '') ?? 'development'
}

/** Throws InvalidSettingsError with a line for each mistake. */
export function readWorkerOptions(sources: WorkerOptionsSources): WorkerOptions {
  const flags = readFlags(sources.words)
  const name = environmentName(flags, sources.environment)
  const yml = readYml(sources.yml ?? { path: '', text: '' }, name, sources.environment)
  const reader = new OptionsReader(flags, yml, sources.environment)
  const options = { environment: name, ...reader.read(), warnings: yml.warnings }
  const mistakes = new Set([...flags.mistakes, ...yml.mistakes, ...reader.mistakes])
  if (mistakes.size > 0) {
    throw new InvalidSettingsError(`The worker cannot start:\n- ${[...mistakes].join('\n- ')}`)
  }
  return options
}

class OptionsReader {
  readonly mistakes: string[] = []
  readonly #flags: WorkerFlags
  readonly #yml: YmlOptions
  readonly #environment: NodeJS.ProcessEnv

  constructor(flags: WorkerFlags, yml: YmlOptions, environment: NodeJS.ProcessEnv) {
    this.#flags = flags
    this.#yml = yml
    this.#environment = environment
  }

  read(): Omit<WorkerOptions, 'environment' | 'warnings'> {
    const flags = this.#flags
    const yml = this.#yml
    const env = (name: string): string | null => this.#environment[name] || null
    return {
      requirePath: flags.requirePath ?? yml.requirePath,
      redis: this.#redis(),
      launcher: this.#launcher(),
      health: this.#health(flags.healthPort ?? yml.health),
      processes:
        this.#whole('--processes', flags.processes) ??
        this.#whole('SIDEKIQ_COUNT', env('SIDEKIQ_COUNT')),
      maxMemoryMegabytes:
        this.#whole('--max-memory', flags.maxMemory) ??
        this.#whole('SIDEKIQ_MAXMEM_MB', env('SIDEKIQ_MAXMEM_MB')),
      // systemd sets it when it starts a service once more after a failure, to see why.
      isVerbose: flags.isVerbose || yml.isVerbose || env('DEBUG_INVOCATION') === '1',
      logFormat: flags.logFormat,
    }
  }

  #launcher(): WorkerOptions['launcher'] {
    const yml = this.#yml
    const timeoutSeconds = this.#whole('-t', this.#flags.timeout) ?? yml.timeoutSeconds
    const tag = this.#flags.tag ?? yml.tag
    return {
      concurrency: this.#concurrency(),
      queues: this.#queues(),
      capsules: this.#capsules(),
      labels: yml.labels,
      ...(timeoutSeconds !== null && { timeoutSeconds }),
      ...(tag !== null && { tag }),
      ...(yml.maxRetries !== null && { maxRetries: yml.maxRetries }),
      ...(yml.deadMaxJobs !== null && { deadMaxJobs: yml.deadMaxJobs }),
      ...(yml.deadTimeoutSeconds !== null && { deadTimeoutSeconds: yml.deadTimeoutSeconds }),
      ...(yml.pollIntervalAverageSeconds !== null && {
        pollIntervalAverageSeconds: yml.pollIntervalAverageSeconds,
      }),
    }
  }

  #concurrency(): number {
    const threads = this.#environment['RAILS_MAX_THREADS'] || null
    return (
      this.#whole('-c', this.#flags.concurrency) ??
      this.#yml.concurrency ??
      this.#whole('RAILS_MAX_THREADS', threads) ??
      5
    )
  }

  #queues(): readonly string[] {
    const given = [
      ['-q', this.#flags.queues],
      [':queues', this.#yml.queues],
      ['SIDEKIQ_QUEUES', splitQueues(this.#environment['SIDEKIQ_QUEUES'] ?? '')],
    ] as const
    const [source, queues] = given.find(([, specs]) => specs.length > 0) ?? ['', ['default']]
    this.#check(() => parseQueues(queues), source)
    return queues
  }

  #capsules(): CapsuleOptions[] {
    return this.#yml.capsules.map(({ name, concurrency, queues }) => {
      this.#check(() => parseQueues(queues), `Capsule "${name}"`)
      return { name, queues, concurrency: concurrency ?? this.#concurrency() }
    })
  }

  #redis(): RedisSettings {
    const provider = this.#environment['REDIS_PROVIDER'] ?? ''
    const variable = provider === '' ? 'REDIS_URL' : provider
    const namespace = this.#environment['REDIS_NAMESPACE'] ?? ''
    if (provider.includes(':')) {
      this.mistakes.push(
        'REDIS_PROVIDER holds an address; it must be the name of the variable that holds it.',
      )
    }
    const url = this.#environment[variable] ?? ''
    if (provider !== '' && !provider.includes(':') && url === '') {
      this.mistakes.push(`REDIS_PROVIDER names ${provider}, which is not set.`)
    }
    // The address may hold a password and is not repeated.
    if (url !== '' && !/^(?:rediss?|unix):\/\//.test(url)) {
      this.mistakes.push(`${variable} is no address; it must look like redis://host:6379/0.`)
    }
    return {
      url: url === '' ? 'redis://127.0.0.1:6379/0' : url,
      ...(namespace !== '' && { namespace }),
    }
  }

  /** `7433`, `127.0.0.1:7433`, or in the file just `true`. */
  #health(text: string | null): HealthOptions | null {
    if (text === null || text === 'false') return null
    if (text === 'true') return { port: HEALTH_PORT }
    const [, host, port] = /^(?:(.*):)?(\d{1,5})$/.exec(text) ?? []
    if (port === undefined || Number(port) > 65_535) {
      this.mistakes.push(`The health port is "${text}"; write a port or host:port.`)
      return null
    }
    const bare = host?.replace(/^\[(.*)\]$/, '$1')
    return { port: Number(port), ...(bare !== undefined && bare !== '' && { host: bare }) }
  }

  #whole(source: string, text: string | null): number | null {
    if (text === null) return null
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
    this.mistakes.push(`${source} is "${text}"; write a whole number above 0.`)
    return null
  }

  #check(read: () => unknown, source: string): void {
    try {
      read()
    } catch (error) {
      this.mistakes.push(`${source}: ${toError(error).message}`)
    }
  }
}

/** `export,default` is strict, `export,8 default,4` by weight. */
function splitQueues(text: string): string[] {
  const words = text.trim().split(/[\s;]+/)
  if (words.every((word) => /^[^,\s]+,\d+$/.test(word))) return words
  return text.split(/[\s,;]+/).filter((name) => name !== '')
}
