/** One of several real processes leads, is stopped, killed, put to sleep; and no tick comes twice. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Periodic } from '../api.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { WorkerProcess } from './fixtures/worker-process.ts'

// Eight processes start one after the other: half a minute is not enough on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

let server: TestRedis
let workers: WorkerProcess[] = []

beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill()))
  workers = []
})
afterAll(() => server.stop())

const call = (command: string, ...parameters: (string | number)[]) =>
  server.redis.call(command, ...parameters)

async function startWorker(leaderTtlMs = 1_000): Promise<WorkerProcess> {
  const worker = new WorkerProcess({ url: server.url, file: 'periodic-worker.ts', leaderTtlMs })
  workers.push(worker)
  await worker.event('ready')
  return worker
}

/** Epoch seconds of the ticks that ran, in order; fails when one ran twice. */
async function ticks(): Promise<number[]> {
  const found = (await call('HGETALL', 'test:ticks')) as string[]
  const runs = found.filter((_, index) => index % 2 === 1)
  expect(runs.filter((count) => count !== '1')).toEqual([])
  return found
    .filter((_, index) => index % 2 === 0)
    .map((tick) => Number(tick) / 1000)
    .sort((a, b) => a - b)
}

async function hasTickedAgain(count = 1): Promise<void> {
  const before = (await ticks()).length
  await expect
    .poll(async () => (await ticks()).length, { timeout: 20_000 })
    .toBeGreaterThan(before + count - 1)
}

/** Under "all", nothing is missing between the first tick and the last. */
async function expectNoGap(): Promise<void> {
  const found = await ticks()
  const [first = 0] = found
  expect(found).toEqual(found.map((_, index) => first + index))
}

test('one leads, the other takes over at once when it stops, and after its term when it is killed', async () => {
  const first = await startWorker(600_000)
  const { identity } = await first.event('leader')
  expect(await call('GET', 'dear-leader')).toBe(identity)
  const second = await startWorker()
  await hasTickedAgain()
  expect(second.events('leader')).toEqual([])

  // Its term would have lasted ten minutes: it has given it back.
  first.signal('SIGTERM')
  await first.exited
  await second.event('leader')
  await hasTickedAgain()

  const third = await startWorker()
  await second.kill()
  await third.event('leader')
  await hasTickedAgain()
  // A machine that stands still for a second may cost a leader its term: each election counts once.
  const elections = workers.flatMap((worker) => worker.events('leader')).length
  expect(await call('GET', 'howdah:leader-term')).toBe(String(elections))
  await expectNoGap()
  const [record] = await Periodic.all(server.redis)
  expect(record).toMatchObject({ name: 'NoteWorker', class: 'NoteWorker', isPaused: false })
})

test('a leader that slept finds its term over: what it still tries counts nothing', async () => {
  const sleeper = await startWorker()
  await sleeper.event('leader')
  const heir = await startWorker()
  await hasTickedAgain(1)
  sleeper.signal('SIGSTOP')
  await heir.event('leader')
  sleeper.signal('SIGCONT')
  await hasTickedAgain()
  expect(sleeper.events('leader')).toHaveLength(1)
  await expectNoGap()
})

test('a leader of Ruby keeps its name in dear-leader, and ours ticks all the same', async () => {
  await call('SET', 'dear-leader', 'ruby:1:abc', 'PX', 60_000)
  const worker = await startWorker()
  await worker.event('leader')
  await hasTickedAgain(1)
  worker.signal('SIGTERM')
  await worker.exited
  expect(await call('GET', 'dear-leader')).toBe('ruby:1:abc')
  expect(await call('EXISTS', 'howdah:leader')).toBe(0)
})
