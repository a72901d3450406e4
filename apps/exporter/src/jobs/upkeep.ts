/**
 * What a worker looks after once a minute besides its jobs: exports that are stuck or were never
 * pushed, those that wait for the off-peak window or their turn, archives whose time is over, members
 * who were not told, recurring exports that are due, files that a crash left.
 *
 * Several workers may do it at the same time: every step is decided by a statement in the database.
 */
import { Client, type Logger } from '@howdah/engine'
import { watchMastodon } from '../adopt/watch.ts'
import { foldCounts, mendCounts } from '../ledger/counts.ts'
import { forgetHistory } from '../ledger/history.ts'
import { reconcile } from '../ledger/reconcile.ts'
import { readSettings } from '../ledger/settings.ts'
import { claimUntold, leftovers, noteTold, overdueExports } from '../ledger/upkeep.ts'
import { countRequeues } from '../ledger/watched.ts'
import type { Services } from '../services.ts'
import { requestRecurring } from './recur.ts'
import { expireArchive } from './expire-archive.ts'
import { removeLeftover } from './leftovers.ts'
import { sweep } from './sweep.ts'
import { pushMailJob } from './tell-member.ts'
import { pushWebhookJob } from './webhook.ts'

const INTERVAL_MS = 60_000
/** It looks at every archive there is, and at things that are a day old. */
const SWEEP_EVERY_MS = 3_600_000
/** The scheduled job is on time to a few seconds; later than this it was lost. */
const EXPIRY_GRACE_MS = 2 * 60_000
/** A message is sent within seconds of the end, and is of no use any more after some days. */
const TOLD_WITHIN_MS = 2 * 60_000
const TELL_AT_MOST_MS = 3 * 86_400_000
/** So that one turn stays short, whatever has piled up. */
const AT_ONCE = 100
const MOST_REQUEUES = 3
const DAY_MS = 86_400_000
const FORGOTTEN_AT_ONCE = 1_000

export class Upkeep {
  readonly #services: Services
  readonly #client: Client
  readonly #logger: Logger
  #timer: NodeJS.Timeout | null = null
  /** Where the next look of the reconciler begins. */
  #afterId = '0'
  #sweptAtMs = 0
  #turn: Promise<void> = Promise.resolve()
  #isTurning = false

  constructor(services: Services) {
    this.#services = services
    this.#client = new Client({ redis: services.redis })
    this.#logger = services.logger.child({ part: 'upkeep' })
  }

  start(): void {
    this.#timer = setInterval(() => this.#next(), INTERVAL_MS)
    this.#next()
  }

  /** Settles once the turn under way has ended. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer)
    await this.#turn
  }

  /** One turn; a part that fails is logged and does not keep the others from their work. */
  async turn(now: Date = new Date()): Promise<void> {
    await this.#attempt('reconcile', () => this.#reconcile(now))
    await this.#attempt('let exports take turns', () => this.#takeTurns(now))
    await this.#attempt('go on with operations', () => this.#services.operations.takeOver())
    await this.#attempt('expire', () => this.#expireOverdue(now))
    await this.#attempt('tell', () => this.#tellForgotten(now))
    await this.#attempt('request recurring exports', () => requestRecurring(this.#services, now))
    await this.#attempt('forget old exports', () => this.#forgetHistory(now))
    await this.#attempt('clean', () => this.#cleanLeftovers())
    await this.#attempt('add up the numbers of exports', () => foldCounts(this.#services.db))
    if (now.getTime() - this.#sweptAtMs < SWEEP_EVERY_MS) return
    this.#sweptAtMs = now.getTime()
    await this.#attempt('count exports once more', () => mendCounts(this.#services.db))
    await this.#attempt('keep up with members', () => this.#services.names.keepUp())
    await this.#attempt('sweep', async () => void (await sweep(this.#services, now)))
  }

  /** A turn that takes longer than a minute is the next one, too. */
  #next(): void {
    if (this.#isTurning) return
    this.#isTurning = true
    this.#turn = this.turn().finally(() => {
      this.#isTurning = false
    })
  }

  async #attempt(part: string, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      this.#logger.warn({ err: error }, `Upkeep could not ${part}; it tries again in a minute.`)
    }
  }

  async #reconcile(now: Date): Promise<void> {
    const { ledger, redis, config } = this.#services
    if (config.adopt.mode !== 'own') await watchMastodon(this.#services, redis, now)
    const afterId = this.#afterId
    const report = await reconcile({ ledger, redis, queue: config.exports.queue, now, afterId })
    this.#afterId = report.nextAfterId
    if (config.adopt.stuckPolicy === 'requeue') await this.#requeue(report.lost)
    if (report.stuck.length + report.pushed.length > 0) {
      this.#logger.warn(
        { stuck: report.stuck, pushed: report.pushed },
        'Exports had lost their jobs.',
      )
    }
  }

  async #takeTurns(now: Date): Promise<void> {
    const { turns } = this.#services
    await turns.closeWindow(now)
    await turns.takeTurns(now)
  }

  /** What was lost this often takes its worker with it each time: then a person has to look. */
  async #requeue(lost: readonly string[]): Promise<void> {
    const { db, exports } = this.#services
    for (const id of lost.slice(0, AT_ONCE)) {
      if ((await countRequeues(db, id)) < MOST_REQUEUES) await exports.retryNow(id, 'howdah')
    }
  }

  async #expireOverdue(now: Date): Promise<void> {
    const before = new Date(now.getTime() - EXPIRY_GRACE_MS)
    for (const record of await overdueExports(this.#services.db, before, AT_ONCE)) {
      await expireArchive(this.#services, record)
    }
  }

  async #tellForgotten(now: Date): Promise<void> {
    const ended = {
      after: new Date(now.getTime() - TELL_AT_MOST_MS),
      before: new Date(now.getTime() - TOLD_WITHIN_MS),
    }
    for (const id of await claimUntold(this.#services.db, ended, AT_ONCE)) {
      try {
        const record = await this.#services.ledger.get(id)
        if (record !== null) await pushWebhookJob(this.#services, this.#client, record)
        await pushMailJob(this.#services, this.#client, id)
      } catch (error) {
        await noteTold(this.#services.db, id, false)
        throw error
      }
    }
  }

  async #forgetHistory(now: Date): Promise<void> {
    const { ledger, config } = this.#services
    const settings = await readSettings(ledger.db)
    const days = settings.get('history-days')?.value ?? config.exports.historyDays ?? 0
    if (days === 0) return
    await forgetHistory(ledger.db, new Date(now.getTime() - days * DAY_MS), FORGOTTEN_AT_ONCE)
  }

  async #cleanLeftovers(): Promise<void> {
    for (const leftover of await leftovers(this.#services.db, AT_ONCE)) {
      await removeLeftover(this.#services, leftover)
    }
  }
}
