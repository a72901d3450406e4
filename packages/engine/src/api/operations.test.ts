/** Operations on whole sets: complete, abortable, undone, and taken over from a killed process. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { RetrySet } from './job-sets.ts'
import { Operations } from './operations.ts'
import { isThird, numberOf, textOf } from './fixtures/numbered-jobs.ts'
import type { OperationRequest } from './operation-record.ts'
import type { RestoredJob } from './operation-slice.ts'

let server: TestRedis
beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

const call = (command: string, ...parameters: (string | number)[]) =>
  server.redis.call(command, ...parameters)

async function fill(count: number, set = 'retry'): Promise<void> {
  for (let at = 0; at < count; at += 1_000) {
    const size = Math.min(1_000, count - at)
    const members = Array.from({ length: size }, (_, index) => {
      const id = at + index
      const job = {
        class: id % 2 === 0 ? 'Even' : 'Odd',
        args: [id],
        jid: `j${id}`,
        queue: 'export',
      }
      return [id, JSON.stringify({ ...job, retry_count: 1 })]
    })
    await call('ZADD', set, ...members.flat())
  }
}

function start(more: Partial<OperationRequest> = {}): Promise<string> {
  const request = {
    action: 'delete',
    place: 'retry',
    query: '',
    reason: 'test',
    by: 'anna',
  } as const
  return Operations.start(server.redis, { ...request, ...more })
}

test('all entries that fit are deleted, the others stay, and undo puts back exactly what was there', async () => {
  await fill(1_700)
  const before = await call('ZRANGE', 'retry', 0, -1, 'WITHSCORES')
  const id = await start({ query: 'even ones' })
  const moved: string[] = []
  await Operations.work(server.redis, id, {
    owner: 'one',
    accept: (job) => job.class === 'Even',
    onMoved: async (entries) => void moved.push(...entries.map(({ jid }) => jid)),
  })
  expect(await Operations.fetch(server.redis, id)).toMatchObject({
    state: 'done',
    total: 1_700,
    looked: 1_700,
    done: 850,
    by: 'anna',
    reason: 'test',
  })
  expect(new Set(moved).size).toBe(850)
  expect(await call('ZCARD', 'retry')).toBe(850)
  expect(await call('TTL', `howdah:trash:${id}`)).toBeGreaterThan(86_000)
  expect(await Operations.undo(server.redis, id, 'bert')).toBe(true)
  const restored: RestoredJob[] = []
  await Operations.work(server.redis, id, {
    owner: 'two',
    onRestored: async (jobs) => void restored.push(...jobs),
  })
  expect(restored.length).toBe(850)
  expect(restored[1]).toEqual({ jid: 'j2', dueAt: new Date(2_000) })
  expect(await Operations.fetch(server.redis, id)).toMatchObject({
    state: 'undone',
    restored: 850,
    undoneBy: 'bert',
    undoUntil: null,
  })
  expect(await call('ZRANGE', 'retry', 0, -1, 'WITHSCORES')).toEqual(before)
  expect(await Operations.undo(server.redis, id)).toBe(false)
})

test('retrying moves to the queues once each, and what cannot run stays', async () => {
  await fill(1_200, 'dead')
  await call('ZADD', 'dead', 5, 'no job')
  const id = await start({ action: 'retry', place: 'dead' })
  await Operations.work(server.redis, id, { owner: 'one' })
  expect(await call('LLEN', 'queue:export')).toBe(1_200)
  expect(await call('ZRANGE', 'dead', 0, -1)).toEqual(['no job'])
  expect(String(await call('LINDEX', 'queue:export', 0))).toContain('"retry_count":0')
  expect((await Operations.list(server.redis)).map(({ done }) => done)).toEqual([1_200])
})

/** The abort holds from its answer on; before that, what is under way may be done: 1,000 at most. */
test('an abort holds at once; a foreign lease is respected', async () => {
  await fill(12_000)
  const id = await start()
  const doneNow = async () => (await Operations.fetch(server.redis, id))?.done ?? 0
  let calls = 0
  let told = 0
  const done = { asked: 0, answered: 0 }
  await Operations.work(server.redis, id, {
    owner: 'one',
    onMoved: async (jobs) => {
      told += jobs.length
      calls += 1
      if (calls !== 2) return Operations.work(server.redis, id, { owner: 'two' })
      done.asked = await doneNow()
      await Operations.abort(server.redis, id)
      done.answered = await doneNow()
    },
  })
  expect(calls).toBeGreaterThan(1)
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'aborted', done: told })
  expect(told).toBe(done.answered)
  expect(done.answered - done.asked).toBeLessThanOrEqual(1_000)
  expect(told).toBeLessThan(6_000)
  expect(await call('ZCARD', 'retry')).toBe(12_000 - told)
  expect(await Operations.abort(server.redis, id)).toBe(false)
})

test('when Redis forgets the scripts in the middle of it, nothing is lost or passed over', async () => {
  await fill(30_000)
  const id = await start({ action: 'retry', query: 'even ones' })
  const moved = new Set<string>()
  await Operations.work(server.redis, id, {
    owner: 'one',
    texts: ['Even'],
    accept: (job) => job.class === 'Even',
    onMoved: async (entries) => {
      entries.forEach(({ jid }) => moved.add(jid))
      await call('SCRIPT', 'FLUSH')
    },
  })
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'done', done: 15_000 })
  expect(moved.size).toBe(15_000)
  expect(await call('LLEN', 'queue:export')).toBe(15_000)
  expect(await call('ZCARD', 'retry')).toBe(15_000)
})

test('chosen entries are deleted at once and can be put back; nobody takes more than them', async () => {
  await fill(5)
  const set = new RetrySet(server.redis)
  const { entries } = await set.page({ limit: 3 })
  await set.delete(entries[1] ?? '')
  const request = { place: 'retry', reason: '', by: 'anna' } as const
  const { id, deleted } = await Operations.deleteEntries(server.redis, request, entries)
  expect(deleted).toEqual([true, false, true])
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'done', done: 2 })
  await call('HSET', `howdah:operation:${id}`, 'state', 'running', 'lease', 1)
  await Operations.work(server.redis, id, { owner: 'heir' })
  expect(await set.size()).toBe(2)
  await Operations.undo(server.redis, id)
  await Operations.work(server.redis, id, { owner: 'heir' })
  expect(await set.size()).toBe(4)
})

/** Lets another process begin with the operation and kills it. */
async function killMidway(id: string): Promise<void> {
  const program = fileURLToPath(new URL('fixtures/work-operation.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=source', program, server.url, id], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data') // It has done its first slice.
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('a process killed midway loses nothing, and another one ends its operation', async () => {
  await fill(20_000)
  const id = await start({ action: 'retry' })
  await killMidway(id)
  const [left, queued] = [await call('ZCARD', 'retry'), await call('LLEN', 'queue:export')]
  expect(Number(left) + Number(queued)).toBe(20_000)
  expect((await Operations.fetch(server.redis, id))?.done).toBe(queued)
  expect(Number(left)).toBeGreaterThan(0)
  expect(await Operations.unowned(server.redis)).toEqual([])
  await call('HSET', `howdah:operation:${id}`, 'lease', 1) // As if fifteen seconds had passed.
  expect(await Operations.unowned(server.redis)).toEqual([id])
  await Operations.work(server.redis, id, { owner: 'heir' })
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'done', done: 20_000 })
  expect(await call('LLEN', 'queue:export')).toBe(20_000)
})

test('burying keeps what the dead set keeps, and counts what went there', async () => {
  await fill(10_500)
  const id = await start({ action: 'kill', query: 'all but one' })
  await Operations.work(server.redis, id, { owner: 'one', accept: ({ jid }) => jid !== 'j7' })
  expect(await Operations.fetch(server.redis, id)).toMatchObject({
    state: 'done',
    done: 10_499,
    undoUntil: null,
  })
  expect(await call('ZCARD', 'dead')).toBe(9_999)
  expect(await call('ZCARD', 'retry')).toBe(1)
})

test('what others take and put in meanwhile hides no job from an operation', async () => {
  await fill(20_000)
  const id = await start({ action: 'run-now', query: 'even ones' })
  let taken = 0
  await Operations.work(server.redis, id, {
    owner: 'one',
    accept: (job) => job.class === 'Even',
    onMoved: async () => {
      // The poller takes those that are due, new ones come in: all before what is looked at.
      const odd = (await call('ZRANGE', 'retry', taken, taken + 299)) as string[]
      const due = odd.filter((text) => text.includes('Odd') && !text.includes('new'))
      if (due.length > 0) taken += Number(await call('ZREM', 'retry', ...due.slice(0, 200)))
      const fresh = Array.from({ length: 50 }, (_, n) => [
        -1,
        `{"class":"Odd","jid":"new${taken}-${n}"}`,
      ])
      await call('ZADD', 'retry', ...fresh.flat())
    },
  })
  expect(taken).toBeGreaterThan(500)
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'done', done: 10_000 })
  expect(await call('LLEN', 'queue:export')).toBe(10_000)
})

test('jobs of one score are each looked at once, whatever goes meanwhile', async () => {
  const members = Array.from({ length: 3_000 }, (_, n) => [
    7,
    JSON.stringify({ class: n % 2 === 0 ? 'Even' : 'Odd', args: [n], jid: `j${n}` }),
  ])
  await call('ZADD', 'retry', ...members.flat())
  const id = await start({ query: 'even ones' })
  const seen: string[] = []
  await Operations.work(server.redis, id, {
    owner: 'one',
    accept: (job) => {
      seen.push(job.jid)
      return job.class === 'Even'
    },
    onMoved: async () => void (await call('ZPOPMIN', 'retry', 100)),
  })
  expect(new Set(seen).size).toBe(seen.length)
  const left = (await call('ZRANGE', 'retry', 0, -1)) as string[]
  expect(left.filter((text) => text.includes('Even'))).toEqual([])
})

test('what dies again while dead jobs are retried is left alone', async () => {
  await fill(2_000, 'dead')
  const id = await start({ action: 'retry', place: 'dead' })
  await Operations.work(server.redis, id, {
    owner: 'one',
    onMoved: async (jobs) => {
      const again = jobs.map(({ raw }) => [5_000, raw.replace('}', ',"again":1}')])
      await call('ZADD', 'dead', ...again.flat())
    },
  })
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'done', done: 2_000 })
  expect(await call('ZCARD', 'dead')).toBe(2_000)
})

/** Pushes jobs with these numbers, as clients do. */
async function push(from: number, to: number): Promise<void> {
  const texts = Array.from({ length: to - from }, (_, index) => textOf(from + index))
  await call('LPUSH', 'queue:export', ...texts)
}

test('in a queue that fitting jobs are deleted from, all else keeps its order, and undo appends them', async () => {
  await push(0, 3_000)
  const id = await start({ place: 'queue:export', query: 'thirds' })
  const moved: string[] = []
  let next = 3_000
  await Operations.work(server.redis, id, {
    owner: 'one',
    accept: isThird,
    onMoved: async (jobs) => {
      moved.push(...jobs.map(({ jid }) => jid))
      // Others push and take in the middle of it.
      await push(next, next + 200)
      next += 200
      await call('RPOP', 'queue:export')
    },
  })
  const left = (await call('LRANGE', 'queue:export', 0, -1)) as string[]
  const numbers = left.map(numberOf)
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
  expect(numbers.filter((number) => number < 3_000 && number % 3 === 0)).toEqual([])
  const record = await Operations.fetch(server.redis, id)
  expect(record).toMatchObject({ state: 'done', total: 3_000, looked: 3_000, done: moved.length })
  expect(new Set(moved).size).toBe(moved.length)

  expect(await Operations.undo(server.redis, id, 'bert')).toBe(true)
  const restored: RestoredJob[] = []
  await Operations.work(server.redis, id, {
    owner: 'two',
    onRestored: async (jobs) => void restored.push(...jobs),
  })
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'undone' })
  expect(restored.map(({ jid }) => jid).toSorted()).toEqual(moved.toSorted())
  const after = (await call('LRANGE', 'queue:export', 0, -1)) as string[]
  expect(after.slice(moved.length)).toEqual(left)
  // A job that came in the meantime comes back where it was found, between older ones.
  const back = after.slice(0, moved.length).map(numberOf)
  const olderBack = back.filter((number) => number < 3_000)
  expect(olderBack).toEqual(olderBack.toSorted((a, b) => b - a))
})

/** Each command may then be asked for twice, and come behind those that were sent after it. */
async function losingScripts<Result>(work: (lose: () => Promise<void>) => Promise<Result>) {
  const lose = async () => void (await call('SCRIPT', 'FLUSH'))
  const timer = setInterval(() => void lose(), 3)
  await work(lose).finally(() => clearInterval(timer))
}

test('a Redis that loses its scripts in the middle leaves no fitting job in a queue', async () => {
  await push(0, 9_000)
  const id = await start({ place: 'queue:export', query: 'thirds' })
  await losingScripts((lose) =>
    Operations.work(server.redis, id, { owner: 'one', accept: isThird, onMoved: lose }),
  )
  const left = (await call('LRANGE', 'queue:export', 0, -1)) as string[]
  expect(left.map(numberOf).filter((number) => number % 3 === 0)).toEqual([])
  expect(left).toHaveLength(6_000)
  const record = await Operations.fetch(server.redis, id)
  expect(record).toMatchObject({ state: 'done', looked: 9_000, done: 3_000 })
})

test('a Redis that loses its scripts in the middle leaves no fitting job in a set', async () => {
  await fill(9_000)
  const id = await start({ query: 'even ones' })
  const isEven = (job: { readonly class: string }) => job.class === 'Even'
  await losingScripts((lose) =>
    Operations.work(server.redis, id, { owner: 'one', accept: isEven, onMoved: lose }),
  )
  const left = (await call('ZRANGE', 'retry', 0, -1)) as string[]
  expect(left.filter((raw) => raw.includes('"Even"'))).toEqual([])
  expect(left).toHaveLength(4_500)
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'done', done: 4_500 })
})

test('what Redis passes over in a queue stays, wherever it lies', async () => {
  await push(0, 9_000)
  const id = await start({ place: 'queue:export', query: 'thirds' })
  await Operations.work(server.redis, id, {
    owner: 'one',
    texts: ['Third'],
    accept: (job) => isThird(job) && numberOf(job.raw) > 1_000,
    onMoved: () => push(9_000, 9_001),
  })
  const left = (await call('LRANGE', 'queue:export', 0, -1)) as string[]
  const numbers = left.map(numberOf).filter((number) => number < 9_000)
  const expected = Array.from({ length: 9_000 }, (_, number) => number)
  const kept = expected.filter((number) => number % 3 !== 0 || number <= 1_000)
  expect(numbers).toEqual(kept.toReversed())
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'done', looked: 9_000 })
})

test('an aborted deletion from a queue holds at once, and bytes that are no text are found', async () => {
  for (let at = 0; at < 9_000; at += 1_500) await push(at, at + 1_500)
  const bytes = Buffer.concat([
    Buffer.from('{"class":"Third","jid":"x","args":["'),
    Buffer.from([0xff]),
    Buffer.from('"]}'),
  ])
  await server.redis.callBuffer('LPUSH', 'queue:export', bytes)
  const id = await start({ place: 'queue:export' })
  const doneNow = async () => (await Operations.fetch(server.redis, id))?.done ?? 0
  const done = { asked: 0, answered: 0 }
  let told = 0
  await Operations.work(server.redis, id, {
    owner: 'one',
    accept: isThird,
    onMoved: async (jobs) => {
      told += jobs.length
      if (done.answered > 0) return
      done.asked = await doneNow()
      await Operations.abort(server.redis, id)
      done.answered = await doneNow()
    },
  })
  expect(told).toBe(done.answered)
  expect(done.answered - done.asked).toBeLessThanOrEqual(1_000)
  expect(told).toBeLessThan(1_500)
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'aborted', done: told })
  expect(await call('LLEN', 'queue:export')).toBe(9_001 - told)
  await Operations.undo(server.redis, id)
  await Operations.work(server.redis, id, { owner: 'one' })
  const back = (await server.redis.callBuffer('LRANGE', 'queue:export', 0, told - 1)) as Buffer[]
  expect(back.some((one) => one.equals(bytes))).toBe(true)
})

test('jobs that are pushed while a queue is looked through hide none that fit', async () => {
  for (let at = 0; at < 12_000; at += 1_500) await push(at, at + 1_500)
  const id = await start({ place: 'queue:export', query: 'thirds' })
  let next = 12_001
  await Operations.work(server.redis, id, {
    owner: 'one',
    texts: ['Third'],
    accept: (job) => isThird(job) && numberOf(job.raw) < 12_000,
    onMoved: async () => {
      await push(next, next + 300)
      next += 300
    },
  })
  expect(next).toBeGreaterThan(12_300)
  const left = (await call('LRANGE', 'queue:export', 0, -1)) as string[]
  const numbers = left.map(numberOf)
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
  expect(numbers.filter((number) => number < 12_000 && number % 3 === 0)).toEqual([])
  expect(numbers.length).toBe(8_000 + next - 12_001)
})

test('a process killed while it deletes from a queue loses nothing, and another one ends it', async () => {
  for (let at = 0; at < 20_000; at += 2_000) await push(at, at + 2_000)
  const id = await start({ place: 'queue:export' })
  await killMidway(id)
  const [left, trash] = [
    await call('LLEN', 'queue:export'),
    await call('LLEN', `howdah:trash:${id}`),
  ]
  expect(Number(left) + Number(trash)).toBe(20_000)
  expect((await Operations.fetch(server.redis, id))?.done).toBe(trash)
  expect(Number(left)).toBeGreaterThan(0)
  await call('HSET', `howdah:operation:${id}`, 'lease', 1)
  await Operations.work(server.redis, id, { owner: 'heir' })
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'done', done: 20_000 })
  expect(await call('LLEN', 'queue:export')).toBe(0)
})
