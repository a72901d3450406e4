import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEPT_STATEMENT } from './mastodon/source/packed.ts'
import type { DatabaseSettings } from './config/config.ts'
import { connectDatabase } from './database.ts'
import { databaseAddress } from './database-address.ts'
import { migrateLedger } from './ledger/migrations.ts'
import { makeCertificate, type TestCertificate } from './testing/certificate.ts'
import { databaseSettings } from './testing/ledger.ts'
import { findServerPrograms } from './testing/postgres-cluster.ts'
import { startTestPostgres, type TestPostgres } from './testing/postgres.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

test('a connection that is cut between two statements fails the next one and nothing else', async () => {
  const db = connectDatabase(databaseSettings(postgres.url))
  const transaction = await db.startTransaction().execute()
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(transaction)
  await sql`SELECT pg_terminate_backend(${rows[0]?.pid})`.execute(db)
  await expect(sql`SELECT 1`.execute(transaction)).rejects.toThrow(/terminat|connection error/)
  await transaction
    .rollback()
    .execute()
    .catch(() => {})
  expect((await sql`SELECT 1 AS one`.execute(db)).rows).toEqual([{ one: 1 }])
  await db.destroy()
})

test('a statement ends after its time, also where the limit is kept on this side', async () => {
  for (const preparedStatements of [true, false]) {
    const settings = databaseSettings(postgres.url, { statementTimeoutMs: 200, preparedStatements })
    const db = connectDatabase(settings)
    await expect(sql`SELECT pg_sleep(5)`.execute(db)).rejects.toThrow(/timeout/)
    await db.destroy()
  }
})

test('bringing the tables up to date may take longer than a statement of a page', async () => {
  const db = connectDatabase(databaseSettings(postgres.url, { statementTimeoutMs: 300 }))
  const holder = connectDatabase(databaseSettings(postgres.url))
  const held = await holder.startTransaction().execute()
  // As another process does that is bringing them up to date.
  await sql`SELECT pg_advisory_xact_lock(${0x686f77646168})`.execute(held)
  const migrated = migrateLedger(db)
  await new Promise((resolve) => setTimeout(resolve, 900))
  await held.rollback().execute()
  await migrated
  await Promise.all([db.destroy(), holder.destroy()])
})

test('short statements are not compiled', async () => {
  const db = connectDatabase(databaseSettings(postgres.url))
  const { rows } = await sql`SELECT current_setting('jit') AS jit`.execute(db)
  expect(rows).toEqual([{ jit: 'off' }])
  await db.destroy()
})

test('a statement that is kept is prepared once, where that is allowed', async () => {
  for (const preparedStatements of [true, false]) {
    const db = connectDatabase(databaseSettings(postgres.url, { poolSize: 1, preparedStatements }))
    for (const value of [1, 2, 3]) {
      const kept = sql<{
        value: number
      }>`${sql.raw(KEPT_STATEMENT)}SELECT ${value}::integer AS value`
      expect((await kept.execute(db)).rows).toEqual([{ value }])
    }
    const { rows } = await sql<{ statement: string }>`
      SELECT statement FROM pg_prepared_statements WHERE statement LIKE ${`${KEPT_STATEMENT}%`}`.execute(
      db,
    )
    expect(rows).toHaveLength(preparedStatements ? 1 : 0)
    await db.destroy()
  }
})

test('64-bit ids are text and times without a zone are UTC', async () => {
  const db = connectDatabase(databaseSettings(postgres.url))
  const { rows } = await sql`
    SELECT 9223372036854775807::bigint AS id, '2026-11-23 19:05:04'::timestamp AS at`.execute(db)
  expect(rows).toEqual([{ id: '9223372036854775807', at: new Date('2026-11-23T19:05:04Z') }])
  await db.destroy()
})

test('prefer encrypts where the server can, and does without where it cannot', async (context) => {
  if (findServerPrograms() === null) context.skip('the embedded PostgreSQL speaks no TLS')
  const { hostname: host, port, username: user, pathname } = new URL(postgres.url)
  const parts = { url: null, host, port: Number(port), user, name: pathname.slice(1) }
  const isEncrypted = async (sslMode: 'prefer' | 'disable'): Promise<boolean | undefined> => {
    const db = connectDatabase(databaseSettings(postgres.url, { ...parts, sslMode }))
    const { rows } = await sql<{ ssl: boolean }>`
      SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`.execute(db)
    await db.destroy()
    return rows[0]?.ssl
  }
  expect(await isEncrypted('prefer')).toBe(false)
  const authority = await offerTls()
  await expect.poll(() => isEncrypted('prefer')).toBe(true)
  expect(await isEncrypted('disable')).toBe(false)
  const inUrl = (query: string) => encryptionAt(`${postgres.url}?${query}`)
  // As libpq has it: the certificate is the server's own, which only `verify-*` minds.
  expect(await inUrl('sslmode=require')).toBe(true)
  expect(await inUrl('sslmode=prefer&pool=5')).toBe(true)
  expect(await inUrl('')).toBe(true)
  expect(await inUrl('sslmode=disable')).toBe(false)
  await expect(inUrl('sslmode=verify-full')).rejects.toThrow(/certificate/)
  // The same where the authorities are named beside the address; the certificate is that of localhost.
  const byFile = (sslMode: 'require' | 'verify-ca' | 'verify-full', sslRootCert: string) =>
    encryptionAt(postgres.url, { sslMode, sslRootCert })
  const other = await makeCertificate()
  for (const sslMode of ['require', 'verify-ca', 'verify-full'] as const) {
    expect(await byFile(sslMode, authority.certificate)).toBe(true)
    await expect(byFile(sslMode, other.certificate)).rejects.toThrow(/certificate/)
  }
  await expect(byFile('require', '/none.pem')).rejects.toThrow(
    'PGSSLROOTCERT names /none.pem, which cannot be read. Correct it.',
  )
  await other.remove()
  const root = encodeURIComponent(authority.certificate)
  const named = `sslmode=verify-full&sslrootcert=${root}`
  expect(await inUrl(named)).toBe(true)
  const stranger = await makeCertificate()
  const wrong = `sslmode=verify-full&sslrootcert=${encodeURIComponent(stranger.certificate)}`
  await expect(inUrl(wrong)).rejects.toThrow(/certificate/)
  await Promise.all([authority.remove(), stranger.remove()])
  await runAlone('ALTER SYSTEM RESET ssl', 'SELECT pg_reload_conf()')
  await expect.poll(() => isEncrypted('prefer')).toBe(false)
  expect(await inUrl('sslmode=prefer')).toBe(false)
  await expect(inUrl('sslmode=require')).rejects.toThrow(/SSL/)
})

/** Whether a connection by a whole address is encrypted, where nothing else is said. */
async function encryptionAt(
  url: string,
  more: Partial<DatabaseSettings> = {},
): Promise<boolean | undefined> {
  const db = connectDatabase(databaseSettings(url, { sslMode: 'prefer', ...more }))
  try {
    const { rows } = await sql<{ ssl: boolean }>`
      SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`.execute(db)
    return rows[0]?.ssl
  } finally {
    await db.destroy()
  }
}

test('an address says where the server is, also by its socket or in brackets', () => {
  const at = (url: string) => databaseAddress(databaseSettings(url, { sslMode: 'prefer' }))
  expect(at('postgres://a:b@[::1]/m')).toMatchObject({ host: '::1', port: 5432 })
  expect(at('postgresql:///m?host=/run/postgresql&port=5433')).toMatchObject({
    host: '/run/postgresql',
    port: 5433,
  })
  expect(at('postgresql://u@%2Frun%2Fpostgresql/m')).toMatchObject({ host: '/run/postgresql' })
  expect(at('postgresql://db/m?sslmode=require&sslrootcert=/ca.pem')).toMatchObject({
    sslMode: null,
    connection: { connectionString: expect.stringContaining('uselibpqcompat=true') },
  })
})

/** Gives the server a certificate of its own; its key may be read by it alone. */
async function offerTls(): Promise<TestCertificate> {
  const made = await makeCertificate()
  const place = (file: string, name: string): string => {
    const base64 = readFileSync(file).toString('base64')
    const program = `umask 077; base64 -d > server.${name}`
    return `COPY (SELECT '${base64}') TO PROGRAM '${program}'`
  }
  await runAlone(
    place(made.key, 'key'),
    place(made.certificate, 'crt'),
    'ALTER SYSTEM SET ssl = on',
    'SELECT pg_reload_conf()',
  )
  return made
}

async function runAlone(...statements: readonly string[]): Promise<void> {
  const db = connectDatabase(databaseSettings(postgres.url))
  for (const statement of statements) await sql.raw(statement).execute(db)
  await db.destroy()
}
