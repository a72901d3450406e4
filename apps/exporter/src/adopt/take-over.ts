/**
 * Takes the archive jobs of Mastodon out of its queue `pull` and puts them into ours, for
 * `EXPORT_MODE=take-over`.
 *
 * A job is moved by one script: it is taken out by its exact bytes and comes into our queue with
 * nothing changed but the name of the queue, so that a retry returns to us. A Ruby worker that
 * fetches it in the same moment either has it, or never sees it. All other jobs stay as they are.
 *
 * A queue can hold a million jobs, and Redis stands still while it searches one. Each look reads
 * 2,000 jobs: the newest, the oldest, and a piece that wanders on from look to look. Jobs are moved
 * while they are within 50,000 of either end (2 ms); deeper ones come into reach as the queue is
 * worked off.
 */
import type { JobPayload, Logger, RedisClient } from '@howdah/engine'
import { adoptBackup, type AdoptStores } from './adopt-backup.ts'
import { MASTODON_QUEUE, MASTODON_RETRIES } from '../ledger/export-queue.ts'
import { backupIdOf, readBackupJob, readPage } from './ruby-jobs.ts'

const INTERVAL_MS = 1_000
const PIECE = 500
const REACH = 50_000

/** KEYS: pull, our queue, names of queues. ARGV: bytes, new bytes, our queue's name, rank, reach. */
const MOVE = `
if not redis.call('LPOS', KEYS[1], ARGV[1], 'RANK', ARGV[4], 'MAXLEN', ARGV[5]) then return 0 end
redis.call('LREM', KEYS[1], ARGV[4], ARGV[1])
redis.call('SADD', KEYS[3], ARGV[3])
redis.call('LPUSH', KEYS[2], ARGV[2])
return 1`

export interface TakeOverOptions {
  readonly stores: AdoptStores
  readonly redis: RedisClient
  /** Where our workers take them from. */
  readonly queue: string
  readonly logger: Logger
}

/** A job of Mastodon's, and from which end of the queue it is nearer. */
interface Found {
  readonly stored: Buffer
  readonly payload: JobPayload
  readonly end: 'oldest' | 'newest'
}

export class TakeOver {
  readonly #options: TakeOverOptions
  #offset = PIECE
  #timer: NodeJS.Timeout | null = null
  #look: Promise<unknown> = Promise.resolve()
  #isLooking = false

  constructor(options: TakeOverOptions) {
    this.#options = options
  }

  /** Looks once a second until it is stopped. */
  start(): void {
    this.#timer = setInterval(() => this.#next(), INTERVAL_MS)
    this.#next()
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer)
    await this.#look
  }

  /** One look. @returns how many jobs were moved */
  async look(): Promise<number> {
    let moved = 0
    for (const job of await this.#find()) {
      if (!(await this.#move(job))) continue
      moved += 1
      await this.#adopt(job.payload)
    }
    return moved
  }

  #next(): void {
    if (this.#isLooking) return
    this.#isLooking = true
    this.#look = this.look()
      .catch((error: unknown) => {
        this.#options.logger.warn({ err: error }, 'Jobs of Mastodon could not be taken over.')
      })
      .finally(() => {
        this.#isLooking = false
      })
  }

  /** The oldest first, so that their order is kept. */
  async #find(): Promise<readonly Found[]> {
    const { redis } = this.#options
    const offset = this.#offset
    const [oldest, older, newer, newest] = await Promise.all([
      readPage(redis, -PIECE, -1),
      readPage(redis, -offset - PIECE, -offset - 1),
      readPage(redis, offset, offset + PIECE - 1),
      readPage(redis, 0, PIECE - 1),
    ])
    const isAtEnd = older.length < PIECE || offset + 2 * PIECE > REACH
    this.#offset = isAtEnd ? PIECE : offset + PIECE
    const found = new Map<string, Found>()
    for (const [texts, end] of [
      [oldest, 'oldest'],
      [older, 'oldest'],
      [newer, 'newest'],
      [newest, 'newest'],
    ] as const) {
      for (const stored of texts.toReversed()) {
        const payload = readBackupJob(stored)
        const key = stored.toString('latin1')
        if (payload !== null && !found.has(key)) found.set(key, { stored, payload, end })
      }
    }
    return [...found.values()]
  }

  /** @returns false when a worker of Mastodon was faster */
  async #move({ stored, end }: Found): Promise<boolean> {
    const { redis, queue } = this.#options
    const { keys } = redis
    const names = [keys.queue(MASTODON_QUEUE), keys.queue(queue), keys.queues]
    const rank = end === 'oldest' ? -1 : 1
    const parameters = [stored, withQueue(stored, queue), queue, rank, REACH]
    return Number(await redis.call('EVAL', MOVE, names.length, ...names, ...parameters)) === 1
  }

  /** A crash before this loses nothing: the job itself names the row of Mastodon's table. */
  async #adopt(payload: JobPayload): Promise<void> {
    const backupId = backupIdOf(payload)
    if (backupId === null) return
    const record = await adoptBackup(this.#options.stores, {
      backupId,
      jid: payload.jid,
      performer: 'howdah',
      maxAttempts: triesOf(payload),
    })
    this.#options.logger.info(
      { jid: payload.jid, backup_id: backupId, export_id: record?.id ?? null },
      'An archive that was asked for on Mastodon’s page is taken over.',
    )
  }
}

/** The same bytes with another queue. Ruby writes no space; within a text its quotes are escaped. */
function withQueue(stored: Buffer, queue: string): Buffer {
  const text = stored.toString('latin1').replace(/"queue"\s*:\s*"pull"/, `"queue":"${queue}"`)
  return Buffer.from(text, 'latin1')
}

/** The first try and the retries; where the job does not say how many, as many as Mastodon gives it. */
export function triesOf({ retry }: { readonly retry?: unknown }): number {
  return 1 + (typeof retry === 'number' ? retry : MASTODON_RETRIES)
}
