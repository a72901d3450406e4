/** Deleting from a long queue by a copy: whatever others do to the queue meanwhile, nothing is lost or comes back. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { DELETE_FROM_EXPORT, isThird, numberOf, textOf } from './fixtures/numbered-jobs.ts'
import { Operations } from './operations.ts'

vi.setConfig({ testTimeout: 180_000 }) // A hundred thousand jobs each time, and other tests beside.

let server: TestRedis
beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

const LIST = 'queue:export'
const MANY = 51_000

const call = (command: string, ...parameters: (string | number)[]) =>
  server.redis.call(command, ...parameters)
const listed = async (key: string) => (await call('LRANGE', key, 0, -1)) as string[]

async function push(from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 5_000) {
    const size = Math.min(5_000, to - at)
    await call('LPUSH', LIST, ...Array.from({ length: size }, (_, index) => textOf(at + index)))
  }
}

const start = (): Promise<string> => Operations.start(server.redis, DELETE_FROM_EXPORT)

const fieldOf = async (id: string, field: string) =>
  Number(await call('HGET', `howdah:operation:${id}`, field))

async function expectNoCopy(id: string): Promise<void> {
  expect(await call('EXISTS', `howdah:copy:${id}`, `howdah:copy-goes:${id}`)).toBe(0)
  expect(await call('TTL', LIST)).toBeLessThan(0)
}

test('what fits is deleted from a long queue while others push, take and give back', async () => {
  await push(0, MANY)
  const id = await start()
  const told: string[] = []
  const taken: string[] = []
  const others = { next: MANY, isOver: false }
  const traffic = (async () => {
    while (!others.isOver) {
      await push(others.next, others.next + 20)
      others.next += 20
      const out = (await call('RPOP', LIST, 15)) as string[]
      await call('RPUSH', LIST, ...out.slice(10).toReversed())
      taken.push(...out.slice(0, 10))
    }
  })()
  await Operations.work(server.redis, id, {
    owner: 'one',
    texts: ['Third'],
    accept: (job) => isThird(job) && numberOf(job.raw) < MANY,
    onMoved: async (jobs) => void told.push(...jobs.map(({ raw }) => raw)),
  })
  others.isOver = true
  await traffic
  const numbers = (await listed(LIST)).map(numberOf)
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
  expect(numbers.filter((number) => number < MANY && number % 3 === 0)).toEqual([])
  const [trash, gone] = [await listed(`howdah:trash:${id}`), new Set(taken)]
  expect(told).toEqual(trash)
  expect(trash.filter((text) => gone.has(text))).toEqual([])
  expect(new Set([...trash, ...taken]).size + numbers.length).toBe(others.next)
  expect(taken.length).toBeGreaterThan(100)
  expect(await Operations.fetch(server.redis, id)).toMatchObject({
    state: 'done',
    done: trash.length,
  })
  await expectNoCopy(id)

  expect(await Operations.undo(server.redis, id)).toBe(true)
  await Operations.work(server.redis, id, { owner: 'two' })
  const back = (await listed(LIST)).map(numberOf)
  expect(back).toEqual([...trash.map(numberOf), ...numbers])
})

test('what is deleted one by one meanwhile does not come back, nor does a lost copy lose a job', async () => {
  await push(0, MANY)
  const id = await start()
  const accidents = [
    () => call('LREM', LIST, 1, textOf(MANY - 1_234)),
    () => call('DEL', `howdah:copy:${id}`),
    () => call('LTRIM', `howdah:copy:${id}`, 5, -1),
  ]
  let seen = 0
  const accept = (job: { readonly class: string; readonly raw: string }) => {
    seen += 1
    if (seen % 10_000 === 0) void accidents.shift()?.()
    return isThird(job)
  }
  await Operations.work(server.redis, id, { owner: 'one', accept })
  expect(accidents).toEqual([])
  expect(await fieldOf(id, 'copies_lost')).toBe(3)
  const left = new Set((await listed(LIST)).map(numberOf))
  const expected = Array.from({ length: MANY }, (_, number) => number)
  expect(left).toEqual(
    new Set(expected.filter((number) => number % 3 !== 0 && number !== MANY - 1_234)),
  )
})

test('an abort deletes nothing and leaves no copy; what has been exchanged is not aborted any more', async () => {
  await push(0, MANY)
  const before = await listed(LIST)
  const id = await start()
  let seen = 0
  const accept = () => {
    seen += 1
    if (seen === 15_000) void Operations.abort(server.redis, id)
    return true
  }
  await Operations.work(server.redis, id, { owner: 'one', accept })
  expect(seen).toBeLessThan(30_000)
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'aborted', done: 0 })
  expect(await listed(LIST)).toEqual(before)
  await expectNoCopy(id)

  const second = await start()
  const aborted: boolean[] = []
  const onMoved = async () => void aborted.push(await Operations.abort(server.redis, second))
  await Operations.work(server.redis, second, { owner: 'one', accept: isThird, onMoved })
  expect(aborted.length).toBeGreaterThan(0)
  expect(new Set(aborted)).toEqual(new Set([false]))
  expect(await Operations.fetch(server.redis, second)).toMatchObject({ state: 'done' })
})

test('a process killed while it copies, or tells of what it deleted, loses nothing', async () => {
  await push(0, MANY)
  const id = await start()
  const program = fileURLToPath(new URL('fixtures/work-operation.ts', import.meta.url))
  const spawned = () =>
    spawn(process.execPath, ['--conditions=source', program, server.url, id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  const first = spawned()
  await expect
    .poll(() => fieldOf(id, 'copied'), { interval: 1, timeout: 20_000 })
    .toBeGreaterThan(0)
  first.kill('SIGKILL')
  await once(first, 'exit')
  expect(await call('LLEN', LIST)).toBe(MANY)
  expect(await call('TTL', `howdah:copy-goes:${id}`)).toBeGreaterThan(0)

  await call('HSET', `howdah:operation:${id}`, 'lease', 1)
  const second = spawned()
  await once(second.stdout, 'data') // It has told of its first slice.
  second.kill('SIGKILL')
  await once(second, 'exit')
  expect(Number(await call('LLEN', LIST)) + Number(await call('LLEN', `howdah:trash:${id}`))).toBe(
    MANY,
  )

  await call('HSET', `howdah:operation:${id}`, 'lease', 1)
  const told: string[] = []
  const onMoved = async (jobs: readonly { readonly jid: string }[]) =>
    void told.push(...jobs.map(({ jid }) => jid))
  await Operations.work(server.redis, id, { owner: 'heir', onMoved })
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'done', done: MANY })
  expect(told.length).toBeGreaterThan(MANY - 5_000)
  await expectNoCopy(id)
})

test('a Redis that loses its scripts in the middle leaves no fitting job in a long queue', async () => {
  await push(0, MANY)
  const id = await start()
  const timer = setInterval(() => void call('SCRIPT', 'FLUSH'), 3)
  await Operations.work(server.redis, id, { owner: 'one', accept: isThird }).finally(() =>
    clearInterval(timer),
  )
  const left = (await listed(LIST)).map(numberOf)
  expect(left.filter((number) => number % 3 === 0)).toEqual([])
  expect(left).toHaveLength(MANY - Math.ceil(MANY / 3))
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'done' })
})

test('a full Redis is not filled by a copy: it deletes where the jobs lie', async () => {
  await push(0, MANY)
  const used = Number(/used_memory:(\d+)/u.exec(String(await call('INFO', 'memory')))?.[1])
  await call('CONFIG', 'SET', 'maxmemory', used + 3_000_000)
  try {
    const id = await start()
    await Operations.work(server.redis, id, { owner: 'one', accept: ({ jid }) => jid === 'j20000' })
    expect(await call('HEXISTS', `howdah:operation:${id}`, 'exchanged')).toBe(0)
    expect(await call('LLEN', LIST)).toBe(MANY - 1)
  } finally {
    await call('CONFIG', 'SET', 'maxmemory', 0)
  }
})
