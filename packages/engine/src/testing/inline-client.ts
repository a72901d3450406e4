/** A client whose pushes are performed before they return. */
import { Client } from '../client/client.ts'
import type {
  BulkArguments,
  BulkOptions,
  ClientOptions,
  PlainJob,
  PushOptions,
} from '../client/options.ts'
import { runTimeOf } from '../client/run-time.ts'
import type { ArgumentsOf, ArgumentsSchema, JobDeclaration } from '../job/definition.ts'
import type { Jid } from '../job/payload.ts'
import { systemClock } from '../support/epoch.ts'

/** What an inline client needs. */
export interface InlineClientOptions extends ClientOptions {
  /** Runs what waits, up to and including this job. */
  readonly perform: (jid: Jid) => Promise<void>
}

/**
 * Pushes as any client, through client middleware and Redis, and then has the job performed, through
 * server middleware. What is scheduled for later stays in the scheduled set.
 */
export class InlineClient extends Client {
  readonly #options: InlineClientOptions

  constructor(options: InlineClientOptions) {
    super(options)
    this.#options = options
  }

  override push<Schema extends ArgumentsSchema>(
    job: JobDeclaration<Schema>,
    args: ArgumentsOf<Schema>,
    options?: PushOptions,
  ): Promise<Jid | null>
  override push(job: PlainJob & PushOptions): Promise<Jid | null>
  override async push(
    job: JobDeclaration | (PlainJob & PushOptions),
    args?: object,
    options?: PushOptions,
  ): Promise<Jid | null> {
    const jid =
      args === undefined
        ? await super.push(job as PlainJob)
        : await super.push(job as JobDeclaration, args, options)
    const nowMs = (this.#options.clock ?? systemClock).nowMs()
    const time: PushOptions = args === undefined ? job : (options ?? {})
    if (jid !== null && runTimeOf(time, nowMs) === null) await this.#options.perform(jid)
    return jid
  }

  override pushBulk<Schema extends ArgumentsSchema>(
    job: JobDeclaration<Schema>,
    argsList: BulkArguments<ArgumentsOf<Schema>>,
    options?: BulkOptions,
  ): Promise<(Jid | null)[]>
  override pushBulk(
    job: Omit<PlainJob, 'args'>,
    argsList: BulkArguments<readonly unknown[]>,
    options?: BulkOptions,
  ): Promise<(Jid | null)[]>
  override async pushBulk(
    job: JobDeclaration | Omit<PlainJob, 'args'>,
    argsList: BulkArguments<object>,
    options: BulkOptions = {},
  ): Promise<(Jid | null)[]> {
    const jids = await super.pushBulk(job as JobDeclaration, argsList, options)
    const isScheduled = [options.in, options.at, options.spreadSeconds].some(
      (time) => time !== undefined,
    )
    const last = jids.findLast((jid) => jid !== null) ?? null
    if (last !== null && !isScheduled) await this.#options.perform(last)
    return jids
  }

  override async withheld<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    const result = await super.withheld(work)
    // No job has this jid, so everything that waits is run.
    await this.#options.perform('')
    return result
  }
}
