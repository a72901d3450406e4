/**
 * How an export enters the ledger: its row, the first line of its story and, where a person asked, a
 * line of the audit, in one statement.
 */
import { sql, type Kysely } from 'kysely'
import { isPerson } from './actors.ts'
import { exportTarget } from './audit.ts'
import { LedgerError } from './errors.ts'
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
    .with('noted', (query) =>
      query
        .insertInto('howdah.export_events')
        .columns(['export_id', 'actor', 'action', 'detail'])
        .expression((eb) =>
          eb
            .selectFrom('created')
            .select(['created.id', 'created.requested_by', sql<string>`'requested'`.as('action')])
            .select('created.reason'),
        ),
    )
    .with('audited', (query) =>
      query
        .insertInto('howdah.audit')
        .columns(['actor', 'action', 'target', 'reason'])
        .expression((eb) =>
          eb
            .selectFrom('created')
            .select([
              'created.requested_by',
              sql<string>`'requested a ' || created.type ||
                CASE WHEN created.includes_media THEN '' ELSE ' without media' END`.as('action'),
            ])
            .select(exportTarget('created').as('target'))
            .select('created.reason')
            .where(sql<boolean>`${isPerson(input.requestedBy)}::boolean`),
        ),
    )
    .selectFrom('created')
    .select('created.id')
    .executeTakeFirst()
  return row?.id ?? null
}
