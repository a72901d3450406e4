/**
 * The audit: who did what to whom, when, why and with what result. A table that can only be added
 * to; the database itself refuses anything else.
 */
import { sql, type Kysely } from 'kysely'
import type { LedgerDatabase } from './tables.ts'

export interface AuditEntry {
  /** An administrator's user name, `member`, `console` or the name of a command. */
  readonly actor: string
  /** A verb in the past tense, such as `cancelled`. */
  readonly action: string
  /** What it was done to, such as `export 1093 (@ada)`. */
  readonly target?: string
  readonly reason?: string
  /** `done` when left out, else why not. */
  readonly result?: string
  readonly detail?: string
  /** The page on which something was seen. */
  readonly page?: string
  /** Everything it was done to, by each of its names, for finding it again: `job 5f1c…`, `@ada`. */
  readonly subjects?: readonly string[]
}

export interface AuditRecord {
  readonly id: string
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly target: string | null
  readonly reason: string | null
  readonly result: string
  readonly detail: string | null
  readonly page: string | null
  readonly subjects: readonly string[]
}

export interface AuditFilter {
  readonly actor?: string
  /** Part of action, target, reason or detail. */
  readonly search?: string
  /** Only entries older than this one. */
  readonly before?: string
  /** 100 when left out, at most 1,000. */
  readonly limit?: number
}

const MAX_PAGE = 1_000

export async function writeAudit(db: Kysely<LedgerDatabase>, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('howdah.audit')
    .values({
      actor: entry.actor,
      action: entry.action,
      target: entry.target ?? null,
      reason: entry.reason ?? null,
      detail: entry.detail ?? null,
      page: entry.page ?? null,
      subjects: [...(entry.subjects ?? [])],
      ...(entry.result === undefined ? {} : { result: entry.result }),
    })
    .execute()
}

/** Newest first. */
export async function readAudit(
  db: Kysely<LedgerDatabase>,
  filter: AuditFilter = {},
): Promise<readonly AuditRecord[]> {
  const search = filter.search?.trim() ?? ''
  const part = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return db
    .selectFrom('howdah.audit')
    .select([
      'id',
      'at',
      'actor',
      'action',
      'target',
      'reason',
      'result',
      'detail',
      'page',
      'subjects',
    ])
    .$if(filter.actor !== undefined, (query) => query.where('actor', '=', filter.actor ?? ''))
    .$if(filter.before !== undefined, (query) => query.where('id', '<', filter.before ?? '0'))
    .$if(search !== '', (query) =>
      query.where(
        sql<boolean>`concat_ws(' ', actor, action, target, reason, detail, result) ILIKE ${part}`,
      ),
    )
    .orderBy('id', 'desc')
    .limit(Math.min(filter.limit ?? 100, MAX_PAGE))
    .execute()
}
