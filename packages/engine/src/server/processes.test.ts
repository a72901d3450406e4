/** Real processes that are asked to stop, killed, put to sleep and woken. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Client } from '../client/client.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { WorkerProcess } from './fixtures/worker-process.ts'
import type { WorkerOptions } from './fixtures/worker-process.ts'

let server: TestRedis
let client: Client
let workers: WorkerProcess[] = []

beforeAll(async () => {
  server = await startTestRedis()
  client = new Client({ redis: server.redis })
})
beforeEach(() => server.flush())
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill()))
  workers = []
})
afterAll(() => server.stop())

async function startWorker(options: Omit<WorkerOptions, 'url'> = {}): Promise<WorkerProcess> {
  const worker = new WorkerProcess({ url: server.url, ...options })
  workers.push(worker)
  await worker.event('ready')
  return worker
}

const call = (command: string, ...parameters: (string | number)[]) =>
  server.redis.call(command, ...parameters)
const queue = () => call('LRANGE', 'queue:default', 0, -1)
const countDone = async () => Number(await call('SCARD', 'test:done'))
/** Our keys, but for what is remembered of the past: that goes by itself when its time is over. */
const leftovers = async () => (await keysLike('howdah:*')).filter((key) => !MEMORIES.test(key))
const MEMORIES = /^howdah:(waits|run-times|slowest|errors|finished|last-seen)(:|$)/u
const keysLike = async (pattern: string) => (await call('KEYS', pattern)) as string[]
const push = (name: string, ...args: unknown[]) => client.push({ class: name, args })

describe('stopping', () => {
  test('TERM lets running jobs end and leaves nothing behind', async () => {
    const worker = await startWorker()
    await push('CountWorker', 1, 400)
    await expect.poll(() => keysLike('howdah:inflight:*')).toHaveLength(1)
    worker.signal('SIGTERM')
    await worker.event('stopped')
    await worker.exited
    expect(await countDone()).toBe(1)
    expect(await leftovers()).toEqual([])
    expect(await call('SCARD', 'processes')).toBe(0)
    expect(await call('GET', 'stat:processed')).toBe('1')
  })

  test('what does not end in time goes back, byte for byte and next in line, and its signal fires', async () => {
    const worker = await startWorker({ timeoutSeconds: 0.3, concurrency: 2 })
    const first = await push('EndlessWorker')
    const [raw] = (await queue()) as string[]
    await worker.event('started', String(first))
    const second = await push('StubbornWorker')
    await worker.event('started', String(second))
    const later = await push('CountWorker', 1, 0)
    worker.signal('SIGTERM')
    expect((await worker.event('aborted', String(first))).kind).toBe('shutdown')
    expect((await worker.event('aborted', String(second))).kind).toBe('shutdown')
    await worker.exited
    const left = ((await queue()) as string[]).map((text) => JSON.parse(text).jid)
    expect(left).toEqual([later, second, first])
    if (raw !== undefined) expect(((await queue()) as string[]).at(-1)).toBe(raw)
    expect(await call('ZCARD', 'retry')).toBe(0)
    expect(await leftovers()).toEqual([])
  })

  test('TSTP takes no new jobs but lets the running ones go on; TERM then ends it', async () => {
    const worker = await startWorker()
    await push('CountWorker', 1, 600)
    await expect.poll(() => keysLike('howdah:inflight:*')).toHaveLength(1)
    worker.signal('SIGTSTP')
    await worker.event('quiet')
    const identity = (await worker.event('ready')).identity ?? ''
    await expect.poll(() => call('HGET', identity, 'quiet')).toBe('true')
    await push('CountWorker', 2, 0)
    await expect.poll(countDone).toBe(1)
    worker.signal('SIGTERM')
    await worker.exited
    expect(await queue()).toHaveLength(1)
    expect(await countDone()).toBe(1)
  })

  test('an idle process stops at once', async () => {
    // However long it would wait for jobs.
    const worker = await startWorker({ timeoutSeconds: 600 })
    await expect.poll(() => call('CLIENT', 'LIST')).toContain('cmd=blmove')
    worker.signal('SIGINT')
    await worker.exited
  })

  test('a signal sent through Redis is obeyed at the next beat', async () => {
    const worker = await startWorker()
    const { identity } = await worker.event('ready')
    await call('LPUSH', `${identity}-signals`, 'TSTP')
    await worker.event('quiet')
    await call('LPUSH', `${identity}-signals`, 'TERM')
    await worker.exited
  })
})

describe('dying', () => {
  test('after a kill another process finishes everything', async () => {
    const total = 200
    await client.pushBulk(
      { class: 'CountWorker' },
      Array.from({ length: total }, (_, id) => [id, 20]),
    )
    const victim = await startWorker({ concurrency: 10 })
    await startWorker({ concurrency: 10 })
    await expect.poll(countDone).toBeGreaterThan(20)
    await victim.kill()
    await expect.poll(countDone, { timeout: 15_000 }).toBe(total)
    await expect.poll(() => keysLike('howdah:inflight:*')).toEqual([])
  })

  test('the same process, started again, finds what it left at once', async () => {
    const victim = await startWorker({ livenessTtlMs: 60_000 })
    const jid = await push('EndlessWorker')
    await victim.event('started', String(jid))
    await victim.kill()
    const progress = server.redis.keys.progress(String(jid))
    await call('SET', progress, '{"stage":"half","done":1,"total":2}')
    // Its sign of life would last a minute; but this machine knows that its pid is gone.
    const successor = await startWorker({ livenessTtlMs: 60_000 })
    await successor.event('started', String(jid))
    // What the dead one said of its progress is gone with it.
    expect(await call('EXISTS', progress)).toBe(0)
    // Nor is the dead one shown any longer, as if it still listened.
    const { identity } = await successor.event('ready')
    await expect.poll(() => call('SMEMBERS', 'processes')).toEqual([identity])
  })

  test('a job that takes its process down more than three times is buried, its neighbours are not', async () => {
    const neighbours = Array.from({ length: 20 }, (_, id) => [id, 50])
    await client.pushBulk({ class: 'CountWorker' }, neighbours.slice(0, 3))
    const jid = await push('CrashWorker')
    await client.pushBulk({ class: 'CountWorker' }, neighbours.slice(3))
    for (let crashes = 0; crashes < 4; crashes += 1) {
      await new WorkerProcess({ url: server.url }).exited
    }
    const heir = await startWorker()
    expect(await heir.event('death')).toMatchObject({ jid, kind: 'PoisonousJobError' })
    const [dead] = (await call('ZRANGE', 'dead', 0, -1)) as string[]
    expect(JSON.parse(dead ?? '')).toMatchObject({ jid, error_class: 'PoisonousJob' })
    // Until then they were in as many processes that died.
    await expect.poll(countDone).toBe(20)
    expect(await call('ZCARD', 'dead')).toBe(1)
    expect(await queue()).toEqual([])
    await expect.poll(() => keysLike('howdah:inflight:*')).toEqual([])
  }, 60_000)

  test('a job that gets further each time is not blamed for the deaths of its processes', async () => {
    const jid = await push('CrashOnTheWayWorker', 13, null)
    for (let crashes = 0; crashes < 6; crashes += 1) {
      await new WorkerProcess({ url: server.url }).exited
    }
    await startWorker()
    await expect.poll(() => call('LRANGE', 'test:iterated', 0, -1)).toEqual([jid])
    expect(await call('HLEN', 'test:items')).toBe(13)
    expect(await call('ZCARD', 'dead')).toBe(0)
  }, 60_000)

  test('an item that takes each process down has its job buried all the same', async () => {
    const jid = await push('CrashOnTheWayWorker', 9, 4)
    for (let crashes = 0; crashes < 4; crashes += 1) {
      await new WorkerProcess({ url: server.url }).exited
    }
    const heir = await startWorker()
    expect(await heir.event('death')).toMatchObject({ jid, kind: 'PoisonousJobError' })
  }, 60_000)

  test('a blocked event loop is alive: its job is not given to others', async () => {
    const busy = await startWorker({ livenessTtlMs: 1_000 })
    const jid = await push('BlockWorker', 2_500)
    await busy.event('started', String(jid))
    const other = await startWorker({ livenessTtlMs: 1_000, reapIntervalMs: 100 })
    await busy.event('finished', String(jid))
    expect(other.events('started')).toEqual([])
    await expect.poll(() => keysLike('howdah:inflight:*')).toEqual([])
  })

  test('a process that was asleep loses its jobs, knows it, and counts nothing', async () => {
    const sleeper = await startWorker({ livenessTtlMs: 1_000 })
    const jid = String(await push('StubbornWorker'))
    await sleeper.event('started', jid)
    sleeper.signal('SIGSTOP')
    const heir = await startWorker({ livenessTtlMs: 1_000, reapIntervalMs: 100 })
    await heir.event('started', jid)
    sleeper.signal('SIGCONT')
    expect((await sleeper.event('aborted', jid)).kind).toBe('lost-ownership')
    // Its handler has ended well; yet the job is still the heir's.
    await push('CountWorker', 1, 0)
    await expect.poll(countDone).toBe(1)
    const lists = await keysLike('howdah:inflight:*')
    expect(lists).toEqual([expect.stringContaining((await heir.event('ready')).identity ?? '')])
    await expect.poll(() => call('LLEN', lists[0] ?? '')).toBe(1)
    // And the sleeper works again, under a new name.
    await heir.kill()
    await expect.poll(() => sleeper.events('started'), { timeout: 10_000 }).toHaveLength(2)
  })

  test('a job that lands in the list of a reaped process is still found', async () => {
    const sleeper = await startWorker({ livenessTtlMs: 1_000 })
    await expect.poll(() => call('CLIENT', 'LIST')).toContain('cmd=blmove')
    sleeper.signal('SIGSTOP')
    const { identity } = await sleeper.event('ready')
    await expect.poll(() => call('EXISTS', `howdah:alive:${identity}`)).toBe(0)
    // The server still waits on behalf of the sleeper and gives it this job.
    await push('CountWorker', 1, 0)
    await expect.poll(() => keysLike('howdah:inflight:*')).toHaveLength(1)
    await startWorker({ livenessTtlMs: 1_000, reapIntervalMs: 100 })
    await expect.poll(countDone).toBe(1)
  })
})
