/** Looks at what is another's are in the audit before they are on a page, and once a quarter of an hour. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LOOK_AGAIN_MS, Looks, LOOKED_AT } from '../../ledger/looks.ts'
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
