/**
 * The audit: who did what to whom, when, why and with what result. A table that can only be added
 * to; the database itself refuses anything else.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Reason } from './reasons/reason.ts'
import { toStored } from './reasons/stored.ts'
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
  readonly detail?: string | Reason
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
  /** The same for readers of other languages; null: only the sentence is known. */
  readonly detailReason: Reason | null
  readonly page: string | null
  readonly subjects: readonly string[]
}

export async function writeAudit(db: Kysely<LedgerDatabase>, entry: AuditEntry): Promise<void> {
  const detail = toStored(entry.detail)
  await db
    .insertInto('howdah.audit')
    .values({
      actor: entry.actor,
      action: entry.action,
      target: entry.target ?? null,
      reason: entry.reason ?? null,
      detail: detail.text,
      detail_facts: detail.facts,
      page: entry.page ?? null,
      subjects: [...(entry.subjects ?? [])],
      ...(entry.result === undefined ? {} : { result: entry.result }),
    })
    .execute()
}

/** What the audit calls an export: `export 1093 (@ada)`, of a row with `id` and `username`. */
export function exportTarget(row: string): RawBuilder<string> {
  const [id, username] = [sql.ref(`${row}.id`), sql.ref(`${row}.username`)]
  return sql<string>`'export ' || ${id} || ' (@' || ${username} || ')'`
}
