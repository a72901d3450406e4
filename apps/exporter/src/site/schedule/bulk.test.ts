/** Ticked exports, and operations on all that fit a filter. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ExportOperations } from '../../ledger/operations.ts'
import { ORIGIN, PEOPLE, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
beforeEach(async () => {
  await sql`delete from howdah.exports`.execute(world.db)
  await sql`delete from howdah.operations`.execute(world.db)
  await world.redis.call('FLUSHDB')
})
afterAll(() => world.stop())

async function page(path: string): Promise<string> {
  return (await (await world.get(path, 'owner')).text()).replaceAll(/\s+/g, ' ')
}
const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

async function post(
  path: string,
  fields: readonly (readonly [string, string])[],
): Promise<Response> {
  const cookie = await world.cookieOf('owner')
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  const body = new URLSearchParams()
  for (const [name, value] of fields) body.append(name, value)
  return world.site.fetch(new Request(ORIGIN + path, { method: 'POST', body, headers }))
}

const flashOf = (response: Response): string =>
  decodeURIComponent(response.headers.getSetCookie()[0] ?? '')

/** Exports of members who do not exist, which lets there be many. */
async function insert(count: number, state: string, firstUser = 1_000): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into howdah.exports (user_id, account_id, username, type, state, requested_by)
    select ${firstUser} + n, 1, 'm' || n, 'backup', ${state}, 'member'
    from generate_series(1, ${count}::integer) n returning id`.execute(world.db)
  return rows.map(({ id }) => id)
}

async function counts(): Promise<Record<string, number>> {
  const all = await world.deps.ledger.countStates()
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))
}

test('ticked exports are asked about with their number, and acted upon with a reason', async () => {
  const [one = '', two = ''] = await insert(3, 'failed')
  const fields = [
    ['do', 'retry'],
    ['back', '?state=failed'],
    ['id', one],
    ['id', two],
  ] as const
  const asked = await post('/sidekiq/exports/selected', fields)
  expect(asked.status).toBe(200)
  expect(textOf(await asked.text())).toContain('Queue 2 exports again?')
  expect(await counts()).toEqual({ failed: 3 })
  expect((await post('/sidekiq/exports/selected', [...fields, ['reason', ' ']])).status).toBe(422)
  const done = await post('/sidekiq/exports/selected', [...fields, ['reason', 'disk is free']])
  expect(done.headers.get('location')).toBe('/sidekiq/exports?state=failed')
  expect(flashOf(done)).toContain('2 exports queued again.')
  expect(await counts()).toEqual({ failed: 1, pending: 2 })
  expect(await world.deps.ledger.auditLog({ limit: 1 })).toMatchObject([
    { actor: 'admin', action: 'queued again', reason: 'disk is free' },
  ])
})

test('those that have changed meanwhile are left alone and counted', async () => {
  const [one = ''] = await insert(1, 'failed')
  const [two = ''] = await insert(1, 'done', 2_000)
  const fields = [
    ['do', 'retry'],
    ['id', one],
    ['id', two],
    ['reason', 'why'],
  ] as const
  const done = await post('/sidekiq/exports/selected', fields)
  expect(flashOf(done)).toContain('1 export queued again. 1 export left as before:')
  expect(flashOf(await post('/sidekiq/exports/selected', [['do', 'retry']]))).toContain(
    'Nothing was selected',
  )
})

test('all that fit a filter become an operation, which leaves the others alone', async () => {
  await insert(120, 'failed')
  await insert(5, 'pending', 5_000)
  await insert(2, 'expired', 7_000)
  const asked = textOf(await page('/sidekiq/exports/operations/new?state=failed'))
  expect(asked).toContain('Queue again (120) Cancel (0) Delete the file (0)')
  const begun = await post('/sidekiq/exports/operations', [
    ['do', 'retry'],
    ['filter', '?state=failed'],
    ['reason', 'storage is mended'],
  ])
  const path = begun.headers.get('location') ?? ''
  await world.deps.operations.settled()
  expect(await counts()).toEqual({ pending: 125, expired: 2 })
  expect(await world.redis.call('LLEN', 'queue:export')).toBe(120)
  expect(textOf(await page(path))).toContain('Looked at 120 of 120; 120 changed.')
  expect(textOf(await page('/sidekiq/exports/operations'))).toContain('storage is mended')
  expect(await world.deps.ledger.auditLog({ limit: 1 })).toMatchObject([
    { actor: 'admin', action: 'queued many exports again', detail: '120 of 120' },
  ])
})

test('an operation that was aborted leaves the rest as it was', async () => {
  await insert(300, 'failed')
  const id = await world.deps.operations.start({
    action: 'retry',
    filter: {},
    reason: 'why',
    by: 'admin',
  })
  const aborted = await post(`/sidekiq/exports/operations/${id}/abort`, [])
  expect(flashOf(aborted)).toContain('Aborted')
  const { failed = 0, pending = 0 } = await counts()
  expect(failed).toBeGreaterThan(0)
  const ended = { state: 'aborted', looked: pending, changed: pending }
  expect(await world.deps.operations.get(id ?? '')).toMatchObject(ended)
  await world.deps.operations.settled()
  expect(await counts()).toEqual({ failed, ...(pending > 0 ? { pending } : {}) })
  expect(flashOf(await post(`/sidekiq/exports/operations/${id}/abort`, []))).toContain(
    'ended already',
  )
})

test('an operation whose process has died is gone on with after the last slice', async () => {
  await insert(60, 'failed')
  const { rows } = await sql<{ id: string }>`
    insert into howdah.operations (action, filter, reason, created_by, total, looked, changed, cursor,
      up_to, owner, beat_at)
    select 'cancel', '{"state":"failed"}', 'why', 'admin', 60, 10, 10, min(id) + 9, max(id), 'dead:1',
      now() - interval '1 minute'
    from howdah.exports returning id`.execute(world.db)
  await sql`update howdah.exports set state = 'stuck'`.execute(world.db)
  await sql`update howdah.operations set filter = '{"state":"stuck"}'`.execute(world.db)
  const id = rows[0]?.id ?? ''
  // Looking at it changes nothing.
  await page('/sidekiq/exports/operations')
  await page(`/sidekiq/exports/operations/${id}`)
  await world.deps.operations.settled()
  expect(await world.deps.operations.get(id)).toMatchObject({ state: 'running', looked: 10 })
  await world.deps.operations.takeOver()
  await world.deps.operations.settled()
  expect(await world.deps.operations.get(id)).toMatchObject({
    state: 'done',
    looked: 60,
    changed: 60,
  })
  expect(await counts()).toEqual({ stuck: 10, cancelled: 50 })
})

test('two processes do not work on the same operation', async () => {
  await insert(200, 'failed')
  const { operations, exports, db } = world.deps
  const other = new ExportOperations({ db, exports, onError: () => undefined })
  const id = await operations.start({ action: 'retry', filter: {}, reason: 'why', by: 'admin' })
  other.run(id ?? '')
  await Promise.all([operations.settled(), other.settled()])
  expect(await operations.get(id ?? '')).toMatchObject({ looked: 200, changed: 200 })
})

test('a filter by date survives its way through the table', async () => {
  const [old = ''] = await insert(2, 'failed')
  await sql`update howdah.exports set requested_at = now() - interval '9 days' where id = ${old}`.execute(
    world.db,
  )
  await post('/sidekiq/exports/operations', [
    ['do', 'retry'],
    ['filter', '?days=7'],
    ['reason', 'why'],
  ])
  await world.deps.operations.settled()
  expect(await counts()).toEqual({ failed: 1, pending: 1 })
})

test('deleting the files of others asks again who it is, and then does it', async () => {
  const id = await world.finishedExport('ada', new TextEncoder().encode('zip'))
  await sql`update howdah.sessions set proven_at = null`.execute(world.db)
  const fields = [
    ['do', 'delete-file'],
    ['id', id],
    ['reason', 'why'],
  ] as const
  const asked = await post('/sidekiq/exports/selected', fields)
  expect(asked.headers.get('location')).toContain('/settings/confirm')
  expect(await world.deps.ledger.get(id)).toMatchObject({
    state: 'done',
    username: PEOPLE.ada.username,
  })
})
