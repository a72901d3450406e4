/** Operations on whole sets: complete, abortable, undone, and taken over from a killed process. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import type { SetEntry } from './job-record.ts'
import { RetrySet } from './job-sets.ts'
import { Operations } from './operations.ts'
import type { OperationRequest } from './operations.ts'

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
  const request = { action: 'delete', set: 'retry', query: '', reason: 'test', by: 'anna' } as const
  return Operations.start(server.redis, { ...request, ...more })
}

const jidAndScore = ({ jid, score }: SetEntry): readonly [string, string] => [jid, score]

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
  const restored: (readonly [jid: string, score: string])[] = []
  await Operations.work(server.redis, id, {
    owner: 'two',
    onRestored: async (entries) => void restored.push(...entries.map(jidAndScore)),
  })
  expect(restored.length).toBe(850)
  expect(restored[1]).toEqual(['j2', '2'])
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
  const id = await start({ action: 'retry', set: 'dead' })
  await Operations.work(server.redis, id, { owner: 'one' })
  expect(await call('LLEN', 'queue:export')).toBe(1_200)
  expect(await call('ZRANGE', 'dead', 0, -1)).toEqual(['no job'])
  expect(String(await call('LINDEX', 'queue:export', 0))).toContain('"retry_count":0')
  expect((await Operations.list(server.redis)).map(({ done }) => done)).toEqual([1_200])
})

test('an abort holds at the next slice; a foreign lease is respected', async () => {
  await fill(3_000)
  const id = await start()
  let slices = 0
  await Operations.work(server.redis, id, {
    owner: 'one',
    onMoved: async () => {
      slices += 1
      if (slices === 2) await Operations.abort(server.redis, id)
      else await Operations.work(server.redis, id, { owner: 'two' })
    },
  })
  expect(await Operations.fetch(server.redis, id)).toMatchObject({ state: 'aborted', done: 1_000 })
  expect(await call('ZCARD', 'retry')).toBe(2_000)
  expect(await Operations.abort(server.redis, id)).toBe(false)
})

test('chosen entries are deleted at once and can be put back; nobody takes more than them', async () => {
  await fill(5)
  const set = new RetrySet(server.redis)
  const { entries } = await set.page({ limit: 3 })
  await set.delete(entries[1] ?? '')
  const request = { set: 'retry', reason: '', by: 'anna' } as const
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

test('a process killed midway loses nothing, and another one ends its operation', async () => {
  await fill(20_000)
  const id = await start({ action: 'retry' })
  const program = fileURLToPath(new URL('fixtures/work-operation.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=source', program, server.url, id], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data') // It has done its first slice.
  child.kill('SIGKILL')
  await once(child, 'exit')
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
