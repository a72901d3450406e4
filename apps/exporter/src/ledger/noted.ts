/**
 * The lines that a statement leaves of the rows it has made or changed: one in the story of each, and
 * one in the audit where a person did it. They are parts of that statement, so that neither can be
 * missing.
 */
import { type RawBuilder, sql } from 'kysely'
import { isPerson } from './actors.ts'
import { exportTarget } from './audit.ts'
import type { Stored } from './reasons/stored.ts'

/** What both say. */
export interface Noted {
  readonly actor: string
  readonly story: { readonly action: string; readonly detail: Stored }
  readonly audit: {
    readonly action: string
    readonly detail: Stored
    readonly reason: string | null
  }
}

/** @param rows the name of the part of the statement that gives the exports. */
export function intoStory(rows: string, { actor, story }: Noted): RawBuilder<object> {
  return sql`(INSERT INTO howdah.export_events (export_id, actor, action, detail, detail_facts)
    SELECT id, ${actor}::text, ${story.action}::text, ${story.detail.text}::text,
      ${story.detail.facts}::jsonb
    FROM ${sql.ref(rows)} ORDER BY id)`
}

/** Nothing where it was no person. */
export function intoAudit(rows: string, { actor, audit }: Noted): RawBuilder<object> {
  return sql`(INSERT INTO howdah.audit (actor, action, target, detail, detail_facts, reason)
    SELECT ${actor}::text, ${audit.action}::text, ${exportTarget(rows)}, ${audit.detail.text}::text,
      ${audit.detail.facts}::jsonb, ${audit.reason}::text
    FROM ${sql.ref(rows)} WHERE ${isPerson(actor)}::boolean ORDER BY id)`
}
