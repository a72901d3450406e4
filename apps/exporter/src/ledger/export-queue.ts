/**
 * The job of an export in Redis: push it, find it, move it to its queue now, take it away.
 *
 * Knows class names and arguments, so that a process that only asks for exports need not load the
 * code that builds them.
 */
import { randomBytes } from 'node:crypto'
import { Client, type RedisClient } from '@howdah/engine'
import { DeadSet, locateJobs, Queue, RetrySet, ScheduledSet, type JobSet } from '@howdah/engine/api'
import { knownQueues } from './known-queues.ts'
import type { ExportRecord, ExportType } from './types.ts'

/** The class names that administrators look for. */
export const JOB_CLASSES: Readonly<Record<ExportType, string>> = {
  backup: 'BackupWorker',
  migration: 'AccountMigrationWorker',
}

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
    await this.#client.push({
      class: JOB_CLASSES[record.type],
      args: [
        {
          user_id: BigInt(record.userId),
          type: record.type,
          export_id: BigInt(record.id),
        },
      ],
      queue: options.queue ?? this.name,
      jid,
      retry: record.maxAttempts - 1,
      backtrace: BACKTRACE_LINES,
      ...(options.at === undefined ? {} : { at: options.at }),
    })
  }

  /**
   * Moves the job from whichever set holds it to its queue, without counting the coming try as one
   * of its retries. @returns false when no set holds it, so that it must be pushed anew.
   */
  async moveToQueue(record: ExportRecord): Promise<boolean> {
    if (record.jid === null) return false
    for (const set of this.#sets()) {
      const entry = await set.findJid(record.jid)
      if (entry !== null) return (await set.retryNow(entry)) !== null
    }
    return false
  }

  /** Takes the job out of Redis wherever it waits; one that runs is stopped by the ledger. */
  async remove(record: ExportRecord): Promise<boolean> {
    if (record.jid === null) return false
    for (const set of this.#sets()) {
      const entry = await set.findJid(record.jid)
      if (entry !== null) return set.delete(entry)
    }
    return this.#removeWaiting(record.jid)
  }

  /** One that is too deep in a queue to be found in time ends by itself when it is fetched. */
  async #removeWaiting(jid: string): Promise<boolean> {
    const queues = await knownQueues(this.#redis, this.name)
    const place = (await locateJobs(this.#redis, [jid], { queues })).get(jid)
    if (place?.kind !== 'queue') return false
    return new Queue(this.#redis, place.queue).delete(place.job.raw)
  }

  #sets(): readonly JobSet[] {
    return [new ScheduledSet(this.#redis), new RetrySet(this.#redis), new DeadSet(this.#redis)]
  }
}
