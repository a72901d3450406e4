import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { readFailures, searchJobs } from './job-search.ts'

let server: TestRedis
beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

function text(index: number, more: object = {}): string {
  return JSON.stringify({ class: 'A', args: [{ user_id: index }], jid: `j${index}`, ...more })
}

async function fill(set: string, count: number, more: (index: number) => object = () => ({})) {
  const members = Array.from({ length: count }, (_, index) => [index, text(index, more(index))])
  for (let at = 0; at < members.length; at += 1_000) {
    await server.redis.call('ZADD', set, ...members.slice(at, at + 1_000).flat())
  }
}

test('a search goes on where it stopped until all was looked at', async () => {
  await fill('retry', 3_500)
  const search = { place: { set: 'retry' }, texts: ['"user_id":1'], limit: 5 } as const
  const first = await searchJobs(server.redis, search)
  expect(first.jobs).toHaveLength(5)
  expect(first).toMatchObject({ seen: 14, total: 3_500, next: 14 })
  const found = [...first.jobs]
  let next = first.next
  while (next !== null) {
    const more = await searchJobs(server.redis, { ...search, from: next })
    found.push(...more.jobs)
    next = more.next
  }
  expect(found.map(({ jid }) => jid)).toEqual(
    Array.from({ length: 3_500 }, (_, index) => `j${index}`).filter((jid) => jid.startsWith('j1')),
  )
})

test('all texts must be there, the last word has the caller, and no time means one piece', async () => {
  await fill('dead', 2_500)
  const both = { place: { set: 'dead' }, texts: ['"class":"A"', 'j77'] } as const
  const exact = await searchJobs(server.redis, { ...both, accept: (job) => job.jid === 'j777' })
  expect(exact.jobs.map(({ jid }) => jid)).toEqual(['j777'])
  expect(exact.next).toBeNull()
  const hasty = await searchJobs(server.redis, { ...both, budgetMs: 0 })
  expect(hasty).toMatchObject({ seen: 1_000, next: 1_000 })
  const [latest] = (await searchJobs(server.redis, { place: { set: 'dead' }, texts: [] })).jobs
  expect(latest?.jid).toBe('j2499')
})

test('a queue is searched in the order in which it runs', async () => {
  for (let index = 0; index < 30; index += 1) {
    await server.redis.call('LPUSH', 'queue:export', text(index))
  }
  const { jobs, total, next } = await searchJobs(server.redis, {
    place: { queue: 'export' },
    texts: ['j2'],
  })
  expect(jobs.map(({ jid }) => jid).slice(0, 3)).toEqual(['j2', 'j20', 'j21'])
  expect([total, next]).toEqual([30, null])
})

test('failures tell their class and time, whatever the arguments pretend', async () => {
  const at = Date.now()
  await fill('retry', 1_200, (index) => ({
    args: [{ error_class: 'Fake', retried_at: 1 }],
    error_class: index % 2 === 0 ? 'Net::ReadTimeout' : 'A\\B',
    failed_at: at - 1_000,
    ...(index === 0 ? {} : { retried_at: at }),
  }))
  const { marks, seen, total } = await readFailures(server.redis, 'retry')
  expect([seen, total]).toEqual([1_200, 1_200])
  expect(new Set(marks.map(({ errorClass }) => errorClass))).toEqual(
    new Set(['Net::ReadTimeout', 'A\\B']),
  )
  expect(marks.at(-1)?.at?.getTime()).toBe(at - 1_000)
  expect(marks[0]?.at?.getTime()).toBe(at)
  expect(await readFailures(server.redis, 'retry', { limit: 100 })).toMatchObject({
    seen: 100,
    total: 1_200,
  })
})
