/**
 * What Howdah's database role needs in Mastodon's schema, and no more: the tables that archives are
 * made of for reading, `backups` for writing, a member's address for correcting it.
 *
 * Keys and secrets are left out by column: no private keys of accounts, no second factors. Password
 * digests are needed also where nobody logs in with one: a new password ends the old sessions.
 */
import { sql, type Kysely } from 'kysely'
import { SECRET_COLUMNS } from './open-columns.ts'

/** Tables that are read as a whole. Those that this version of Mastodon lacks are passed over. */
const READ = [
  'account_domain_blocks',
  'account_notes',
  'account_stats',
  'accounts_tags',
  'backups',
  'blocks',
  'bookmarks',
  'bulk_imports',
  'collection_items',
  'collections',
  'conversations',
  'custom_emojis',
  'custom_filter_keywords',
  'custom_filter_statuses',
  'custom_filters',
  'favourites',
  'featured_tags',
  'follow_requests',
  'follows',
  'list_accounts',
  'lists',
  'media_attachments',
  'mentions',
  'mutes',
  'poll_votes',
  'polls',
  'preview_cards',
  'preview_cards_statuses',
  'quotes',
  'schema_migrations',
  'settings',
  'status_edits',
  'status_pins',
  'status_stats',
  'statuses',
  'statuses_tags',
  'tag_follows',
  'tagged_objects',
  'tags',
  'user_roles',
  'webauthn_credentials',
]

const ADDRESS = ['email', 'updated_at', 'confirmed_at', 'unconfirmed_email'] as const

/** One right, and the statement that gives it. */
interface Right {
  readonly table: string
  readonly privilege: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'
  /** Null: the whole table. */
  readonly columns: readonly string[] | null
}

/** The statements that give a role everything. */
export async function grantsFor<DB>(db: Kysely<DB>, role: string): Promise<readonly string[]> {
  const rights = await neededRights(db)
  return [
    `GRANT USAGE ON SCHEMA public TO ${quote(role)};`,
    ...mergeReads(rights, role),
    `GRANT USAGE ON SEQUENCE public.backups_id_seq TO ${quote(role)};`,
  ]
}

/** The statements that give the present role what it lacks; none when all is well. */
export async function missingGrants<DB>(db: Kysely<DB>): Promise<readonly string[]> {
  const { rows } = await sql<{ role: string; sequence: boolean }>`
    SELECT current_user::text AS role,
      coalesce(has_sequence_privilege(to_regclass('public.backups_id_seq'), 'USAGE'), true) AS sequence
  `.execute(db)
  const role = rows[0]?.role ?? 'howdah'
  const needed = await neededRights(db)
  const has = await haveRights(db, needed)
  const lacking = needed.filter((_, index) => has[index] !== true)
  const sequence = rows[0]?.sequence ?? true
  return [
    ...mergeReads(lacking, role),
    ...(sequence ? [] : [`GRANT USAGE ON SEQUENCE public.backups_id_seq TO ${quote(role)};`]),
  ]
}

async function neededRights<DB>(db: Kysely<DB>): Promise<Right[]> {
  const columns = await columnsOf(db)
  const reads = READ.filter((table) => columns.has(table)).map((table): Right => ({
    table,
    privilege: 'SELECT',
    columns: null,
  }))
  const guarded: readonly (readonly [string, readonly string[]])[] = Object.entries(SECRET_COLUMNS)
  const parts = guarded.flatMap(([table, secret]): Right[] => {
    const open = (columns.get(table) ?? []).filter((name) => !secret.includes(name))
    return open.length === 0 ? [] : [{ table, privilege: 'SELECT', columns: open }]
  })
  const writes = (['INSERT', 'UPDATE', 'DELETE'] as const).map((privilege): Right => ({
    table: 'backups',
    privilege,
    columns: null,
  }))
  return [...reads, ...parts, ...writes, { table: 'users', privilege: 'UPDATE', columns: ADDRESS }]
}

/** Names only, of the tables that concern us; empty for a database that is not Mastodon's. */
async function columnsOf<DB>(db: Kysely<DB>): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    SELECT c.relname::text AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND a.attnum > 0 AND NOT a.attisdropped
      AND c.relname = ANY(${[...READ, ...Object.keys(SECRET_COLUMNS)]})
    GROUP BY 1`.execute(db)
  return new Map(rows.map((row) => [row.table, row.columns]))
}

/** Of each right whether the role has it, in one statement. */
async function haveRights<DB>(db: Kysely<DB>, rights: readonly Right[]): Promise<boolean[]> {
  const asked = rights.map(({ table, privilege, columns }) => ({ table, privilege, columns }))
  const { rows } = await sql<{ has: boolean }>`
    SELECT coalesce(
      (SELECT bool_and(has_column_privilege(name::regclass, "column", privilege))
       FROM jsonb_array_elements_text(nullif(asked -> 'columns', 'null')) AS "column"),
      has_table_privilege(name::regclass, privilege)) AS has
    FROM jsonb_array_elements(${JSON.stringify(asked)}::jsonb) WITH ORDINALITY AS one (asked, place),
      LATERAL (SELECT 'public.' || (asked ->> 'table') AS name, asked ->> 'privilege' AS privilege) AS words
    ORDER BY place`.execute(db)
  return rows.map(({ has }) => has)
}

/** One statement for all tables that are only read, then one for each of the others. */
function mergeReads(rights: readonly Right[], role: string): string[] {
  const isRead = ({ privilege, columns }: Right): boolean =>
    privilege === 'SELECT' && columns === null
  const reads = rights.filter(isRead).map(({ table }) => table)
  const writes = Map.groupBy(
    rights.filter(({ privilege, columns }) => privilege !== 'SELECT' && columns === null),
    ({ table }) => table,
  )
  return [
    ...(reads.length === 0
      ? []
      : [`GRANT SELECT ON ${reads.map(inPublic).join(', ')} TO ${quote(role)};`]),
    ...[...writes].map(
      ([table, some]) =>
        `GRANT ${some.map(({ privilege }) => privilege).join(', ')} ON ${inPublic(table)} TO ${quote(role)};`,
    ),
    ...rights.flatMap(({ table, privilege, columns }) =>
      columns === null
        ? []
        : [`GRANT ${privilege} (${columns.join(', ')}) ON ${inPublic(table)} TO ${quote(role)};`],
    ),
  ]
}

/** A role named like our schema would mean our own table of the same name. */
function inPublic(table: string): string {
  return `public.${table}`
}

/** As an identifier of SQL. */
export function quote(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
