/**
 * The audit, read: parts of it by who, what, whom, when and result, newest first, page by page.
 *
 * It grows for ever, so each filter has an index in the order of the pages, and a page goes on at the
 * line after the last one. Only the search for a text has to read line by line; it looks at so many
 * and says where it stopped.
 */
import { sql, type Kysely, type RawBuilder } from 'kysely'
import { containing } from '../like-pattern.ts'
import type { AuditRecord } from './audit.ts'
import { readReason } from './reasons/stored.ts'
import type { LedgerDatabase } from './tables.ts'

export interface AuditFilter {
  readonly actor?: string
  readonly action?: string
  /** Whom or what it was done to, by any whole name: `@ada`, `ada`, `export 1093`, a jid. */
  readonly target?: string
  /** What succeeded, or what did not. */
  readonly result?: 'done' | 'refused'
  readonly since?: Date
  /** Exclusive. */
  readonly until?: Date
  /** Part of any text of a line. */
  readonly search?: string
  /** Only entries older than this one. */
  readonly before?: string
  /** 100 when left out, at most 1,000. */
  readonly limit?: number
}

export interface AuditPage {
  readonly records: readonly AuditRecord[]
  /** `before` of the next page; null at the end. */
  readonly next: string | null
  /** A search that has stopped before the page was full. */
  readonly isPaused: boolean
}

const MAX_PAGE = 1_000

/** Lines that one step of a search reads: about a tenth of a second. */
const SEARCHED_LINES = 50_000

/** Verbs that the page offers. */
const MOST_ACTIONS = 200

type Condition = RawBuilder<unknown>

const COLUMNS = sql`id, at, actor, action, target, reason, result, detail,
  detail_facts AS "detailReason", page, subjects`

/** One page, newest first. */
export async function readAudit(
  db: Kysely<LedgerDatabase>,
  filter: AuditFilter = {},
): Promise<AuditPage> {
  const limit = Math.min(filter.limit ?? 100, MAX_PAGE)
  const where = sql.join(conditions(filter), sql` AND `)
  const search = filter.search?.trim() ?? ''
  const { rows } =
    search === ''
      ? await sql<AuditRecord>`SELECT ${COLUMNS} FROM howdah.audit WHERE ${where}
          ORDER BY at DESC, id DESC LIMIT ${limit + 1}`.execute(db)
      : await sql<AuditRecord>`SELECT ${COLUMNS}
          FROM (SELECT * FROM howdah.audit WHERE ${where}
            ORDER BY at DESC, id DESC LIMIT ${SEARCHED_LINES}) AS looked_at
          WHERE concat_ws(' ', actor, action, target, reason, detail, result, page)
            ILIKE ${containing(search)}
          ORDER BY at DESC, id DESC LIMIT ${limit + 1}`.execute(db)
  const records = rows.slice(0, limit).map((row) => ({
    ...row,
    detailReason: readReason(row.detailReason, row.detail),
  }))
  if (rows.length > limit) return { records, next: records.at(-1)?.id ?? null, isPaused: false }
  const next = search === '' ? null : await lastSearched(db, where)
  return { records, next, isPaused: next !== null }
}

/** The line at which a search stops; null when it came to the end. */
async function lastSearched(db: Kysely<LedgerDatabase>, where: Condition): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM howdah.audit WHERE ${where}
    ORDER BY at DESC, id DESC OFFSET ${SEARCHED_LINES - 1} LIMIT 1`.execute(db)
  return rows[0]?.id ?? null
}

/** Every verb that occurs, in the order of the alphabet: one look into the index for each. */
export async function auditActions(db: Kysely<LedgerDatabase>): Promise<readonly string[]> {
  const { rows } = await sql<{ action: string }>`
    WITH RECURSIVE verbs AS (
      (SELECT action FROM howdah.audit ORDER BY action LIMIT 1)
      UNION ALL
      SELECT (SELECT a.action FROM howdah.audit a WHERE a.action > verbs.action
        ORDER BY a.action LIMIT 1) FROM verbs WHERE verbs.action IS NOT NULL
    )
    SELECT action FROM verbs WHERE action IS NOT NULL LIMIT ${MOST_ACTIONS}`.execute(db)
  return rows.map(({ action }) => action)
}

function conditions(filter: AuditFilter): readonly Condition[] {
  const { actor, action, target, result, since, until, before } = filter
  return [
    sql`true`,
    ...(actor === undefined ? [] : [sql`actor = ${actor}`]),
    ...(action === undefined ? [] : [sql`action = ${action}`]),
    ...(target === undefined ? [] : [named(target)]),
    ...(result === 'done' ? [sql`result = 'done'`] : []),
    ...(result === 'refused' ? [sql`result <> 'done'`] : []),
    ...(since === undefined ? [] : [sql`at >= ${since}`]),
    ...(until === undefined ? [] : [sql`at < ${until}`]),
    ...(before === undefined ? [] : [olderThan(before)]),
  ]
}

/** In a list of its own: else the planner may walk through all lines in their order to find a few. */
function named(target: string): Condition {
  return sql`id = ANY (ARRAY(SELECT id FROM howdah.audit
    WHERE names && ${[target, `@${target}`, `job ${target}`]}::text[]))`
}

function olderThan(id: string): Condition {
  return sql`(at, id) < ((SELECT at FROM howdah.audit WHERE id = ${id}::bigint), ${id}::bigint)`
}
