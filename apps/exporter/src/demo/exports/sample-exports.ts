/**
 * A few exports in every state, so that no page of the console is empty at first sight. All of them
 * are made by the real service and the real jobs, with accidents staged where one is wanted, so the
 * ledger and Redis agree. Ada and Bob are left free.
 *
 * Each start fills up the states that have become empty: the retry has succeeded, the night is over.
 *
 * Big archives have a queue of their own, whose worker the administrator starts when the server is
 * quiet. The demo starts none, so what lies in it waits for as long as nobody does anything.
 */
import type { JobDefinition, RedisClient } from '@howdah/engine'
import { Queue, RetrySet } from '@howdah/engine/api'
import { Launcher } from '@howdah/engine/server'
import type { RequestOptions } from '../../ledger/requests.ts'
import type { ExportRecord, ExportState, ExportType } from '../../ledger/types.ts'
import { createJobs } from '../../jobs/definitions.ts'
import { expireArchive } from '../../jobs/expire-archive.ts'
import { findMember } from '../../mastodon/members.ts'
import type { Services } from '../../services.ts'
import { backdateExport } from './backdate.ts'
import { withFullDisk, withSlowDatabase } from './staged-failures.ts'

/** Far enough ahead that every visitor sees the retry wait. */
const RETRY_AFTER_SECONDS = 40 * 60

/** The administrator who has asked for some of them. */
const ADMINISTRATOR = 'admin'
const MEMBER = 'member'

/** Hour of the night in which a server has time for exports. */
const QUIET_HOUR = 2

/** No process of the demo serves it: `howdah work -q export_large --env .howdah/demo.env` does. */
export const LARGE_QUEUE = 'export_large'

const POLL_INTERVAL_MS = 100
const TIMEOUT_MS = 60_000

export class SampleExports {
  readonly #services: Services

  constructor(services: Services) {
    this.#services = services
  }

  /** Fills up empty states. Must run while no worker does. */
  async fill(): Promise<void> {
    const { counts } = await this.#services.ledger.list({ limit: 1 })
    if (counts.done + counts.expired === 0) await this.#finished()
    if (counts.cancelled === 0) await this.#cancelled()
    if (counts.failed === 0) await this.#failed()
    if (counts.retrying === 0) await this.#retrying()
    if (counts.scheduled < 2) await this.#scheduled()
    if (counts.stuck === 0) await this.#lost()
    if ((await new Queue(this.#services.redis, LARGE_QUEUE).size()) === 0) await this.#large()
  }

  /** A few that wait in the queue when the worker starts, and are made before one's eyes. */
  async enqueue(): Promise<void> {
    for (const username of ['nora', 'ilya', 'omar', 'tove', 'uma', 'wren'])
      await this.#request(username, 'backup')
    await this.#request('pia', 'migration')
  }

  /** Real archives, of some days ago; the older ones are gone again. */
  async #finished(): Promise<void> {
    const days = new Map<ExportRecord, number>()
    const wishes: readonly (readonly [string, ExportType, number])[] = [
      ['eve', 'backup', 12],
      ['kofi', 'migration', 9],
      ['cyd', 'backup', 4],
      ['dee', 'migration', 2],
      ['fay', 'backup', 1],
      ['orla', 'backup', 0],
    ]
    for (const [username, type, daysAgo] of wishes) {
      const record = await this.#request(username, type)
      if (record !== null) days.set(record, daysAgo)
    }
    const jobs = createJobs({ services: this.#services, worker: 'demo' })
    await this.#work(jobs, () => this.#haveAll([...days.keys()], 'done'))
    for (const [{ id }, daysAgo] of days) await this.#age(id, daysAgo)
  }

  async #age(id: string, daysAgo: number): Promise<void> {
    const { db, ledger, config } = this.#services
    const record = await ledger.get(id)
    if (record === null || daysAgo === 0) return
    const isOver = daysAgo > config.exports.retentionDays
    if (isOver) await expireArchive(this.#services, record)
    await backdateExport(db, id, daysAgo * 24 + (daysAgo % 5))
  }

  async #cancelled(): Promise<void> {
    const record = await this.#request('june', 'backup', { runsAt: tonight(0) })
    if (record !== null) await this.#services.exports.cancel(record.id, ADMINISTRATOR)
  }

  /** All its tries have failed: it lies in the dead set. */
  async #failed(): Promise<void> {
    const record = await this.#request('hana', 'backup')
    if (record === null) return
    const jobs = this.#staged(record, withFullDisk(this.#services))
    await this.#work(jobs, async () => {
      await retryOnceMore(this.#services.redis, record)
      return this.#haveAll([record], 'failed')
    })
  }

  /** Two of its tries have failed, the next is some time ahead. */
  async #retrying(): Promise<void> {
    const record = await this.#request('quinn', 'backup')
    if (record === null) return
    const services = withSlowDatabase(this.#services)
    const jobs = createJobs({ services, worker: 'demo' }).map((job): JobDefinition => ({
      ...job,
      retryIn: () => RETRY_AFTER_SECONDS,
    }))
    await this.#work(jobs, async () => {
      const now = await this.#services.ledger.get(record.id)
      if (now?.attempts === 1 && now.state === 'retrying')
        await retryOnceMore(this.#services.redis, record)
      return now?.attempts === 2 && now.state === 'retrying'
    })
  }

  async #scheduled(): Promise<void> {
    await this.#request('gus', 'backup', { runsAt: tonight(0), by: ADMINISTRATOR })
    await this.#request('lena', 'migration', { runsAt: tonight(5) })
    await this.#request('milo', 'backup', { runsAt: tonight(10) })
  }

  /** They wait for a worker that somebody has to start. */
  async #large(): Promise<void> {
    await this.#request('sami', 'backup', { queue: LARGE_QUEUE })
    await this.#request('cyd', 'migration', { queue: LARGE_QUEUE, by: ADMINISTRATOR })
    await this.#request('yuki', 'backup', { queue: LARGE_QUEUE })
  }

  /** Its job is lost; the worker's upkeep finds out after a minute or two and calls it stuck. */
  async #lost(): Promise<void> {
    const record = await this.#request('rosa', 'backup')
    if (record === null) return
    const queue = new Queue(this.#services.redis, this.#services.config.exports.queue)
    const { jobs } = await queue.page({ offset: 0, limit: 100, order: 'newest' })
    const job = jobs.find(({ jid }) => jid === record.jid)
    if (job !== undefined) await queue.delete(job.raw)
  }

  /** @returns null when the member has one under way already. */
  async #request(
    username: string,
    type: ExportType,
    { by = MEMBER, ...options }: RequestOptions & { readonly by?: string } = {},
  ): Promise<ExportRecord | null> {
    const { db, exports, ledger } = this.#services
    const member = await findMember(db, { username })
    if (member === null) return null
    const asker = (await ledger.lastSuccessAt(member.userId, type)) === null ? by : ADMINISTRATOR
    const result = await exports.request(member, type, asker, options)
    return result.kind === 'accepted' ? result.export : null
  }

  /** Jobs that fail for this one export; what else waits in the queue is made as it should be. */
  #staged(record: ExportRecord, broken: Services, retryInSeconds?: number): JobDefinition[] {
    const failing = createJobs({ services: broken, worker: 'demo' })
    return createJobs({ services: this.#services, worker: 'demo' }).map((job, index) => {
      const other = failing[index] ?? job
      return {
        ...job,
        perform: (args, context) =>
          (context.jid === record.jid ? other : job).perform(args, context),
        retryIn: (count, error, payload) =>
          payload.jid === record.jid ? retryInSeconds : job.retryIn?.(count, error, payload),
      }
    })
  }

  async #work(jobs: readonly JobDefinition[], isOver: () => Promise<boolean>): Promise<void> {
    const { config, logger } = this.#services
    const launcher = new Launcher({
      redis: config.redis,
      jobs,
      queues: [config.exports.queue],
      concurrency: 2,
      signals: false,
      tag: 'demo',
      logger,
    })
    await launcher.start()
    try {
      await until(isOver)
    } finally {
      await launcher.stop()
    }
  }

  async #haveAll(records: readonly ExportRecord[], state: ExportState): Promise<boolean> {
    const now = await Promise.all(records.map(({ id }) => this.#services.ledger.get(id)))
    return now.every((record) => record === null || record.state === state)
  }
}

async function retryOnceMore(redis: RedisClient, { jid }: ExportRecord): Promise<void> {
  const set = new RetrySet(redis)
  const entry = jid === null ? null : await set.findJid(jid)
  // Not "retry now", which takes the failed try off the count.
  if (entry !== null) await set.enqueue(entry)
}

async function until(isOver: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS
  while (!(await isOver()) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS))
}

/** The next quiet hour, by this machine's clock. */
function tonight(minutes: number): Date {
  const at = new Date()
  at.setHours(QUIET_HOUR, minutes, 0, 0)
  if (at.getTime() <= Date.now()) at.setDate(at.getDate() + 1)
  return at
}
