/**
 * A private PostgreSQL for tests: one throw-away cluster for a whole test run, a fresh database
 * for each test file. Never touches a server that somebody else runs.
 *
 * - The cluster is found or started by `postgres-cluster.ts`; this file makes and drops databases.
 * - A database is a clone of a template that already holds Mastodon 4.5's tables, which takes
 *   tens of milliseconds; loading the schema anew would take a second.
 * - Where no PostgreSQL server is installed, PGlite behind its socket server stands in, so that
 *   `npm test` needs nothing but npm.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { startEmbeddedPostgres } from './postgres-embedded.ts'
import {
  findServerPrograms,
  joinCluster,
  TEMPLATES,
  type TemplateName,
} from './postgres-cluster.ts'

/** A database that belongs to the caller alone. */
export interface TestPostgres {
  /** Connection string of the fresh database, for `pg`, Kysely and child processes. */
  readonly url: string
  /** Drops the database, closing connections that are still open to it. */
  stop(): Promise<void>
}

export interface TestPostgresOptions {
  /** What the database holds at first. Default "mastodon": the tables of Mastodon 4.5, empty. */
  readonly template?: TemplateName
}

/** Gives a fresh database; the first call of a test run also starts the cluster (1–3 s). */
export async function startTestPostgres(options: TestPostgresOptions = {}): Promise<TestPostgres> {
  const template = options.template ?? 'mastodon'
  const programs = findServerPrograms()
  if (programs === null) return startEmbeddedPostgres(template)
  const adminUrl = await joinCluster(programs)
  const name = `test_${randomBytes(6).toString('hex')}`
  await runOnce(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATES[template]}`)
  return {
    url: withDatabase(adminUrl, name),
    stop: () => dropDatabase(adminUrl, name),
  }
}

/** How long connections that are just being closed may take before they are cut. */
const CLOSE_TIMEOUT_MS = 3_000

/**
 * Connections end a moment after `pool.end()` says so. Cutting one in that moment would reach its
 * owner as an error that nobody listens for any more; so wait first.
 */
async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  const deadline = Date.now() + CLOSE_TIMEOUT_MS
  while (Date.now() < deadline) {
    try {
      await runOnce(adminUrl, `DROP DATABASE IF EXISTS ${name}`)
      return
    } catch (error) {
      if (!isInUse(error)) throw error
    }
    await delay(25)
  }
  await runOnce(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}

/** PostgreSQL's error 55006: other sessions use the database. */
function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55006'
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
