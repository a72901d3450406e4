/**
 * Whose turn it is: what has not started when the off-peak window closes waits for the next one, and
 * the exports of a bulk request are let in a few at a time, so that a member who asks meanwhile
 * never waits behind all of them.
 *
 * Everything is decided by statements in the database; several processes may do it at once.
 */
import type { RedisClient } from '@howdah/engine'
import { Limits, ProcessSet } from '@howdah/engine/api'
import { isInWindow, nextOpening, type ExportWindow } from '../config/export-window.ts'
import { EXPORT_LIMIT_NAME, ExportQueue } from './export-queue.ts'
import type { Ledger } from './ledger.ts'
import type { Reason } from './reasons/reason.ts'
import { startLater } from './start-later.ts'
import { countLine, dueBulkExports, nextBulkExports, waitingForWindow } from './turn-queries.ts'
import type { ExportRecord } from './types.ts'

/** So that one turn of the upkeep stays short, whatever has piled up. */
const AT_ONCE = 500
/** Exports of a bulk request wait in the queue up to so many for each that runs at once. */
const AHEAD_PER_SLOT = 2
const AHEAD_AT_LEAST = 4
/** What is held back is looked at again after so long. */
const HOLD_MS = 3 * 60_000
/** A little longer than one turn of the upkeep. */
const SOON_MS = 90_000

const NEXT_WINDOW: Reason = { code: 'window-closed' }
const HELD_BACK: Reason = { code: 'held-back' }

export interface TurnsOptions {
  readonly ledger: Ledger
  readonly redis: RedisClient
  readonly queue: string
  readonly window: ExportWindow | null
  /** What is expected to be smaller starts at any time. */
  readonly skipBelowBytes: number
  /** How large an archive becomes that came from elsewhere, so that nobody has estimated it. */
  readonly estimate: (record: ExportRecord) => Promise<number>
}

export class Turns {
  readonly #options: TurnsOptions
  readonly #queue: ExportQueue

  constructor(options: TurnsOptions) {
    this.#options = options
    this.#queue = new ExportQueue({ redis: options.redis, queue: options.queue })
  }

  /**
   * For a job about to start: true when its export has to wait for the window and was postponed, so
   * that the job has nothing to do. One that ran before goes on at any hour.
   */
  async postponeUntilWindow(record: ExportRecord, now: Date = new Date()): Promise<boolean> {
    const { window } = this.#options
    if (window === null || record.startedAt !== null || isInWindow(window, now)) return false
    const estimatedBytes = await this.#largeStranger(record)
    if (record.waitsFor !== 'window' && estimatedBytes === null) return false
    return this.#postpone(record, nextOpening(window, now), { estimatedBytes })
  }

  /** The size of one that Mastodon's own page asked for, where that is too large for the day. */
  async #largeStranger(record: ExportRecord): Promise<number | null> {
    if (record.type !== 'backup' || record.estimatedBytes !== null) return null
    const bytes = await this.#options.estimate(record)
    return bytes >= this.#options.skipBelowBytes ? bytes : null
  }

  /** While the window is closed: what still waits for it in the queue. @returns how many moved */
  async closeWindow(now: Date = new Date()): Promise<number> {
    const { window, ledger } = this.#options
    if (window === null || isInWindow(window, now)) return 0
    let moved = 0
    for (const record of await waitingForWindow(ledger.db, AT_ONCE)) {
      if (await this.#postpone(record, nextOpening(window, now))) moved += 1
    }
    return moved
  }

  /**
   * Holds back the next exports of bulk requests while enough wait, and lets the next ones in early
   * when a worker has nothing to do.
   */
  async takeTurns(now: Date = new Date()): Promise<void> {
    const { ledger, redis } = this.#options
    const line = await countLine(ledger.db)
    if (line.bulk === 0) return
    const slots = await countSlots(redis, this.#options.queue)
    const ahead = Math.max(AHEAD_AT_LEAST, slots * AHEAD_PER_SLOT)
    if (line.pending >= ahead) return this.#holdBack(now)
    if (line.pending === 0 && line.running < slots) await this.#letIn(ahead, now)
  }

  async #holdBack(now: Date): Promise<void> {
    const { db } = this.#options.ledger
    const soon = new Date(now.getTime() + SOON_MS)
    for (const record of await dueBulkExports(db, soon, AT_ONCE)) {
      const runsAt = new Date((record.runsAt ?? now).getTime() + HOLD_MS)
      await this.#postpone(record, runsAt, { reason: HELD_BACK })
    }
  }

  async #letIn(count: number, now: Date): Promise<void> {
    const { window, ledger } = this.#options
    if (window !== null && !isInWindow(window, now)) return
    for (const record of await nextBulkExports(ledger.db, count)) {
      // The ledger follows when the reconciler or the worker sees the job.
      await this.#queue.moveToQueue(record)
    }
  }

  async #postpone(
    record: ExportRecord,
    runsAt: Date,
    { reason = NEXT_WINDOW, estimatedBytes = null }: PostponeOptions = {},
  ): Promise<boolean> {
    const moved = await startLater(this.#options.ledger, this.#queue, {
      record,
      runsAt,
      waitsFor: record.waitsFor ?? 'window',
      event: { actor: 'howdah', action: 'postponed', detail: reason },
      estimatedBytes,
    })
    return moved !== null
  }
}

interface PostponeOptions {
  readonly reason?: Reason
  readonly estimatedBytes?: number | null
}

/** How many exports can run at the same time: processes that listen, and the limit. */
export async function countSlots(redis: RedisClient, queue: string): Promise<number> {
  const [processes, limit] = await Promise.all([
    ProcessSet.fetch(redis),
    Limits.get(redis, EXPORT_LIMIT_NAME),
  ])
  const listening = processes.filter((one) => !one.isQuiet && one.queues.includes(queue))
  const capacity = listening.reduce((sum, one) => sum + one.concurrency, 0)
  return Math.min(capacity, limit.rule.total ?? capacity)
}
