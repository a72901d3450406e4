/** Reading exports: one by its id, its job or its member. Lists lie in schedule.ts. */
import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { toExportRecord, type ExportRow, type LedgerDatabase } from './tables.ts'
import { ACTIVE_STATES, type ExportRecord, type ExportType } from './types.ts'

const MAX_FOR_MEMBER = 200

/** Every column of an export with the member's present address; the row is `e`, the user `u`. */
export function selectExports(db: Kysely<LedgerDatabase>) {
  return db
    .selectFrom('howdah.exports as e')
    .leftJoin('users as u', 'u.id', 'e.user_id')
    .selectAll('e')
    .select('u.email')
}

async function one(query: {
  executeTakeFirst(): Promise<ExportRow | undefined>
}): Promise<ExportRecord | null> {
  const row = await query.executeTakeFirst()
  return row === undefined ? null : toExportRecord(row)
}

export async function get(db: Kysely<LedgerDatabase>, id: string): Promise<ExportRecord | null> {
  // An address typed by hand may hold anything; PostgreSQL would refuse it as a bigint.
  if (!isRowId(id)) return null
  return one(selectExports(db).where('e.id', '=', id))
}

/** True for what fits into a bigint column. */
export function isRowId(text: string): boolean {
  return /^\d{1,18}$/.test(text)
}

export async function byJid(db: Kysely<LedgerDatabase>, jid: string): Promise<ExportRecord | null> {
  return one(selectExports(db).where('e.jid', '=', jid).orderBy('e.id', 'desc'))
}

export async function byJids(
  db: Kysely<LedgerDatabase>,
  jids: readonly string[],
): Promise<ReadonlyMap<string, ExportRecord>> {
  const found = new Map<string, ExportRecord>()
  if (jids.length === 0) return found
  // One parameter: an operation asks for a thousand at a time, and each statement would be another one.
  const isOne = sql<SqlBool>`e.jid = ANY(${jids}::text[])`
  const rows = await selectExports(db).where(isOne).orderBy('e.id').execute()
  for (const row of rows) {
    if (row.jid !== null) found.set(row.jid, toExportRecord(row))
  }
  return found
}

/** How many exports each of these members has had, those without any left out. */
export async function countByUser(
  db: Kysely<LedgerDatabase>,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (userIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('howdah.exports')
    .select(['user_id', (eb) => eb.fn.countAll<string>().as('count')])
    .where('user_id', 'in', userIds)
    .groupBy('user_id')
    .execute()
  return new Map(rows.map(({ user_id: userId, count }) => [userId, Number(count)]))
}

export async function byBackupId(
  db: Kysely<LedgerDatabase>,
  backupId: string,
): Promise<ExportRecord | null> {
  if (!isRowId(backupId)) return null
  const own = await one(
    selectExports(db).where('e.backup_id', '=', backupId).orderBy('e.id', 'desc'),
  )
  return own ?? one(selectExports(db).where(hasPartRow(backupId)).orderBy('e.id', 'desc'))
}

/** As the index says it. */
function hasPartRow(backupId: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`e.part_backup_ids <> '{}' AND e.part_backup_ids @> ARRAY[${backupId}]::bigint[]`
}

export async function active(
  db: Kysely<LedgerDatabase>,
  userId: string,
  type: ExportType,
): Promise<ExportRecord | null> {
  return one(
    selectExports(db)
      .where('e.user_id', '=', userId)
      .where('e.type', '=', type)
      .where('e.state', 'in', ACTIVE_STATES),
  )
}

export async function forMember(
  db: Kysely<LedgerDatabase>,
  userId: string,
): Promise<readonly ExportRecord[]> {
  const rows = await selectExports(db)
    .where('e.user_id', '=', userId)
    .orderBy('e.id', 'desc')
    .limit(MAX_FOR_MEMBER)
    .execute()
  return rows.map(toExportRecord)
}

export async function lastSuccessAt(
  db: Kysely<LedgerDatabase>,
  userId: string,
  type: ExportType,
): Promise<Date | null> {
  const row = await db
    .selectFrom('howdah.exports')
    .select((eb) => eb.fn.max('requested_at').as('at'))
    .where('user_id', '=', userId)
    .where('type', '=', type)
    .where('state', 'in', ['done', 'expired'])
    .executeTakeFirst()
  return row?.at ?? null
}

/** The number of the newest run that this database knows of; 0 without the export. */
export async function readRunNumber(db: Kysely<LedgerDatabase>, id: string): Promise<number> {
  const row = await db
    .selectFrom('howdah.exports')
    .select('run')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.run ?? 0
}
