/**
 * Runs the demo: one after the other its Redis, its database, the community, the website and the
 * worker, each a process of its own; keeps them running; ends them in the opposite order.
 */
import { type RedisClient, silentLogger } from '@howdah/engine'
import { ProcessSet } from '@howdah/engine/api'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../config/read-config.ts'
import { openServices } from '../services.ts'
import { seedHistory } from './exports/history.ts'
import { SampleExports } from './exports/sample-exports.ts'
import { startEmbeddedDatabase } from './database/embedded.ts'
import { prepareDatabase } from './database/prepare.ts'
import { type Gallery, makeGallery } from './gallery/gallery.ts'
import { Child } from './processes/child.ts'
import { isPortFree } from './processes/free-port.ts'
import type { Output } from './processes/output.ts'
import { pageAnswers, untilReady } from './processes/readiness.ts'
import { findRedisServer } from './redis/find-server.ts'
import { startPrivateRedis } from './redis/private-redis.ts'
import { childEnvironment, type DemoSettings, demoVariables } from './settings.ts'
import { DemoStartError } from './start-error.ts'

export interface SupervisorOptions {
  readonly settings: DemoSettings
  readonly env: NodeJS.ProcessEnv
  /** The program that `howdah web` and `howdah work` are, normally this process's own. */
  readonly entryFile: string
  readonly output: Output
}

/** A worker gets 25 s for its jobs, and then needs a moment to give them back. */
const STOP_TIMEOUT_MS = 40_000

export class Supervisor {
  readonly #options: SupervisorOptions
  /** In the order of their start. */
  readonly #children: Child[] = []
  #isStopping = false

  constructor(options: SupervisorOptions) {
    this.#options = options
  }

  /** The process id of the worker at this moment. */
  get workerPid(): number | null {
    return this.#children.find((child) => child.name === 'work')?.pid ?? null
  }

  /**
   * Starts everything and waits until all of it answers.
   *
   * @throws DemoStartError with a sentence for the person at the terminal. Call {@link stop} then, too.
   */
  async start(): Promise<void> {
    const { settings, env, output } = this.#options
    if (!(await isPortFree(settings.port))) throw portTaken(settings.port)
    mkdirSync(settings.folders.data, { recursive: true })
    // Painting takes as long as making a database: on a first start both go on at once.
    const isFirst = !existsSync(settings.folders.database)
    if (isFirst) output.say('First start: painting pictures and making the sample community …')
    const early = isFirst ? makeGallery() : null
    early?.catch(() => {}) // Reported where it is awaited.
    const [redisUrl, databaseUrl] = await Promise.all([this.#redis(), this.#database()])
    const variables = demoVariables(settings, { redisUrl, databaseUrl })
    writeEnvironmentFile(settings.folders.environmentFile, variables)
    const environment = childEnvironment(env, variables)
    await this.#run(environment, () => early ?? makeGallery())
  }

  /** Ends everything, the last started first; may be called at any time, also twice. */
  async stop(): Promise<void> {
    this.#isStopping = true
    const byName = new Map(this.#children.map((child) => [child.name, child]))
    // Web and worker still need the other two while they end.
    await Promise.all([byName.get('web')?.stop(), byName.get('work')?.stop()])
    await Promise.all([byName.get('database')?.stop(), byName.get('redis')?.stop()])
  }

  /** Ends everything at once, for those who cannot wait. */
  kill(): void {
    this.#isStopping = true
    for (const child of this.#children) child.kill()
  }

  async #redis(): Promise<string> {
    const { settings, env, output } = this.#options
    if (settings.redisUrl !== null) return settings.redisUrl
    const program = findRedisServer(env, output)
    const { child, url } = await startPrivateRedis(program, settings.folders.redis, output)
    this.#keep(child)
    return url
  }

  async #database(): Promise<string> {
    const { settings, output } = this.#options
    if (settings.databaseUrl !== null) return settings.databaseUrl
    const { child, url } = await startEmbeddedDatabase(settings.folders.database, output)
    this.#keep(child)
    return url
  }

  async #run(environment: NodeJS.ProcessEnv, gallery: () => Promise<Gallery>): Promise<void> {
    const services = await openServices(readConfig(environment), silentLogger)
    try {
      const { media } = this.#options.settings.folders
      const isFirst = await prepareDatabase(services.db, media, gallery)
      await seedHistory(services.redis)
      const samples = new SampleExports(services)
      // While no worker is there to take its jobs for real ones.
      await samples.fill()
      const web = this.#program('web', environment)
      await untilReady(web, () => pageAnswers(`${this.#options.settings.url}/login`))
      if (isFirst) await samples.enqueue()
      const work = this.#program('work', environment)
      await untilReady(work, () => hasHeartbeat(services.redis, work))
    } finally {
      await services.close()
    }
  }

  #program(name: string, env: NodeJS.ProcessEnv): Child {
    const child = new Child({
      name,
      command: process.execPath,
      parameters: ['--import', endWithParent(), this.#options.entryFile, name],
      env,
      output: this.#options.output,
      endBy: 'signal',
      stopTimeoutMs: STOP_TIMEOUT_MS,
    })
    child.start()
    this.#keep(child)
    return child
  }

  /** A part that has started while the demo was being stopped is ended like the others. */
  #keep(child: Child): void {
    this.#children.push(child)
    if (!this.#isStopping) return
    child.kill()
    throw new DemoStartError('Stopped while starting.')
  }
}

function portTaken(port: number): DemoStartError {
  return new DemoStartError(
    `Port ${port} is taken. Choose another: PORT=${port + 1} npm start (or end what uses it).`,
  )
}

/** For commands in another terminal: `howdah status --env .howdah/demo.env`. */
function writeEnvironmentFile(path: string, variables: Readonly<Record<string, string>>): void {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
}

async function hasHeartbeat(redis: RedisClient, child: Child): Promise<boolean> {
  const processes = await ProcessSet.fetch(redis)
  return processes.some((record) => record.pid === child.pid)
}

function endWithParent(): string {
  const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return fileURLToPath(new URL(`./processes/end-with-parent.${suffix}`, import.meta.url))
}
