import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { enqueue, FAILED_TWICE, jobText, startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture, Page } from '../testing/fixture.ts'

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole()
})
beforeEach(() => site.flush())
afterAll(() => site.stop())

function words(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
}

async function fill(count: number): Promise<void> {
  const jobs = Array.from({ length: count }, (_, id) => [
    id,
    jobText({ ...FAILED_TWICE, class: id % 3 === 0 ? 'Third' : 'Other', args: [id] }),
  ])
  await site.redis.call('ZADD', 'retry', ...jobs.flat())
}

/** The page of the operation that a form began, once it has ended. */
async function ended(answer: Page): Promise<{ path: string; text: string }> {
  expect(answer.status).toBe(303)
  const path = (answer.headers.get('location') ?? '').slice('/sidekiq'.length)
  await site.console.settled()
  return { path, text: words((await site.get(path)).html) }
}

test('all that fit a search are deleted with a reason, and put back', async () => {
  await fill(900)
  const ask = await site.get('/operations/new?in=retry&do=delete&q=class:Third')
  expect(words(ask.html)).toContain(
    'All 900 are looked at; those that fit “class:Third” are taken.',
  )
  const form = { in: 'retry', do: 'delete', q: 'class:Third' }
  expect((await site.post('/operations', form)).status).toBe(422)
  expect(await site.redis.call('ZCARD', 'retry')).toBe(900)
  const { path, text } = await ended(await site.post('/operations', { ...form, reason: 'gone' }))
  expect(text).toContain('Looked at 900 of 900 jobs, 300 deleted.')
  expect(text).toContain('By admin Reason gone')
  expect(await site.redis.call('ZCARD', 'retry')).toBe(600)
  expect(site.actions.reduce((sum, { jids }) => sum + jids.length, 0)).toBe(300)
  expect(site.actions[0]).toMatchObject({ action: 'delete', from: 'retry', reason: 'gone' })

  const undone = await ended(await site.post(`${path}/undo`, {}))
  expect(undone.text).toContain('300 of 300 jobs put back.')
  const told = site.actions.filter(({ action }) => action === 'undo')
  expect(told.flatMap(({ jids }) => jids)).toHaveLength(300)
  expect(told[0]).toMatchObject({ viewer: { name: 'admin' }, to: 'retry' })
  expect(told[0]?.dueAt?.get(told[0].jids[1] ?? '')).toEqual(new Date(3_000))
  expect(await site.redis.call('ZCARD', 'retry')).toBe(900)
  expect((await site.act(`${path}/undo`, {})).html).toContain('nothing left to put back')
  expect(words((await site.get('/operations')).html)).toContain(
    'Delete retries that fit class:Third',
  )
})

test('"all" of more than a hundred becomes an operation, of fewer it is done at once', async () => {
  await fill(101)
  expect((await site.get('/retries/all/retry')).headers.get('location')).toBe(
    '/sidekiq/operations/new?in=retry&do=retry',
  )
  expect((await site.post('/retries/all/retry', {})).status).toBe(303)
  expect(await site.redis.call('ZCARD', 'retry')).toBe(101)
  const form = { in: 'retry', do: 'retry', q: '', reason: 'fixed' }
  expect((await ended(await site.post('/operations', form))).text).toContain('101 moved')
  expect(await site.redis.call('LLEN', 'queue:export')).toBe(101)
})

test('what makes no sense begins nothing', async () => {
  await fill(3)
  for (const form of [
    { in: 'queue:export', do: 'delete', reason: 'x' },
    { in: 'queue:export', do: 'retry', q: 'x', reason: 'x' },
    { in: 'dead', do: 'kill', reason: 'x' },
    { in: 'retry', do: 'run-now', reason: 'x' },
  ]) {
    expect((await site.post('/operations', form)).status).toBe(404)
  }
  const empty = await site.act('/operations', { in: 'retry', do: 'delete', q: '""', reason: 'x' })
  expect(words(empty.html)).toContain('nothing was done')
  expect(await site.redis.call('ZCARD', 'retry')).toBe(3)
  expect((await site.get('/operations/nope')).status).toBe(404)
})

test.each([
  ['retry', '/retries'],
  ['schedule', '/scheduled'],
])('%s: all that fit, all, and ticked ones are moved to Dead', async (set, path) => {
  const jobs = Array.from({ length: 300 }, (_, id) => [
    id,
    jobText({ ...FAILED_TWICE, class: id % 3 === 0 ? 'Third' : 'Other', args: [id] }),
  ])
  await site.redis.call('ZADD', set, ...jobs.flat())
  const search = await site.get(`/search?in=${set}&q=class:Third`)
  expect(search.html).toContain(`in=${set}&amp;do=kill&amp;q=class%3AThird`)
  const ask = await site.get(`/operations/new?in=${set}&do=kill&q=class:Third`)
  expect(words(ask.html)).toContain('They move to Dead, which keeps 10,000 at most')
  const form = { in: set, do: 'kill', q: 'class:Third', reason: 'hopeless' }
  const { text } = await ended(await site.post('/operations', form))
  expect(text).toContain('Looked at 300 of 300 jobs, 100 moved to Dead.')
  expect(text).not.toContain('Put 100 jobs back')
  expect(await site.redis.call('ZCARD', 'dead')).toBe(100)
  expect(site.actions[0]).toMatchObject({ action: 'kill', from: set, to: 'dead', count: 100 })

  expect((await site.get(`${path}/all/kill`)).headers.get('location')).toContain('do=kill')
  await ended(await site.post('/operations', { in: set, do: 'kill', q: '', reason: 'all' }))
  expect(await site.redis.call('ZCARD', 'dead')).toBe(300)

  await site.redis.call('ZADD', set, ...jobs.slice(0, 5).flat())
  expect((await site.get(path)).html).toContain('Kill selected')
  expect(words((await site.get(`${path}/all/kill`)).html)).toMatch(
    /Kill all 5 (retries|scheduled jobs)\?/,
  )
  expect(words((await site.act(`${path}/all/kill`, {})).html)).toContain('moved to Dead')
  expect(await site.redis.call('ZCARD', set)).toBe(0)
})

async function fillQueue(count: number): Promise<void> {
  const jobs = Array.from({ length: count }, (_, id) =>
    jobText({ class: id % 3 === 0 ? 'Third' : 'Other', args: [id] }),
  )
  await enqueue(site.redis, 'export', jobs)
}

test('what a search in a queue finds can be deleted: one by its row, all as an operation', async () => {
  await fillQueue(900)
  const path = '/search?in=queue%3Aexport&q=class%3AThird'
  const { html } = await site.get(path)
  expect(html).toContain('in=queue%3Aexport&amp;do=delete&amp;q=class%3AThird')
  const [, job = ''] = /name="job" value="([^"]+)"/.exec(html) ?? []
  const answer = await site.post('/queues/export', { job, back: path })
  expect(answer.headers.get('location')).toBe(`/sidekiq${path}`)
  expect(await site.redis.call('LLEN', 'queue:export')).toBe(899)

  const form = { in: 'queue:export', do: 'delete', q: 'class:Third' }
  const ask = await site.get(`/operations/new?${new URLSearchParams(form).toString()}`)
  expect(words(ask.html)).toContain('Delete all jobs of queue export that fit?')
  const done = await ended(await site.post('/operations', { ...form, reason: 'wrong' }))
  expect(done.text).toContain('Delete jobs of queue export that fit class:Third')
  expect(done.text).toContain('Looked at 899 of 899 jobs, 299 deleted.')
  expect(await site.redis.call('LLEN', 'queue:export')).toBe(600)
  const undone = await ended(await site.post(`${done.path}/undo`, {}))
  expect(undone.text).toContain('299 of 299 jobs put back.')
  expect(await site.redis.call('LLEN', 'queue:export')).toBe(899)
})

test('a row that lies far back in a long queue is found by its id', async () => {
  await fillQueue(45_000)
  await site.redis.call('RPUSH', 'queue:export', jobText({ class: 'Needle', args: [1] }))
  for (let more = 0; more < 45_000; more += 15_000) {
    const texts = Array.from({ length: 15_000 }, (_, id) => jobText({ args: [id] }))
    await site.redis.call('RPUSH', 'queue:export', ...texts)
  }
  const job = await searchedJob('/search?in=queue%3Aexport&q=class%3ANeedle')
  expect(words((await site.act('/queues/export', { job })).html)).toContain('Job deleted')
})

/** The first row that a search finds, in however many steps. */
async function searchedJob(address: string): Promise<string> {
  for (let path: string | undefined = address; path !== undefined;) {
    const { html } = await site.get(path)
    const [, job] = /name="job" value="([^"]+)"/.exec(html) ?? []
    if (job !== undefined) return job
    path = /rel="next" href="\/sidekiq([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
  }
  throw new Error(`${address} finds nothing.`)
}
