/** What a scenario works with: Redis, the ledger, the site, the results, and short words. */
import { join } from 'node:path'
import type { RedisClient } from '@howdah/engine'
import { beat, fillRedis, type Amounts } from './data/fill-redis.ts'
import type { LedgerAmounts } from './data/fill-ledger.ts'
import { SIZES } from './data/jobs.ts'
import type { WebBenchOptions } from './options.ts'
import type { WebResults } from './results.ts'
import { ask, Site, type Answer } from './site.ts'

/** One part of the benchmark. */
export interface Scenario {
  readonly name: string
  /** What is measured, for people. */
  readonly title: string
  run(bench: WebBench): Promise<void>
}

export class WebBench {
  readonly options: WebBenchOptions
  readonly results: WebResults
  readonly redis: RedisClient
  readonly redisUrl: string
  readonly say: (text: string) => void
  readonly #databaseUrl: string
  #site: Site | null = null
  #cookies: readonly string[] = []
  #turn = 0

  constructor(parts: {
    readonly options: WebBenchOptions
    readonly results: WebResults
    readonly redis: RedisClient
    readonly redisUrl: string
    readonly databaseUrl: string
    readonly say: (text: string) => void
  }) {
    this.options = parts.options
    this.results = parts.results
    this.redis = parts.redis
    this.redisUrl = parts.redisUrl
    this.#databaseUrl = parts.databaseUrl
    this.say = parts.say
  }

  get amounts(): Amounts {
    return amountsAt(this.options.scale)
  }

  get site(): Site {
    if (this.#site === null) throw new Error('The site has not been started.')
    return this.#site
  }

  /** One an administrator. */
  get cookies(): readonly string[] {
    return this.#cookies
  }

  async fill(): Promise<void> {
    this.say(`Filling Redis: four times ${this.amounts.jobs.toLocaleString('en-US')} jobs …`)
    await fillRedis(this.redis, this.amounts)
  }

  /** Starts the site, or another one in the place of one that has ended. */
  async startSite(): Promise<void> {
    this.#site = await Site.start({
      databaseUrl: this.#databaseUrl,
      redisUrl: this.redisUrl,
      folder: join(this.options.folder, 'web'),
    })
    this.#cookies = await this.#site.logIn(ledgerAmountsAt(this.options.scale).admins)
  }

  async stopSite(): Promise<void> {
    await this.#site?.stop()
  }

  /** Asks as one administrator after the other: nobody is told that they ask too often. */
  async ask(path: string, form?: Readonly<Record<string, string>>): Promise<Answer> {
    this.#turn += 1
    const cookie = this.#cookies[this.#turn % this.#cookies.length] ?? ''
    const url = `${this.site.url}${path}`
    return ask({ url, headers: { cookie }, ...(form !== undefined && { form }) })
  }

  /** The processes are alive, as far as pages can tell. */
  beat(): Promise<void> {
    return beat(this.redis, this.amounts.processes)
  }
}

function amountsAt(scale: number): Amounts {
  return {
    jobs: scaled(SIZES.jobs, scale),
    processes: scaled(SIZES.processes, scale, 4),
    running: scaled(SIZES.running, scale, 20),
  }
}

export function ledgerAmountsAt(scale: number): LedgerAmounts {
  return {
    rows: scaled(SIZES.ledger, scale),
    members: scaled(SIZES.members, scale),
    admins: scaled(SIZES.admins, scale, 5),
  }
}

function scaled(count: number, scale: number, least = 5_000): number {
  return Math.max(least, Math.round(count * scale))
}
