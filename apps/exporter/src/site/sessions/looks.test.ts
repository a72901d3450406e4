/** Looks at what is another's are in the audit before they are on a page, and once a quarter of an hour. */
import { randomBytes } from 'node:crypto'
import { silentLogger } from '@howdah/engine'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LOOK_AGAIN_MS, Looks, LOOKED_AT } from '../../ledger/looks.ts'
import { prepareServices } from '../../services.ts'
import { createSite } from '../site.tsx'
import { PEOPLE, startSiteWorld, type Person, type SiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

let last = '0'
beforeEach(async () => {
  const [newest] = await world.deps.ledger.auditLog({ limit: 1 })
  last = newest?.id ?? '0'
})

/** The looks since the test began, oldest first. */
async function looks(): Promise<readonly string[]> {
  const rows = await world.deps.ledger.auditLog({ limit: 1_000 })
  return rows
    .filter(({ id, action }) => BigInt(id) > BigInt(last) && VERBS.includes(action))
    .map(({ actor, action, page, subjects }) => `${actor} ${action} on ${page}: ${subjects.join()}`)
    .toReversed()
}

const VERBS: readonly string[] = Object.values(LOOKED_AT)

async function see(path: string, person: Person): Promise<string> {
  const response = await world.get(path, person)
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}

async function requestOf(person: Person): Promise<{ id: string; jid: string }> {
  await world.post('/settings/export', { type: 'backup' }, person)
  const row = await world.deps.ledger.active(PEOPLE[person].userId, 'backup')
  if (!row?.jid) throw new Error(`No export of ${person} was begun.`)
  return { id: row.id, jid: row.jid }
}

describe('the audit keeps', () => {
  it('whose arguments were shown, but not one’s own', async () => {
    const ada = await requestOf('ada')
    await requestOf('owner')
    expect(await see('/sidekiq/queues/export', 'owner')).toContain('user_id')
    expect(await looks()).toEqual([
      `admin looked at arguments on /sidekiq/queues/export: job ${ada.jid},@ada`,
    ])
    await see('/sidekiq/queues/export?order=newest', 'owner')
    expect(await looks()).toHaveLength(1)
    await see(`/sidekiq/jobs/${ada.jid}`, 'operator')
    await see(`/sidekiq/exports/${ada.id}`, 'operator')
    expect((await looks()).slice(1)).toEqual([
      `ops looked at arguments on /sidekiq/jobs/${ada.jid}: job ${ada.jid},@ada`,
      `ops looked at arguments on /sidekiq/exports/${ada.id}: export ${ada.id},@ada`,
    ])
  })

  it('whose address was shown, where it is shown', async () => {
    expect(await see('/admin/users?q=ada', 'moderator')).toContain('ada@example.social')
    await see('/admin/users?q=mod', 'moderator')
    await see(`/admin/users/${PEOPLE.bob.userId}/edit`, 'moderator')
    await see('/sidekiq/exports', 'operator')
    expect(await looks()).toEqual([
      'mod looked at addresses on /admin/users: @ada',
      `mod looked at addresses on /admin/users/${PEOPLE.bob.userId}/edit: @bob`,
    ])
    expect(await see('/sidekiq/exports', 'owner')).toContain('ada@example.social')
    expect((await looks()).at(-1)).toBe('admin looked at addresses on /sidekiq/exports: @ada')
  })

  it('whose archive was fetched, however many parts a program fetches', async () => {
    const id = await world.finishedExport('bob', randomBytes(5_000))
    const fetchPart = (range: string, person: Person): Promise<Response> =>
      world.get(`/exports/${id}/download`, person, { range })
    for (const range of ['bytes=0-99', 'bytes=100-199', 'bytes=200-']) {
      expect((await fetchPart(range, 'owner')).status).toBe(206)
      expect((await fetchPart(range, 'bob')).status).toBe(206)
    }
    expect(await looks()).toEqual([
      `admin looked at an archive on /exports/${id}/download: export ${id},@bob`,
    ])
  })
})

describe('a look', () => {
  it('is written again after a quarter of an hour, and for what is new on the page', async () => {
    const record = new Looks(world.deps.ledger.db)
    const look = (names: readonly string[], atMs: number): Promise<void> =>
      record.record(
        { actor: 'ops', what: 'arguments', page: '/x', things: names.map((name) => [name]) },
        atMs,
      )
    await Promise.all([look(['job 1', 'job 2'], 0), look(['job 1', 'job 2'], 0)])
    await look(['job 1', 'job 2', 'job 3'], 1_000)
    await look(['job 1'], LOOK_AGAIN_MS - 1)
    await look(['job 1', 'job 3'], LOOK_AGAIN_MS)
    const at = 'ops looked at arguments on /x:'
    expect(await looks()).toEqual([`${at} job 1,job 2`, `${at} job 3`, `${at} job 1`])
  })

  it('is written once by any number of processes, and shown by none before it is', async () => {
    const { db } = world.deps.ledger
    const [one, two, three] = [new Looks(db), new Looks(db), new Looks(db)]
    const atMs = Date.now()
    const look = (process: Looks, names: readonly string[], laterMs = 0): Promise<void> =>
      process.record(
        { actor: 'ops', what: 'addresses', page: '/y', things: names.map((name) => [name]) },
        atMs + laterMs,
      )
    const names = ['@a', '@b', '@c']
    await Promise.all([look(one, names), look(two, names.toReversed()), look(three, ['@b'])])
    const seen = (await looks()).flatMap((line) => line.split(': ')[1]?.split(',') ?? [])
    expect(seen.toSorted()).toEqual(names)
    await look(two, names, LOOK_AGAIN_MS)
    await look(three, names, LOOK_AGAIN_MS)
    const lines = await looks()
    expect(lines.filter((line) => line.endsWith('@a,@b,@c'))).not.toEqual([])
    expect(lines.join().match(/@c/gu)).toHaveLength(2)
    const { rows } = await sql`select key from howdah.looks where at <= ${new Date(atMs)}`.execute(
      db,
    )
    expect(rows).toEqual([])
  })

  it('is shown by none before it is written, whoever writes it', async () => {
    const { db } = world.deps.ledger
    const things: readonly [string][] = [['@slow']]
    const look = { actor: 'ops', what: 'addresses', page: '/z', things } as const
    const lock = await db.startTransaction().execute()
    await sql`LOCK TABLE howdah.audit IN ACCESS EXCLUSIVE MODE`.execute(lock)
    const first = new Looks(db).record(look)
    let isShown = false
    const second = new Looks(db).record(look).then(() => (isShown = true))
    await expect
      .poll(async () => {
        const waiting = await sql<{ count: string }>`
          select count(*) from pg_stat_activity where wait_event_type = 'Lock'`.execute(lock)
        return Number(waiting.rows[0]?.count)
      })
      .toBe(2)
    expect(isShown).toBe(false)
    await lock.commit().execute()
    await Promise.all([first, second])
    expect(await looks()).toHaveLength(1)
  })

  it('by two web processes is one line in the audit', async () => {
    const { id } = await requestOf('moderator')
    const other = prepareServices(world.deps.config, silentLogger)
    try {
      const sites = [world.site, createSite(other)]
      const cookie = await world.cookieOf('operator')
      const path = `http://127.0.0.1:3000/sidekiq/exports/${id}`
      const answers = await Promise.all(
        sites.map((site) => site.fetch(new Request(path, { headers: { cookie } }))),
      )
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      expect((await looks()).filter((line) => line.includes(`export ${id}`))).toHaveLength(1)
    } finally {
      await other.close()
    }
  })

  it('that cannot be written is refused, on the site and in the console', async () => {
    await sql`ALTER TABLE howdah.audit RENAME TO audit_away`.execute(world.db)
    try {
      const users = await world.get('/admin/users?q=bob', 'owner')
      expect(users.status).toBe(500)
      expect(await users.text()).not.toContain('bob@example.social')
      const queue = await world.get('/sidekiq/queues/export', 'operator')
      expect(queue.status).toBe(503)
      expect(await queue.text()).not.toContain('user_id')
    } finally {
      await sql`ALTER TABLE howdah.audit_away RENAME TO audit`.execute(world.db)
    }
    expect(await see('/sidekiq/queues/export', 'operator')).toContain('user_id')
    expect(await looks()).toHaveLength(1)
  })
})
