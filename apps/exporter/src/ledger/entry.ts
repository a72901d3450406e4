/**
 * How an export enters the ledger: its row, the first line of its story and, where a person asked, a
 * line of the audit, in one statement.
 */
import type { Kysely } from 'kysely'
import { LedgerError } from './errors.ts'
import { intoAudit, type Noted, intoStory } from './noted.ts'
import { toStored } from './reasons/stored.ts'
import * as reading from './reading.ts'
import type { LedgerDatabase } from './tables.ts'
import type { NewExport, RequestOutcome } from './types.ts'

/** Two requests can only miss each other when one export ends between the two statements. */
const REQUEST_TRIES = 5

/** Enters a new export, or answers with the one that is active already. */
export async function enterExport(
  db: Kysely<LedgerDatabase>,
  input: NewExport,
): Promise<RequestOutcome> {
  for (let attempt = 1; attempt <= REQUEST_TRIES; attempt += 1) {
    const id = await insertExport(db, input)
    const created = id === null ? null : await reading.get(db, id)
    if (created !== null) return { kind: 'created', export: created }
    const active = await reading.active(db, input.userId, input.type)
    if (active !== null) return { kind: 'active', export: active }
  }
  throw new LedgerError(
    'busy-row',
    `The ${input.type} export of user ${input.userId} could be neither entered nor found ` +
      `in ${REQUEST_TRIES} tries: the row changes faster than it can be read. Try again.`,
  )
}

/** The unique index `exports_one_active` decides; a conflict inserts nothing. */
async function insertExport(db: Kysely<LedgerDatabase>, input: NewExport): Promise<string | null> {
  const noted = notedOf(input)
  const row = await db
    .with('created', (query) =>
      query
        .insertInto('howdah.exports')
        .values({
          user_id: input.userId,
          account_id: input.accountId,
          username: input.username,
          type: input.type,
          state: input.runsAt === undefined ? 'pending' : 'scheduled',
          runs_at: input.runsAt ?? null,
          requested_by: input.requestedBy,
          jid: input.jid ?? null,
          ...(input.performer === undefined ? {} : { performer: input.performer }),
          ...(input.backupId === undefined ? {} : { backup_id: input.backupId }),
          ...(input.requestedAt === undefined ? {} : { requested_at: input.requestedAt }),
          ...(input.maxAttempts === undefined ? {} : { max_attempts: input.maxAttempts }),
          waits_for: input.waitsFor ?? null,
          queue: input.queue ?? null,
          estimated_bytes: input.estimatedBytes ?? null,
          reason: input.reason ?? null,
          ...(input.includesMedia === undefined ? {} : { includes_media: input.includesMedia }),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll(),
    )
    .with('noted', () => intoStory('created', noted))
    .with('audited', () => intoAudit('created', noted))
    .selectFrom('created')
    .select('created.id')
    .executeTakeFirst()
  return row?.id ?? null
}

function notedOf({ type, includesMedia = true, requestedBy, reason }: NewExport): Noted {
  const why = reason ?? null
  const what = includesMedia ? type : `${type} without media`
  return {
    actor: requestedBy,
    story: { action: 'requested', detail: toStored(why) },
    audit: { action: `requested a ${what}`, detail: toStored(null), reason: why },
  }
}
