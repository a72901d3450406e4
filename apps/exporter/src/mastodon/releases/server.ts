/**
 * Which Mastodon a database belongs to: found from its tables, because an exporter beside it has
 * nothing else that is always true.
 */
import { type Kysely, sql } from 'kysely'
import type { MastodonDatabase } from '../tables.ts'
import type { Release, ReleaseName, SoftwareName } from './release.ts'
import { releaseOf } from './releases.ts'
import { readSchema, type Schema } from './schema.ts'

/** A server as its database shows it. */
export interface MastodonServer {
  readonly release: Release
  readonly schema: Schema
  /** The newest row of `schema_migrations`, "20251023210145"; null when there is none. */
  readonly migration: string | null
  /** Whether it has changed its tables since the newest release that is known here. */
  readonly isNewer: boolean
}

interface Mark {
  readonly name: ReleaseName
  /** A table or column that came with the release. */
  readonly table: string
  readonly column?: string
}

/** Newest first: the first mark that is there decides. The last release has none. */
const MARKS: readonly Mark[] = [
  { name: '4.7', table: 'accounts', column: 'requested_deletion_at' },
  { name: '4.7', table: 'keypairs', column: 'local_fragment' },
  { name: '4.6', table: 'collections' },
  { name: '4.5', table: 'accounts', column: 'id_scheme' },
  { name: '4.4', table: 'quotes' },
  { name: '4.3', table: 'accounts', column: 'attribution_domains' },
]
const OLDEST: ReleaseName = '4.2'

/** The newest migration that was looked at when the records of the releases were written. */
const NEWEST_KNOWN_MIGRATION = '20260805130216'

/** Columns that only glitch-soc has. */
const GLITCH_MARKS = [
  { table: 'statuses', column: 'local_only' },
  { table: 'statuses', column: 'content_type' },
] as const

/** Two statements. */
export async function readServer(db: Kysely<MastodonDatabase>): Promise<MastodonServer> {
  const schema = await readSchema(db)
  const migration = schema.has('schema_migrations') ? await newestMigration(db) : null
  return {
    release: releaseOf(nameOf(schema), softwareOf(schema)),
    schema,
    migration,
    isNewer: migration !== null && migration > NEWEST_KNOWN_MIGRATION,
  }
}

/** "Mastodon 4.5 (schema 20251023210145)" */
export function describeServer({ release, migration, isNewer }: MastodonServer): string {
  const software = release.software === 'mastodon' ? 'Mastodon' : release.software
  const schema = migration === null ? '' : ` (schema ${migration})`
  return `${software} ${release.name}${isNewer ? ' or later' : ''}${schema}`
}

function nameOf(schema: Schema): ReleaseName {
  return MARKS.find((mark) => schema.has(mark.table, mark.column))?.name ?? OLDEST
}

function softwareOf(schema: Schema): SoftwareName {
  const isGlitch = GLITCH_MARKS.every(({ table, column }) => schema.has(table, column))
  return isGlitch ? 'glitch-soc' : 'mastodon'
}

/** Versions are timestamps of one length, but the column is text. */
async function newestMigration(db: Kysely<MastodonDatabase>): Promise<string | null> {
  const { rows } = await sql<{ version: string | null }>`
    SELECT max(version) AS version FROM schema_migrations WHERE version ~ '^[0-9]{14}$'`.execute(db)
  return rows[0]?.version ?? null
}
