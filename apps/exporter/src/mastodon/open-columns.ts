/**
 * The columns of accounts and users that Howdah reads: all that this version has, but no keys and
 * no second factors. So the database role can be kept from them (`rights.ts`).
 */
import { sql, type Kysely } from 'kysely'

/** What nobody needs for an archive. */
export const SECRET_COLUMNS = {
  accounts: ['private_key'],
  keypairs: ['private_key'],
  users: [
    'otp_secret',
    'otp_backup_codes',
    'encrypted_otp_secret',
    'encrypted_otp_secret_iv',
    'encrypted_otp_secret_salt',
    'consumed_timestep',
    'reset_password_token',
    'confirmation_token',
    'sign_in_token',
  ],
} as const satisfies Record<string, readonly string[]>

export type GuardedTable = keyof typeof SECRET_COLUMNS

/** A process meets one version of the tables; what a later one adds is known after a restart. */
const KNOWN = new WeakMap<object, Map<GuardedTable, Promise<readonly string[]>>>()

export function openColumns<DB>(db: Kysely<DB>, table: GuardedTable): Promise<readonly string[]> {
  const tables = KNOWN.get(db) ?? new Map<GuardedTable, Promise<readonly string[]>>()
  KNOWN.set(db, tables)
  const known = tables.get(table)
  if (known !== undefined) return known
  const columns = readColumns(db, table)
  tables.set(table, columns)
  // The next one asks again.
  columns.catch(() => tables.delete(table))
  return columns
}

async function readColumns<DB>(db: Kysely<DB>, table: GuardedTable): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT attname::text AS name FROM pg_attribute
    WHERE attrelid = to_regclass(${`public.${table}`}) AND attnum > 0 AND NOT attisdropped
      AND attname <> ALL(${[...SECRET_COLUMNS[table]]})
    ORDER BY attnum`.execute(db)
  return rows.map(({ name }) => name)
}

/**
 * As the list after SELECT: `users.id, users.email, …`
 * @param prefix before the names in the result. Default: none.
 */
export function selection(table: GuardedTable, columns: readonly string[], prefix = '') {
  return sql.join(
    columns.map((column) => sql`${sql.ref(`${table}.${column}`)} AS ${sql.id(prefix + column)}`),
  )
}
