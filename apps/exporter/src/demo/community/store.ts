/** Writes the community: rows in bulk into the database, files into the media root. */
import { sql, type Transaction } from 'kysely'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { MastodonDatabase } from '../../mastodon/tables.ts'
import type { Community } from './community.ts'
import type { MediaFile } from './files.ts'
import type { TableName } from './rows.ts'

/** Rows a statement: large enough to be fast, small enough for PGlite's memory. */
const ROWS_A_STATEMENT = 2_000

/** Columns of type json or jsonb: the rows hold their text. */
const JSON_COLUMNS = new Set(['fields', 'file_meta', 'params'])

/** Tables without a counter behind their `id`. */
const UNCOUNTED = new Set<TableName>([
  'accounts',
  'statuses',
  'media_attachments',
  'quotes',
  'statuses_tags',
  'accounts_tags',
])

/** Writes all rows and moves the tables' counters past them. */
export async function storeRows<DB extends MastodonDatabase>(
  db: Transaction<DB>,
  community: Community,
): Promise<void> {
  for (const { table, rows } of community.rows.tables()) {
    for (const group of sameColumns(rows)) await insert(db, table, group)
    if (!UNCOUNTED.has(table)) await moveCounter(db, table)
  }
}

/** Writes all files below the media root. */
export async function storeFiles(root: string, files: readonly MediaFile[]): Promise<void> {
  for (const { key, bytes } of files) {
    const path = join(root, key)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytes)
  }
}

/** A row that leaves a column out gets its default, so it must not share a statement with others. */
function sameColumns(rows: readonly Record<string, unknown>[]): Record<string, unknown>[][] {
  const groups = new Map<string, Record<string, unknown>[]>()
  for (const row of rows) {
    const columns = Object.keys(row).toSorted().join(' ')
    const group = groups.get(columns) ?? []
    group.push(row)
    groups.set(columns, group)
  }
  return [...groups.values()]
}

async function insert<DB>(
  db: Transaction<DB>,
  table: TableName,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((column) => sql.ref(column)))
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const json = JSON.stringify(rows.slice(start, start + ROWS_A_STATEMENT), parsedJson)
    await sql`INSERT INTO ${sql.table(table)} (${columns}) SELECT ${columns}
      FROM json_populate_recordset(NULL::${sql.table(table)}, ${json}::json)`.execute(db)
  }
}

function parsedJson(column: string, value: unknown): unknown {
  return JSON_COLUMNS.has(column) && typeof value === 'string' ? JSON.parse(value) : value
}

async function moveCounter<DB>(db: Transaction<DB>, table: TableName): Promise<void> {
  await sql`SELECT setval(pg_get_serial_sequence(${table}, 'id'), greatest(max(id), 1))
    FROM ${sql.table(table)}`.execute(db)
}
