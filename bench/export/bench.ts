/** What a scenario works with: the members, the cluster, the results, and short words. */
import { join } from 'node:path'
import { availableParallelism } from 'node:os'
import type { BenchCluster } from './cluster.ts'
import { ensureCommunity, membersOf, type BenchMember, type MemberPlan } from './community.ts'
import { fetchFreeMemory } from './free-memory.ts'
import { ensureMedia, type MediaTree } from './media.ts'
import type { ExportBenchOptions } from './options.ts'
import type { ExportResults } from './results.ts'
import { runExports, settleDisk, type ExportFigures } from './worker.ts'

/** One part of the benchmark. */
export interface Scenario {
  readonly name: string
  /** What is measured, for people. */
  readonly title: string
  /** Whose files it needs. */
  readonly accounts: readonly Account[]
  run(bench: ExportBench): Promise<void>
}

/** An account to export, and how large its files are. */
export interface Account {
  /** "100,000 posts" */
  readonly title: string
  readonly members: readonly string[]
  readonly fileBytes: number
}

export interface ExportOptions {
  readonly processors: string
  readonly processes?: number
  /** Settings of the worker beside the usual ones. */
  readonly environment?: Readonly<Record<string, string>>
  /** The same archives, built before by the same processes; none when left out. */
  readonly archivesBefore?: number
}

/** Fewer rounds where one takes a minute. */
const LONG_ROUNDS = 3

export class ExportBench {
  readonly options: ExportBenchOptions
  readonly results: ExportResults
  readonly cluster: BenchCluster
  readonly say: (text: string) => void
  readonly #redisUrl: string
  #database = ''
  #members: ReadonlyMap<string, BenchMember> = new Map()

  constructor(parts: {
    readonly options: ExportBenchOptions
    readonly results: ExportResults
    readonly cluster: BenchCluster
    readonly redisUrl: string
    readonly say: (text: string) => void
  }) {
    this.options = parts.options
    this.results = parts.results
    this.cluster = parts.cluster
    this.say = parts.say
    this.#redisUrl = parts.redisUrl
  }

  /** Makes the members that are not there. */
  async prepare(plans: readonly MemberPlan[]): Promise<void> {
    const scaled = plans.map((plan) => ({ ...plan, posts: this.#scaled(plan.posts) }))
    this.#database = await ensureCommunity(this.cluster, scaled, this.say)
    this.#members = await membersOf(this.cluster, this.#database)
  }

  /** So that both contestants read from memory, the first one as well. */
  async warm(): Promise<void> {
    await this.cluster.warm(this.#database)
  }

  get url(): string {
    return this.cluster.url(this.#database)
  }

  get folder(): string {
    return join(this.options.folder, 'run')
  }

  /** The last processor is PostgreSQL's where a worker is to have one for itself. */
  get isolated(): { worker: string; database: string } {
    const last = String(availableParallelism() - 1)
    return { worker: '0', database: last }
  }

  get allProcessors(): string {
    return `0-${availableParallelism() - 1}`
  }

  rounds(isLong = false): number {
    return isLong ? Math.min(this.options.rounds, LONG_ROUNDS) : this.options.rounds
  }

  member(name: string): BenchMember {
    const member = this.#members.get(name)
    if (member === undefined) throw new Error(`There is no member ${name}.`)
    return member
  }

  media({ members, fileBytes }: Account): Promise<MediaTree> {
    return ensureMedia({
      url: this.url,
      members: members.map((name) => this.member(name)),
      fileBytes,
      folder: join(this.options.folder, 'media'),
    })
  }

  /** In turns: the first one of a round is the second one of the next. */
  async inTurns(rounds: number, contestants: readonly (() => Promise<void>)[]): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      for (const run of round % 2 === 0 ? contestants : contestants.toReversed()) await run()
    }
  }

  /** Before anything is measured, so that nobody pays for memory that the machine had given away. */
  freeMemory(archiveBytes: number): void {
    if (!this.options.isQuick) fetchFreeMemory(join(this.options.folder, 'memory'), archiveBytes)
  }

  /** Exports the account's members at the same time. */
  async export(account: Account, options: ExportOptions): Promise<ExportFigures> {
    const media = await this.media(account)
    const figures = await runExports({
      cluster: this.cluster,
      database: this.#database,
      redisUrl: this.#redisUrl,
      members: account.members.map((name) => this.member(name)),
      media,
      folder: this.folder,
      processors: options.processors,
      processes: options.processes ?? 1,
      fromSource: this.options.fromSource,
      environment: options.environment ?? {},
      archivesBefore: options.archivesBefore ?? 0,
      beforeStart: () => this.freeMemory(media.bytes),
    })
    settleDisk()
    return figures
  }

  #scaled(posts: number): number {
    return Math.max(100, Math.round((posts * this.options.scale) / 100) * 100)
  }
}
