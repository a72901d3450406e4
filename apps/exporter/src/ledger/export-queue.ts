/**
 * The job of an export in Redis: push it, find it, move it to its queue now, take it away.
 *
 * Knows class names and arguments, so that a process that only asks for exports need not load the
 * code that builds them.
 */
import { randomBytes } from 'node:crypto'
import { cancelJob, Client, type CancelResult, type RedisClient } from '@howdah/engine'
import { DeadSet, RetrySet, ScheduledSet, type JobSet } from '@howdah/engine/api'
import { LedgerError } from './errors.ts'
import type { ExportRecord, ExportType } from './types.ts'

/** The class names that administrators look for. */
export const JOB_CLASSES: Readonly<Record<ExportType, string>> = {
  backup: 'BackupWorker',
  migration: 'AccountMigrationWorker',
}

/** The engine's limit that all exports share. */
export const EXPORT_LIMIT_NAME = 'exports'

/** Where Mastodon pushes its own archive jobs, and how often its worker tries again. */
export const MASTODON_QUEUE = 'pull'
export const MASTODON_RETRIES = 5

/** A page waits for it; a job that is not found by then meets the mark when it is fetched. */
const CANCEL_BUDGET_MS = 2_000

/** Jobs a round trip; Redis sorts so many into its set in some milliseconds. */
const MANY_AT_ONCE = 500

/** Lines of the backtrace that a failed job keeps. */
const BACKTRACE_LINES = 30

export interface ExportQueueOptions {
  readonly redis: RedisClient
  /** Where exports go unless they are pushed elsewhere. */
  readonly queue: string
}

export interface PushOptions {
  /** When to move it to its queue; left out: now. */
  readonly at?: Date
  /** Default: the queue of {@link ExportQueueOptions}. The job keeps it, retries included. */
  readonly queue?: string
}

export class ExportQueue {
  readonly name: string
  readonly #redis: RedisClient
  readonly #client: Client

  constructor(options: ExportQueueOptions) {
    this.name = options.queue
    this.#redis = options.redis
    this.#client = new Client({ redis: options.redis })
  }

  /** A fresh identity for a job, made before the push so that the ledger can know it first. */
  static newJid(): string {
    return randomBytes(12).toString('hex')
  }

  /** Pushes the job of an export: now, or to be moved to its queue at `at`. */
  async push(record: ExportRecord, jid: string, options: PushOptions = {}): Promise<void> {
    if (record.performer === 'mastodon') return this.#pushForMastodon(record, jid, options)
    await this.#client.push({
      class: JOB_CLASSES[record.type],
      args: [
        {
          user_id: BigInt(record.userId),
          type: record.type,
          export_id: BigInt(record.id),
        },
      ],
      queue: options.queue ?? record.queue ?? this.name,
      jid,
      retry: record.maxAttempts - 1,
      backtrace: BACKTRACE_LINES,
      ...(options.at === undefined ? {} : { at: options.at }),
    })
  }

  /** The job as Mastodon's own page would push it: its workers know no other. */
  async #pushForMastodon(record: ExportRecord, jid: string, { at }: PushOptions): Promise<void> {
    if (record.backupId === null) {
      throw new LedgerError(
        'no-backup-row',
        `Export ${record.id} has no row in Mastodon's table backups, and its worker needs one.`,
      )
    }
    await this.#client.push({
      class: JOB_CLASSES.backup,
      args: [BigInt(record.backupId)],
      queue: MASTODON_QUEUE,
      jid,
      retry: MASTODON_RETRIES,
      backtrace: true,
      dead: false,
      ...(at === undefined ? {} : { at }),
    })
  }

  /**
   * Moves the job from whichever set holds it to its queue, without counting the coming try as one
   * of its retries. @returns false when no set holds it, so that it must be pushed anew.
   */
  async moveToQueue(record: ExportRecord): Promise<boolean> {
    if (record.jid === null) return false
    const sets = this.#sets()
    // Its place in a set is when it is due, in the dead set when it died.
    const time = record.runsAt ?? record.finishedAt
    for (const set of sets) {
      const entry = time === null ? null : await set.findNear(record.jid, time)
      if (entry !== null) return (await set.retryNow(entry)) !== null
    }
    for (const set of sets) {
      const entry = await set.findJid(record.jid)
      if (entry !== null) return (await set.retryNow(entry)) !== null
    }
    return false
  }

  /** Lets a job of the retry set become due at another time; false when it is not there. */
  async retryAt(record: ExportRecord, at: Date): Promise<boolean> {
    if (record.jid === null) return false
    const retries = new RetrySet(this.#redis)
    const entry = await retries.findJid(record.jid)
    return entry !== null && retries.reschedule(entry, at.getTime() / 1_000)
  }

  /** Pushes many jobs that become due one after the other. @returns their jids, in this order */
  async pushMany(
    type: ExportType,
    jobs: readonly { readonly id: string; readonly userId: string; readonly at: Date }[],
    retries: number,
  ): Promise<readonly string[]> {
    const jids = await this.#client.pushBulk(
      { class: JOB_CLASSES[type], queue: this.name, retry: retries, backtrace: BACKTRACE_LINES },
      jobs.map(({ id, userId }) => [{ user_id: BigInt(userId), type, export_id: BigInt(id) }]),
      { at: jobs.map(({ at }) => at), batchSize: MANY_AT_ONCE },
    )
    return jids.map((jid) => jid ?? '')
  }

  /**
   * Takes the job out of Redis wherever it waits, and tells the process that runs it, which then
   * aborts it with the reason `cancelled`.
   *
   * @param job as it was before: when a cancelled export was due is no longer known
   */
  cancel(job: Pick<ExportRecord, 'jid' | 'runsAt'>, by: string): Promise<CancelResult> {
    const { jid, runsAt } = job
    if (jid === null) return Promise.resolve('not-found')
    return cancelJob(this.#redis, jid, { by, budgetMs: CANCEL_BUDGET_MS, dueAt: runsAt })
  }

  #sets(): readonly JobSet[] {
    return [new ScheduledSet(this.#redis), new RetrySet(this.#redis), new DeadSet(this.#redis)]
  }
}
