/** The page of one export: deadline, address, tries, progress, giving up, and what is gone. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { forgetHistory } from '../../ledger/history.ts'
import { PEOPLE, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'
import { waitsOf } from './detail-story.tsx'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
beforeEach(async () => {
  await sql`delete from howdah.exports`.execute(world.db)
  await world.redis.call('FLUSHDB')
})
afterAll(() => world.stop())

async function page(path: string): Promise<string> {
  return (await (await world.get(path, 'owner')).text()).replaceAll(/\s+/g, ' ')
}
const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')

async function running(): Promise<string> {
  const { userId, username } = PEOPLE.ada
  const member = { userId, username, accountId: `${userId}00` }
  const asked = await world.deps.ledger.request({
    ...member,
    type: 'backup',
    requestedBy: 'member',
  })
  await world.deps.ledger.start(asked.export.id, { jid: null, attempt: 1, worker: 'host:1' })
  return asked.export.id
}

async function become(id: string, state: string): Promise<void> {
  await sql`update howdah.exports set state = ${state} where id = ${id}`.execute(world.db)
}

// First, as past runs are read once a minute.
test('a running export shows its stages, its last sign of life and an estimate that is one', async () => {
  const id = await running()
  await world.deps.ledger.progress(id, 1, { stage: 'media', done: 12, total: 40 })
  await sql`insert into howdah.exports (user_id, account_id, username, type, state, requested_by,
      started_at, finished_at, size_bytes)
    select 900 + n, 1, 'm' || n, 'backup', 'done', 'member', now() - interval '1 day',
      now() - interval '1 day' + interval '2 hours', 1000
    from generate_series(1, 4) n`.execute(world.db)
  const html = await page(`/sidekiq/exports/${id}`)
  const steps = [...html.matchAll(/steps__step--(\w+)/g)].map(([, place]) => place)
  expect(steps.slice(0, 4)).toEqual(['done', 'done', 'now', 'later'])
  expect(textOf(html)).toContain('12 of 40')
  expect(textOf(html)).toMatch(/Last sign of life: .*Ready in .* \(estimate from 4 similar ones\)/)
})

test('where it is, and where each try was, is said in the language of the reader', async () => {
  const id = await running()
  await world.deps.ledger.progress(id, 1, { stage: 'media', done: 12, total: 40 })
  await sql`update howdah.export_attempts set stage = 'posts' where export_id = ${id}`.execute(
    world.db,
  )
  const german = { 'accept-language': 'de' }
  const read = async (path: string) => textOf(await (await world.get(path, 'owner', german)).text())
  expect(await read('/sidekiq/exports?state=running')).toContain('Medien 12 von 40')
  const story = await read(`/sidekiq/exports/${id}`)
  expect(story).toContain('Medien 12 von 40')
  expect(story).toContain('läuftBeiträgehost:1')
  await world.deps.ledger.progress(id, 1, { stage: 'packing', done: 0, total: null })
  expect(await read(`/sidekiq/exports/${id}`)).toContain('packing')
})

test('the day of the deadline is counted from the request while the member waits', async () => {
  const id = await running()
  expect(textOf(await page(`/sidekiq/exports/${id}`))).toContain('GDPR day 1 of 30')
  await sql`update howdah.exports set requested_at = now() - interval '30 days' where id = ${id}`.execute(
    world.db,
  )
  const html = await page(`/sidekiq/exports/${id}`)
  expect(html).toContain('<span class="late">GDPR day 31 of 30')
  await become(id, 'done')
  expect(textOf(await page(`/sidekiq/exports/${id}`))).not.toContain('GDPR')
})

test('the job of an export that has ended is not called lost', async () => {
  const id = await running()
  for (const state of ['done', 'expired', 'cancelled']) {
    await become(id, state)
    const text = textOf(await page(`/sidekiq/exports/${id}`))
    expect(text, state).toContain('no longer looked for: the export has ended')
    expect(text, state).not.toContain('not found')
  }
})

test('the address is masked; the whole one is on the page of the member', async () => {
  const html = await page(`/sidekiq/exports/${await running()}`)
  expect(html).toContain('a•••@example.social')
  expect(html).not.toContain('ada@example.social')
  expect(html).toContain('href="/admin/users/42/edit"')
})

test('each try says how long it waited, and its backtrace can be copied', async () => {
  const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 12, minute))
  const attempt = {
    worker: 'w',
    stage: null,
    error: null,
    errorReason: null,
    errorClass: null,
    backtrace: null,
  } as const
  const waits = waitsOf(
    [
      { ...attempt, number: 1, startedAt: at(1), finishedAt: at(5), outcome: 'retry' },
      { ...attempt, number: 2, startedAt: at(9), finishedAt: null, outcome: 'running' },
    ],
    { requestedAt: at(0) },
  )
  expect([...waits]).toEqual([
    [1, 60],
    [2, 240],
  ])
  const id = await running()
  await world.deps.ledger.failed(id, {
    run: 1,
    attempt: 1,
    error: 'The disk is full.',
    errorClass: 'DiskFullError',
    backtrace: ['at build (/srv/howdah/dist/build.js:1)', 'at read (/srv/node_modules/pg/a.js:2)'],
    stage: 'media',
    worker: 'host:1',
    retryAt: null,
  })
  const html = await page(`/sidekiq/exports/${id}`)
  expect(html).toContain('data-copy="backtrace-1"')
  expect(textOf(html)).toMatch(/at build .*at build .*at read/)
})

test('the button that queues a stuck export again says so, on its page and twice in its row', async () => {
  const id = await running()
  const requeues = async (path: string): Promise<number> =>
    ((await page(path)).match(/<button[^>]*>Requeue<\/button>/g) ?? []).length
  await become(id, 'failed')
  expect(await requeues(`/sidekiq/exports/${id}`)).toBe(0)
  expect(await requeues('/sidekiq/exports')).toBe(0)
  await become(id, 'stuck')
  expect(await requeues(`/sidekiq/exports/${id}`)).toBe(1)
  expect(await requeues('/sidekiq/exports')).toBe(2)
  await world.post(`/sidekiq/exports/${id}/retry`, {}, 'owner')
  expect(await world.deps.ledger.get(id)).toMatchObject({ state: 'pending' })
})

test('a stuck export is marked as failed with a reason, and the member is told', async () => {
  const id = await running()
  await become(id, 'stuck')
  expect(await page(`/sidekiq/exports/${id}`)).toContain('Mark as failed and tell the user')
  const path = `/sidekiq/exports/${id}/give-up`
  expect((await world.post(path, { reason: ' ' }, 'owner')).status).toBe(422)
  await world.post(path, { reason: 'worker is gone' }, 'owner')
  expect(await world.deps.ledger.get(id)).toMatchObject({ state: 'failed' })
  expect(await world.deps.ledger.attempts(id)).toMatchObject([{ outcome: 'failed' }])
  const [job] = (await world.redis.call('LRANGE', 'queue:export', '0', '-1')) as string[]
  expect(job).toContain('"class":"ExportMailWorker"')
  expect(job).toContain(`{"export_id":${id}}`)
  expect(await world.deps.ledger.auditLog({ limit: 1 })).toMatchObject([
    { actor: 'admin', action: 'marked as failed', reason: 'worker is gone' },
  ])
  await world.post(path, { reason: 'again' }, 'owner')
  expect(await world.redis.call('LLEN', 'queue:export')).toBe(1)
})

test('an export that was purged says when, another number is simply not there', async () => {
  const id = await running()
  await sql`update howdah.exports set state = 'expired', finished_at = now() - interval '9 days'`.execute(
    world.db,
  )
  await forgetHistory(world.deps.ledger.db, new Date(), 10)
  const gone = await world.get(`/sidekiq/exports/${id}`, 'owner')
  expect(gone.status).toBe(404)
  const text = textOf((await gone.text()).replaceAll(/\s+/g, ' '))
  expect(text).toContain('It was purged under retention on')
  expect(textOf(await page('/sidekiq/exports/999999'))).toContain('No such export')
})
