/**
 * What administrators change while Howdah runs: kept in the database, so that all processes agree,
 * and stronger than the environment until it is reset.
 */
import type { Kysely } from 'kysely'
import type { LedgerDatabase } from './tables.ts'

/** `retention-days`: an archive can be downloaded for so long. `history-days`: 0 = for ever. */
export type SettingName = 'retention-days' | 'history-days'

export const SETTINGS: Readonly<
  Record<SettingName, { readonly min: number; readonly max: number }>
> = {
  'retention-days': { min: 1, max: 3_650 },
  'history-days': { min: 0, max: 36_500 },
}

export interface SettingRecord {
  readonly name: SettingName
  readonly value: number
  readonly changedBy: string
  readonly changedAt: Date
}

/** Those that were set; the others are as the environment says. */
export async function readSettings(
  db: Kysely<LedgerDatabase>,
): Promise<ReadonlyMap<SettingName, SettingRecord>> {
  const rows = await db
    .selectFrom('howdah.server_settings')
    .select(['name', 'value', 'changed_by', 'changed_at'])
    .execute()
  const found = new Map<SettingName, SettingRecord>()
  for (const { name, value, changed_by: changedBy, changed_at: changedAt } of rows) {
    if (isSettingName(name)) found.set(name, { name, value, changedBy, changedAt })
  }
  return found
}

/** How many days archives are kept: as it was set, else as the environment says. */
export async function readRetentionDays(
  db: Kysely<LedgerDatabase>,
  configuredDays: number,
): Promise<number> {
  return (await readSettings(db)).get('retention-days')?.value ?? configuredDays
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name)
}

/** @param value null lets the environment decide again */
export async function writeSetting(
  db: Kysely<LedgerDatabase>,
  name: SettingName,
  { value, by }: { readonly value: number | null; readonly by: string },
): Promise<void> {
  if (value === null) {
    await db.deleteFrom('howdah.server_settings').where('name', '=', name).execute()
    return
  }
  const row = { value, changed_by: by, changed_at: new Date() }
  await db
    .insertInto('howdah.server_settings')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute()
}
