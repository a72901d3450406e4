import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ExportState } from '../../ledger/types.ts'
import { type Person, PEOPLE, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld

beforeAll(async () => {
  world = await startSiteWorld()
})
beforeEach(async () => {
  await sql`delete from howdah.exports`.execute(world.db)
  await world.redis.call('FLUSHDB')
})
afterAll(() => world.stop())

const page = async (path: string): Promise<string> =>
  (await (await world.get(path, 'owner')).text()).replaceAll(/\s+/g, ' ')

/** The names in the first column, from top to bottom. */
const namesIn = (html: string): string[] =>
  [...html.matchAll(/data-key="\d+">.*?@(\w+)/g)].map(([, name]) => name ?? '')

const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

async function request(person: Person, runsAt?: Date, queue?: string): Promise<string> {
  const { userId, username } = PEOPLE[person]
  const member = { userId, accountId: `${userId}00`, username }
  const result = await world.deps.exports.request(member, 'backup', 'member', {
    ...(runsAt ? { runsAt } : {}),
    ...(queue ? { queue } : {}),
  })
  return result.kind === 'accepted' ? result.export.id : ''
}

/** A process as its heartbeat shows it. */
async function listen(queue: string): Promise<void> {
  const info = { hostname: 'host', pid: 1, identity: 'host:1:a', queues: [queue], started_at: 1 }
  await world.redis.call('SADD', 'processes', info.identity)
  await world.redis.call('HSET', info.identity, 'info', JSON.stringify(info), 'quiet', 'false')
}

async function fail(id: string, retryAt: Date | null): Promise<void> {
  const run = await world.deps.ledger.start(id, { jid: null, attempt: 1, worker: 'host:1' })
  const row = await world.deps.ledger.get(id)
  const started =
    run ??
    (await world.deps.ledger.start(id, { jid: row?.jid ?? null, attempt: 1, worker: 'host:1' }))
  await world.deps.ledger.failed(id, {
    run: started?.number ?? null,
    attempt: 1,
    error:
      'The disk is full: 12 MB are free and 380 MB are needed. Make room, then press Retry now.',
    errorClass: 'DiskFullError',
    backtrace: ['at one', 'at two'],
    stage: 'media',
    worker: 'host:1',
    retryAt,
  })
}

describe('the schedule', () => {
  it('says what happens next while it is empty', async () => {
    expect(await page('/sidekiq/exports')).toContain('No exports have been requested yet')
  })
  it('shows who, type, state, when it runs and why it waits', async () => {
    await request('ada')
    const html = await page('/sidekiq/exports')
    for (const head of [
      'Requested by',
      'Type',
      'State',
      'Runs at',
      'Requested',
      'Tries',
      'Progress',
      'Size',
      'Expires',
    ])
      expect(html).toMatch(new RegExp(`<th[^>]*>(<a[^>]*>)?${head}`))
    expect(html).toContain('>@ada</a>')
    expect(html).toContain('ada@example.social')
    expect(textOf(html)).toContain('no process listens to queue “export”')
    expect(textOf(html)).toContain('0/5')
  })
  it('gives the reason of the queue that each job really lies in', async () => {
    const large = await request('ada', undefined, 'export_large')
    const usual = await request('bob')
    await listen('export')
    const html = await page('/sidekiq/exports')
    const text = textOf(html)
    expect(text.match(/no process listens to queue “export_large”/g)).toHaveLength(1)
    expect(text).toContain('2 waiting (1 without a worker)')
    expect(text).toContain('so 1 export will not start')
    // The one before it lies in another queue and keeps nobody waiting.
    expect(textOf(await page(`/sidekiq/exports/${usual}`))).toContain(
      'Next: starts as soon as a worker is free.',
    )
    const detail = textOf(await page(`/sidekiq/exports/${large}`))
    expect(detail).toContain('rocess listens to queue “export_large”')
    expect(detail).toContain('howdah work -q export_large')
    expect(textOf(await (await world.get('/settings/export', 'ada')).text())).not.toContain('queue')
  })
  it('never has a worker of Howdah started for the jobs of Mastodon', async () => {
    const id = await request('ada', undefined, 'pull')
    for (const performer of ['howdah', 'mastodon']) {
      await sql`update howdah.exports set performer = ${performer} where id = ${id}`.execute(
        world.db,
      )
      for (const path of ['/sidekiq/exports', `/sidekiq/exports/${id}`]) {
        const text = textOf(await page(path))
        expect(text).toContain('rocess listens to queue “pull”')
        expect(text).toContain('systemctl start mastodon-sidekiq')
        expect(text).not.toContain('howdah work -q pull')
      }
    }
  })
  it('filters by state, type and member, and counts each state', async () => {
    await request('ada')
    await request('bob', new Date(Date.now() + 3_600_000))
    expect(namesIn(await page('/sidekiq/exports?state=scheduled'))).toEqual(['bob'])
    expect(namesIn(await page('/sidekiq/exports?q=%40ada'))).toEqual(['ada'])
    expect(await page('/sidekiq/exports?type=migration')).toContain(
      'No exports match these filters',
    )
    expect(await page('/sidekiq/exports?state=%22%3E&sort=x&after=y')).toContain('@ada</a>')
    expect(textOf(await page('/sidekiq/exports'))).toMatch(/All 2 Pending 1 Scheduled 1/)
  })
  it('pages by keys', async () => {
    await sql`insert into howdah.exports (user_id, account_id, username, type, state, requested_by, requested_at)
      select 42, 4200, 'ada', 'backup', 'cancelled', 'member', now() - make_interval(mins => n)
      from generate_series(1, 60) n`.execute(world.db)
    const seen = new Set<string>()
    let path: string | undefined = '/sidekiq/exports'
    let pages = 0
    while (path !== undefined) {
      const html = await page(path)
      for (const [, id] of html.matchAll(/data-key="(\d+)"/g)) seen.add(id ?? '')
      path = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
      pages += 1
    }
    expect([seen.size, pages]).toEqual([60, 3])
  })
  it('keeps addresses and archives from an operator who may only see the queues', async () => {
    await request('ada')
    const html = await (await world.get('/sidekiq/exports', 'operator')).text()
    expect(html).toContain('@ada</a>')
    expect(html).not.toContain('ada@example.social')
    const id = /data-key="(\d+)"/.exec(html)?.[1]
    const detail = await (await world.get(`/sidekiq/exports/${id}`, 'operator')).text()
    expect(detail).not.toContain('ada@example.social')
    expect((await world.get(`/exports/${id}/download`, 'operator')).status).toBe(404)
    expect((await world.get('/admin/users', 'operator')).status).toBe(404)
  })
  it('shows a hostile name as text', async () => {
    const hostile = '"><img src=x onerror=alert(1)>'
    await sql`insert into howdah.exports (user_id, account_id, username, type, state, requested_by, error)
      values (42, 4200, ${hostile}, 'backup', 'failed', ${hostile}, ${hostile})`.execute(world.db)
    const html = await page('/sidekiq/exports')
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img')
    const id = /data-key="(\d+)"/.exec(html)?.[1]
    expect(await page(`/sidekiq/exports/${id}`)).not.toContain('<img')
  })
})

describe('one export', () => {
  it('tells what happens next in every state', async () => {
    const id = await request('ada')
    const expected: Record<ExportState, string> = {
      pending: 'No process listens to queue',
      scheduled: 'It enters the queue',
      running: 'It is being built',
      retrying: 'Try 1 of 5 starts',
      failed: 'Nothing, until somebody acts',
      stuck: 'no job was found',
      done: 'The member can download it until',
      expired: 'the file is deleted',
      cancelled: 'it was cancelled',
    }
    for (const [state, words] of Object.entries(expected)) {
      await sql`update howdah.exports set state = ${state} where id = ${id}`.execute(world.db)
      expect(textOf(await page(`/sidekiq/exports/${id}`)), state).toContain(words)
    }
  })
  it('shows the arguments as an object with exact ids', async () => {
    const id = await request('ada')
    const html = await page(`/sidekiq/exports/${id}`)
    const json = /<pre class="code"[^>]*>(.*?)<\/pre>/.exec(html)?.[1]?.replaceAll('&quot;', '"')
    expect(JSON.parse(json ?? '')).toEqual({ user_id: 42, type: 'backup', export_id: Number(id) })
  })
  it('keeps the story of a failed try and offers to try again', async () => {
    const id = await request('ada')
    await fail(id, new Date(Date.now() + 60_000))
    const html = await page(`/sidekiq/exports/${id}`)
    expect(textOf(html)).toContain('The disk is full')
    expect(textOf(html)).toContain('DiskFullError')
    expect(html).toContain('Retry now')
  })
  it('tries again at once: back in the queue, in the ledger and in the audit', async () => {
    const id = await request('ada')
    await fail(id, null)
    await world.redis.call('DEL', 'queue:export')
    const response = await world.post(`/sidekiq/exports/${id}/retry`, {}, 'owner')
    expect(response.headers.get('location')).toBe(`/sidekiq/exports/${id}`)
    expect(await world.deps.ledger.get(id)).toMatchObject({ state: 'pending' })
    expect(await world.redis.call('LLEN', 'queue:export')).toBe(1)
    expect((await world.deps.ledger.events(id)).at(-1)).toMatchObject({ actor: 'admin' })
  })
  it('says why an action was not possible instead of failing', async () => {
    const id = await request('ada')
    const response = await world.post(`/sidekiq/exports/${id}/delete-file`, {}, 'owner')
    expect(response.status).toBe(303)
    expect(decodeURIComponent(response.headers.getSetCookie()[0] ?? '')).toContain(
      'cannot be deleted',
    )
  })
})

describe('the ledger follows the console', () => {
  it('names the member behind a job', async () => {
    await request('ada')
    const html = await page('/sidekiq/queues/export')
    expect(html).toContain('BackupWorker')
    expect(html).toContain('@ada')
  })
  it('records a deleted job as a cancelled export', async () => {
    const id = await request('ada', new Date(Date.now() + 3_600_000))
    const key =
      /name="(?:do|key)" value="(?:delete )?([^"]+)"/.exec(await page('/sidekiq/scheduled'))?.[1] ??
      ''
    await world.post('/sidekiq/scheduled', { do: `delete ${key}` }, 'owner')
    expect(await world.deps.ledger.get(id)).toMatchObject({ state: 'cancelled' })
  })
  it('keeps in the audit which jobs it was, whose, and the reason of an operation', async () => {
    const id = await request('ada', new Date(Date.now() + 3_600_000))
    const jid = (await world.deps.ledger.get(id))?.jid ?? ''
    const wish = { in: 'schedule', do: 'delete', q: 'class:BackupWorker', reason: 'asked twice' }
    expect((await world.post('/sidekiq/operations', wish, 'owner')).status).toBe(303)
    await vi.waitFor(async () => {
      const { rows } = await sql<Record<string, unknown>>`
        select * from howdah.audit where action = 'console: delete' order by id desc limit 1`.execute(
        world.db,
      )
      expect(rows[0]).toMatchObject({
        target: `@ada export ${id} job ${jid}`,
        reason: 'asked twice',
        detail: expect.stringMatching(/^1 in schedule, operation \w+$/),
      })
      expect(rows[0]?.['subjects']).toEqual(
        expect.arrayContaining([`job ${jid}`, `export ${id}`, '@ada']),
      )
    }, 20_000)
    await world.post('/sidekiq/queues/export/pause', {}, 'owner')
    const { rows } = await sql<{ target: string }>`
      select target from howdah.audit where action = 'console: pause'`.execute(world.db)
    expect(rows).toEqual([{ target: 'queue:export' }])
    await world.post('/sidekiq/queues/export/resume', {}, 'owner')
  })
})
