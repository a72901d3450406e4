/**
 * One request for many members, as when a server closes: entered a thousand at a time, each with a
 * time of its own in the scheduled set, so that nobody else waits behind all of them.
 *
 * It may be repeated after a crash: who has an active export of the type is passed over.
 */
import type { RedisClient } from '@howdah/engine'
import { sql, type Kysely } from 'kysely'
import type { ExportWindow } from '../config/export-window.ts'
import {
  type BulkMember,
  countMembers,
  listMembers,
  sampleMembers,
  type MemberFilter,
} from '../mastodon/bulk-members.ts'
import type { MastodonDatabase } from '../mastodon/tables.ts'
import { writeAudit } from './audit.ts'
import { ExportQueue } from './export-queue.ts'
import { PastSpeeds } from './forecast.ts'
import { readPastRuns } from './line.ts'
import { spreadStarts } from './planning.ts'
import { estimateSize } from './policy.ts'
import type { LedgerDatabase } from './tables.ts'
import { countSlots } from './turns.ts'
import type { ExportKind } from './types.ts'

const PAGE = 1_000
/** Where nothing is known of how long exports take. */
const UNKNOWN_SPACING_MS = 5_000
const LEAST_SPACING_MS = 200
const MOST_SPACING_MS = 600_000
/** A quarter of the time stays free for members who ask themselves. */
const HEADROOM = 1.25

export interface BulkOptions {
  readonly db: Kysely<MastodonDatabase & LedgerDatabase>
  readonly redis: RedisClient
  readonly queue: string
  readonly maxAttempts: number
  readonly window: ExportWindow | null
}

export interface BulkWish extends ExportKind {
  /** User name of the administrator. */
  readonly by: string
  /** Members read it. */
  readonly reason: string
  readonly filter: MemberFilter
  /** Over how long their starts are spread; null: as fast as they can be worked off. */
  readonly spreadSeconds: number | null
}

export interface BulkResult {
  readonly matching: number
  readonly requested: number
  /** They have one under way. */
  readonly passedOver: number
  readonly estimatedBytes: number
  readonly firstAt: Date | null
  readonly lastAt: Date | null
}

/** What a request would bring, before it is made. */
export interface BulkForecast {
  /** Members it would be for; those with one under way are among them. */
  readonly members: number
  /** Of all archives together, from the posts and media of some hundred members. */
  readonly estimatedBytes: number
  /** When the last one would start; null without a member. */
  readonly lastAt: Date | null
}

/** Members whose contents are added up; of more, the others are taken to be like them. */
const SAMPLE = 500

export class BulkRequests {
  readonly #options: BulkOptions
  readonly #queue: ExportQueue

  constructor(options: BulkOptions) {
    this.#options = options
    this.#queue = new ExportQueue({ redis: options.redis, queue: options.queue })
  }

  /** How many members it would be for. */
  count(filter: MemberFilter): Promise<number> {
    return countMembers(this.#options.db, filter)
  }

  /** Changes nothing. */
  async foresee(
    wish: Pick<BulkWish, 'type' | 'includesMedia' | 'filter' | 'spreadSeconds'>,
    now: Date = new Date(),
  ): Promise<BulkForecast> {
    const { db, window } = this.#options
    const [members, sample] = await Promise.all([
      this.count(wish.filter),
      sampleMembers(db, wish.filter, SAMPLE),
    ])
    const bytes = sample.reduce((sum, member) => sum + estimateSize(wish, member), 0)
    const spacingMs = await this.#spacing(wish, members)
    return {
      members,
      estimatedBytes: sample.length === 0 ? 0 : Math.round((bytes / sample.length) * members),
      lastAt: spreadStarts(window, { count: members, from: now, spacingMs }).at(-1) ?? null,
    }
  }

  async request(wish: BulkWish, now: Date = new Date()): Promise<BulkResult> {
    const { db, window } = this.#options
    const matching = await this.count(wish.filter)
    const spacingMs = await this.#spacing(wish, matching)
    const starts = spreadStarts(window, { count: matching, from: now, spacingMs })
    const entered: Entered[] = []
    let afterUserId = '0'
    for (let done = 0; done < matching;) {
      const members = await listMembers(db, wish.filter, { afterUserId, limit: PAGE })
      const last = members.at(-1)
      if (last === undefined) break
      entered.push(...(await this.#enter(wish, members, starts.slice(done, done + PAGE))))
      afterUserId = last.userId
      done += members.length
    }
    const result = describe(matching, entered)
    await this.#audit(wish, result)
    return result
  }

  async #spacing(
    { type, spreadSeconds }: Pick<BulkWish, 'type' | 'spreadSeconds'>,
    count: number,
  ): Promise<number> {
    if (spreadSeconds !== null) return (spreadSeconds * 1_000) / Math.max(1, count)
    const { db, redis, queue } = this.#options
    const usual = new PastSpeeds(await readPastRuns(db)).range(type, null)
    if (usual === null) return UNKNOWN_SPACING_MS
    const slots = Math.max(1, await countSlots(redis, queue))
    const eachMs = ((usual.low + usual.high) / 2 / slots) * 1_000 * HEADROOM
    return Math.min(MOST_SPACING_MS, Math.max(LEAST_SPACING_MS, eachMs))
  }

  /** Rows first, then jobs: what a crash leaves without a job, the reconciler pushes. */
  async #enter(
    wish: BulkWish,
    members: readonly BulkMember[],
    starts: readonly Date[],
  ): Promise<readonly Entered[]> {
    const { db, window, maxAttempts } = this.#options
    const rows = await insertMany(db, {
      wish,
      members,
      starts,
      maxAttempts,
      waitsFor: window === null ? 'turn' : 'window',
    })
    if (rows.length === 0) return rows
    const jobs = rows.map(({ id, userId, runsAt }) => ({ id, userId, at: runsAt }))
    const jids = await this.#queue.pushMany(wish.type, jobs, maxAttempts - 1)
    await attachMany(
      db,
      rows.map(({ id }) => id),
      jids,
    )
    return rows
  }

  #audit(wish: BulkWish, result: BulkResult): Promise<void> {
    const { activeWithinDays: days, includesSuspended } = wish.filter
    const who =
      (days === null ? 'all members' : `members active in the last ${days} days`) +
      (includesSuspended ? ', suspended ones too' : '')
    return writeAudit(this.#options.db, {
      actor: wish.by,
      action: `requested a ${wish.type}${wish.includesMedia ? '' : ' without media'} for many`,
      target: who,
      reason: wish.reason,
      detail: { code: 'bulk', requested: result.requested, passedOver: result.passedOver },
    })
  }
}

interface Entered {
  readonly id: string
  readonly userId: string
  readonly runsAt: Date
  readonly estimatedBytes: number
}

function describe(matching: number, entered: readonly Entered[]): BulkResult {
  return {
    matching,
    requested: entered.length,
    passedOver: Math.max(0, matching - entered.length),
    estimatedBytes: entered.reduce((sum, one) => sum + one.estimatedBytes, 0),
    firstAt: entered[0]?.runsAt ?? null,
    lastAt: entered.at(-1)?.runsAt ?? null,
  }
}

interface ManyRows {
  readonly wish: BulkWish
  readonly members: readonly BulkMember[]
  readonly starts: readonly Date[]
  readonly maxAttempts: number
  readonly waitsFor: 'turn' | 'window'
}

async function insertMany(
  db: Kysely<LedgerDatabase>,
  { wish, members, starts, maxAttempts, waitsFor }: ManyRows,
): Promise<readonly Entered[]> {
  const last = starts.at(-1) ?? new Date()
  const column = <T>(of: (member: BulkMember, index: number) => T): T[] => members.map(of)
  const { rows } = await sql<{ id: string; user_id: string; runs_at: Date; bytes: string }>`
    WITH created AS (
      INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by,
        max_attempts, lane, waits_for, reason, includes_media, runs_at, estimated_bytes)
      SELECT m.user_id, m.account_id, m.username, ${wish.type}, 'scheduled', ${wish.by},
        ${maxAttempts}, 'bulk', ${waitsFor}, ${wish.reason}, ${wish.includesMedia}, m.runs_at, m.bytes
      FROM unnest(
        ${column(({ userId }) => userId)}::bigint[],
        ${column(({ accountId }) => accountId)}::bigint[],
        ${column(({ username }) => username)}::text[],
        ${column((_, index) => (starts[index] ?? last).toISOString())}::timestamptz[],
        ${column((member) => String(estimateSize(wish, member)))}::bigint[]
      ) AS m (user_id, account_id, username, runs_at, bytes)
      ON CONFLICT DO NOTHING
      RETURNING id, user_id, runs_at, estimated_bytes
    ), noted AS (
      INSERT INTO howdah.export_events (export_id, actor, action, detail)
      SELECT id, ${wish.by}, 'requested', ${wish.reason} FROM created
    )
    SELECT id, user_id, runs_at, estimated_bytes AS bytes FROM created ORDER BY runs_at, id`.execute(
    db,
  )
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    runsAt: row.runs_at,
    estimatedBytes: Number(row.bytes),
  }))
}

async function attachMany(
  db: Kysely<LedgerDatabase>,
  ids: readonly string[],
  jids: readonly string[],
): Promise<void> {
  await sql`
    UPDATE howdah.exports e SET jid = j.jid, enqueued_at = now()
    FROM unnest(${[...ids]}::bigint[], ${[...jids]}::text[]) AS j (id, jid)
    WHERE e.id = j.id AND e.enqueued_at IS NULL`.execute(db)
}
