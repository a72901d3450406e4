import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../testing/postgres.ts'
import { migrateLedger } from '../../ledger/migrations.ts'
import { isServedOverHttps, readSessionCookie, startCookie } from './cookie.ts'
import { SessionStore } from './session-store.ts'
import { LogInThrottle } from './throttle.ts'

let postgres: TestPostgres
let db: Kysely<unknown>

beforeAll(async () => {
  postgres = await startTestPostgres()
  const pool = new Pool({ connectionString: postgres.url, max: 4 })
  db = new Kysely({ dialect: new PostgresDialect({ pool }) })
  await migrateLedger(db)
})
beforeEach(async () => {
  await sql`truncate howdah.sessions, howdah.log_in_failures`.execute(db)
})
afterAll(async () => {
  await db.destroy()
  await postgres.stop()
})

const age = (column: string, minutes: number) =>
  sql`update howdah.sessions set ${sql.ref(column)} = now() - make_interval(mins => ${minutes})`.execute(
    db,
  )

const ada42 = {
  userId: '42',
  method: 'password',
  credential: 'mark',
  address: 'unknown',
  userAgent: 'Test/1.0',
} as const

describe('SessionStore', () => {
  it('finds a session by the id of its cookie and stores only a hash', async () => {
    const store = new SessionStore(db)
    const id = await store.start(ada42)
    expect(await store.find(id)).toMatchObject({ userId: '42' })
    const rows = await sql<{ id_hash: string }>`select id_hash from howdah.sessions`.execute(db)
    expect(rows.rows[0]?.id_hash).not.toContain(id)
    expect(await store.find('guessed')).toBeNull()
  })
  it('ends a session when asked, and twice is fine', async () => {
    const store = new SessionStore(db)
    const id = await store.start(ada42)
    await store.end(id)
    await store.end(id)
    expect(await store.find(id)).toBeNull()
  })
  it('ends a session 30 minutes after its last use', async () => {
    const store = new SessionStore(db)
    const id = await store.start(ada42)
    await age('used_at', 29)
    expect(await store.find(id)).not.toBeNull()
    await age('used_at', 31)
    expect(await store.find(id)).toBeNull()
  })
  it('ends a session 12 hours after the log-in, however busy it is', async () => {
    const store = new SessionStore(db)
    const id = await store.start(ada42)
    await age('created_at', 12 * 60 + 1)
    expect(await store.find(id)).toBeNull()
  })
})

describe('LogInThrottle', () => {
  const ada = { address: '203.0.113.9', email: 'ada@example.social' }
  it('lets five failures pass and then asks to wait, longer each time', async () => {
    const throttle = new LogInThrottle(db)
    for (let n = 1; n <= 4; n += 1) await throttle.failed(ada)
    expect(await throttle.waitSeconds(ada)).toBe(0)
    await throttle.failed(ada)
    expect(await throttle.waitSeconds(ada)).toBeGreaterThan(50)
    await throttle.failed(ada)
    expect(await throttle.waitSeconds(ada)).toBeGreaterThan(110)
  })
  it('counts an account wherever the tries come from, whatever its capitals', async () => {
    const throttle = new LogInThrottle(db)
    for (let n = 1; n <= 5; n += 1)
      await throttle.failed({ address: `198.51.100.${n}`, email: ' ADA@example.social' })
    expect(await throttle.waitSeconds(ada)).toBeGreaterThan(0)
  })
  it('counts an address whatever accounts it tries', async () => {
    const throttle = new LogInThrottle(db)
    for (let n = 1; n <= 20; n += 1)
      await throttle.failed({ address: ada.address, email: `user${n}@example.social` })
    expect(await throttle.waitSeconds(ada)).toBeGreaterThan(0)
  })
  it('forgets an account after a success', async () => {
    const throttle = new LogInThrottle(db)
    for (let n = 1; n <= 4; n += 1) await throttle.failed(ada)
    await throttle.succeeded(ada)
    await throttle.failed(ada)
    expect(await throttle.waitSeconds(ada)).toBe(0)
  })
  it('loses no failure when tries are raced', async () => {
    const throttle = new LogInThrottle(db)
    await Promise.all(Array.from({ length: 5 }, () => throttle.failed(ada)))
    expect(await throttle.waitSeconds(ada)).toBeGreaterThan(0)
  })
})

describe('the session cookie', () => {
  it('is host-bound and secure on https', () => {
    expect(startCookie('abc', true)).toBe(
      '__Host-howdah_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure',
    )
    const request = new Request('https://x/', {
      headers: { cookie: 'a=b; __Host-howdah_session=abc' },
    })
    expect(readSessionCookie(request, true)).toBe('abc')
    expect(readSessionCookie(request, false)).toBeNull()
  })

  it('goes by where the pages are served, so that plain http can log in', () => {
    expect(isServedOverHttps({ publicUrl: 'http://127.0.0.1:3000' })).toBe(false)
    expect(isServedOverHttps({ publicUrl: 'https://example.social' })).toBe(true)
    expect(startCookie('abc', false)).toBe('howdah_session=abc; Path=/; HttpOnly; SameSite=Lax')
  })
})
