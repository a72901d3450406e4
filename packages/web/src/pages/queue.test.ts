import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { JobNote } from '../index.ts'
import { beat, enqueue, jobText, startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'

let site: ConsoleFixture

beforeAll(async () => {
  site = await startConsole({
    describeJob: async (jobs) =>
      new Map(
        jobs.map((job): [string, JobNote] => {
          const key = job.argsJson.replace(/,"export_id":\d+/, '')
          return [job.jid, { label: '@ada', href: '/admin/users/42/edit', duplicateKey: key }]
        }),
      ),
  })
})
beforeEach(() => site.flush())
afterAll(() => site.stop())

function exportJob(userId: number, type: string, enqueuedAt = Date.now() - 41_000): string {
  return jobText({ args: [{ user_id: userId, type }], enqueued_at: enqueuedAt })
}

/** Text of a page as it reads: tags out, entities back. */
function readable(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
}

function preTexts(html: string): string[] {
  return [...html.matchAll(/<pre[^>]*>([^]*?)<\/pre>/g)].map(([, text]) =>
    (text ?? '').replaceAll('&quot;', '"'),
  )
}

test('the queues tab lists each queue with its size and its listeners', async () => {
  await enqueue(site.redis, 'export', [exportJob(42, 'backup'), exportJob(57, 'migration')])
  await enqueue(site.redis, 'pull', [jobText()])
  await beat(site.redis, 'web-1:4411:0a1b2c3d4e5f')
  const { html, status } = await site.get('/queues')
  expect(status).toBe(200)
  expect(html).toContain('<a href="/sidekiq/queues/export">export</a>')
  expect(readable(html)).toContain('No process listens to pull')
  expect(readable(html)).not.toContain('No process listens to export')
})

test('a queue is paused and resumed, and says by whom and since when', async () => {
  await enqueue(site.redis, 'export', [exportJob(42, 'backup')])
  expect(readable((await site.get('/queues')).html)).toContain('No process listens to export')
  const paused = await site.act('/queues/export/pause', { from: 'queue' })
  expect(readable(paused.html)).toContain('Queue export is paused')
  expect(readable(paused.html)).toMatch(
    /Paused\s+by\s+admin\s+just now|Paused\s+by\s+admin\s+\d+ s ago/,
  )
  expect(readable(paused.html)).not.toContain('No process listens')
  expect(readable((await site.get('')).html)).toContain('Queue export is paused. 1 job waits')
  const again = await site.act('/queues/export/pause', {})
  expect(readable(again.html)).toContain('was paused already')
  const resumed = await site.act('/queues/export/resume', {})
  expect(readable(resumed.html)).toContain('Queue export goes on.')
  expect(await site.redis.call('SMEMBERS', 'paused')).toEqual([])
  expect(site.actions.map(({ action, from }) => [action, from])).toEqual([
    ['pause', 'queue:export'],
    ['resume', 'queue:export'],
  ])
})

test('a queue says how fast jobs come in, and who works them', async () => {
  const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000
  const texts = [20, 15, 4, 3, 2].map((minutes) => exportJob(1, 'backup', minutesAgo(minutes)))
  await enqueue(site.redis, 'rates', texts)
  await beat(site.redis, 'web-1:4411:0a1b2c3d4e5f', { queues: ['rates'] })
  const { html } = await site.get('/queues')
  expect(readable(html)).toContain('5 20 min 0.6/min')
  expect(readable(html)).toContain('1 process, 5 threads')
  await site.redis.call('RPOP', 'queue:rates')
  expect((await site.get('/queues')).html).toContain(
    'aria-label="Size over the last hour: now 4, at most 5"',
  )
})

test('a queue shows job, arguments as an object, and the time it was enqueued', async () => {
  const at = Date.now() - 41_000
  await enqueue(site.redis, 'export', [exportJob(42, 'backup', at), exportJob(57, 'migration', at)])
  const { html } = await site.get('/queues/export')
  expect(html).toContain('BackupWorker')
  expect(html).toContain(`<time datetime="${new Date(at).toISOString()}"`)
  expect(preTexts(html).map((text) => JSON.parse(text) as unknown)).toEqual([
    { user_id: 42, type: 'backup' },
    { user_id: 57, type: 'migration' },
  ])
  expect(html).toContain('<a href="/admin/users/42/edit">')
  expect(readable(html)).toContain('2 jobs wait')
  expect(readable(html)).toContain('more worker processes help: howdah work')
})

test('ids beyond 2^53 are shown digit for digit', async () => {
  const text = jobText().replace('"user_id":42', '"user_id":110000000000000001')
  await enqueue(site.redis, 'export', [text])
  const { html } = await site.get('/queues/export')
  expect(preTexts(html)[0]).toContain('"user_id": 110000000000000001')
})

test('the order can be turned round, and the numbers stay places in the line', async () => {
  const jobs = [1, 2, 3].map((id) => exportJob(id, 'backup'))
  await enqueue(site.redis, 'export', jobs)
  const users = (html: string): unknown[] =>
    preTexts(html).map((text) => (JSON.parse(text) as { user_id: number }).user_id)
  expect(users((await site.get('/queues/export')).html)).toEqual([1, 2, 3])
  const newest = await site.get('/queues/export?order=newest')
  expect(users(newest.html)).toEqual([3, 2, 1])
  expect(readable(newest.html)).toMatch(/Actions 3 BackupWorker.* 2 BackupWorker.* 1 BackupWorker/)
})

test('a row can be deleted, and only that row, even when its jid occurs twice', async () => {
  const first = jobText({ jid: 'same', args: [{ user_id: 1, type: 'backup' }] })
  const second = jobText({ jid: 'same', args: [{ user_id: 2, type: 'backup' }] })
  await enqueue(site.redis, 'export', [first, second])
  const { html } = await site.get('/queues/export')
  const [, fingerprint = ''] = [...html.matchAll(/name="job" value="([^"]+)"/g)][1] ?? []
  const after = await site.act('/queues/export', { job: fingerprint })
  expect(readable(after.html)).toContain('Job deleted from queue export.')
  expect(await site.redis.call('LRANGE', 'queue:export', 0, -1)).toEqual([first])
  expect(site.actions).toMatchObject([
    { action: 'delete', jids: ['same'], count: 1, from: 'queue:export', to: null },
  ])
})

test('deleting what is gone says so and tells the host nothing', async () => {
  await enqueue(site.redis, 'export', [jobText()])
  const after = await site.act('/queues/export', { job: 'nonexistent12345' })
  expect(readable(after.html)).toContain('not in this queue any more')
  expect(site.actions).toEqual([])
  expect(await site.redis.call('LLEN', 'queue:export')).toBe(1)
})

test('duplicates are marked with their original and can be deleted together', async () => {
  const jobs = [42, 57, 42, 42].map((id) => exportJob(id, 'backup'))
  await enqueue(site.redis, 'export', jobs)
  const { html } = await site.get('/queues/export')
  expect(html.match(/Duplicate of #1/g)).toHaveLength(2)
  expect(readable(html)).toContain('Delete 2 duplicates')
  const [, named = ''] = /name="jobs" value="([^"]+)"/.exec(html) ?? []
  const after = await site.act('/queues/export/duplicates', { jobs: named })
  expect(readable(after.html)).toContain('2 duplicates deleted.')
  expect(await site.redis.call('LRANGE', 'queue:export', 0, -1)).toEqual([jobs[1], jobs[0]])
  const again = await site.act('/queues/export/duplicates', { jobs: named })
  expect(readable(again.html)).toContain('0 duplicates deleted. 2 jobs were gone already.')
})

test('clearing a queue asks for its name first', async () => {
  await enqueue(site.redis, 'export', [jobText(), jobText()])
  const asked = await site.get('/queues/export/clear')
  expect(readable(asked.html)).toContain('Clear queue export?')
  const refused = await site.act('/queues/export/clear', { typed: 'exports' })
  expect(refused.status).toBe(422)
  expect(await site.redis.call('LLEN', 'queue:export')).toBe(2)
  const cleared = await site.act('/queues/export/clear', { typed: 'export' })
  expect(readable(cleared.html)).toContain('2 jobs deleted from export.')
  expect(await site.redis.call('EXISTS', 'queue:export')).toBe(0)
  expect(site.actions).toMatchObject([{ action: 'clear', count: 2, from: 'queue:export' }])
})

test('a queue that nobody has heard of, or that cannot exist, is not found', async () => {
  await enqueue(site.redis, 'export', [jobText()])
  const missing = await site.get('/queues/nope')
  expect(missing.status).toBe(404)
  expect(missing.html).toContain('href="/sidekiq/queues/export"')
  expect((await site.get('/queues/a%2Fb')).status).toBe(404)
  expect((await site.get('/queues/%22%3E%3Cimg%3E')).status).toBe(404)
  expect((await site.post('/queues/%0A', { job: 'x' })).status).toBe(404)
})

test('a page has at most 200 rows, and a page behind the end leads back', async () => {
  await enqueue(
    site.redis,
    'export',
    Array.from({ length: 230 }, () => jobText({ args: [] })),
  )
  const large = await site.get('/queues/export?size=100000')
  expect(large.html.match(/data-key=/g)).toHaveLength(25)
  const most = await site.get('/queues/export?size=200')
  expect(most.html.match(/data-key=/g)).toHaveLength(200)
  expect((await site.get('/queues/export?page=99')).html).toContain('Back to the first page')
  expect((await site.get('/queues/export?page=-1')).status).toBe(200)
})

test('from a queue to its jobs of one class, which a bounded search finds', async () => {
  const other = jobText({ class: 'PullWorker', queue: 'export' })
  await enqueue(site.redis, 'export', [exportJob(42, 'backup'), other])
  const { html } = await site.get('/queues/export')
  expect(html).toContain('<option value="PullWorker">PullWorker</option>')
  expect(html).toContain('<option value="BackupWorker">BackupWorker</option>')
  const chosen = await site.get('/queues/export?class=PullWorker')
  expect(chosen.status).toBe(303)
  const search = (chosen.headers.get('location') ?? '').slice('/sidekiq'.length)
  const found = readable((await site.get(search)).html)
  expect(found).toContain('Searched all 2 jobs – 1 found')
  expect(found).toMatch(/PullWorker/)
  // "any" is the page itself.
  expect((await site.get('/queues/export?class=')).status).toBe(200)
})

test('an empty queue tells when its last job finished, or that nobody wrote it down', async () => {
  await beat(site.redis, 'web-1:4411:0a1b2c3d4e5f', { queues: ['rested'] })
  const before = readable((await site.get('/queues/rested')).html)
  expect(before).toContain('When its last job finished is not known')
  const at = Date.now() - 180_000
  await site.redis.call('SET', site.redis.keys.finished('rested'), at)
  const { html } = await site.get('/queues/rested')
  expect(html).toContain(`<time datetime="${new Date(at).toISOString()}"`)
  expect(readable(html)).toContain('Last job finished:')
  expect(readable(html)).not.toContain('not known')
})

test('Busy without any process names the one that beat last, Ruby’s or ours', async () => {
  // A console of its own: the others' has seen processes.
  const site = await startConsole()
  onTestFinished(() => site.stop())
  const named = async (): Promise<string> => readable((await site.get('/busy')).html)
  expect(await named()).toContain('No process is running.')
  await site.redis.call('SET', site.redis.keys.lastSeen, `${Date.now() - 600_000} ours:7:aa`)
  expect(await named()).toMatch(/Last seen ours:7:aa .*10 min ago/)
  await beat(site.redis, 'ruby:4411:0a1b2c3d4e5f')
  expect(await named()).not.toContain('Last seen')
  await site.redis.call('SREM', 'processes', 'ruby:4411:0a1b2c3d4e5f')
  expect(await named()).toContain('Last seen ruby:4411:0a1b2c3d4e5f')
})
