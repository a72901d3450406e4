/**
 * The accidents. Each scenario gets a size: "short" runs with every test run, "long" is what
 * `npm run chaos` does. Each returns its count; `mayLose` says how many confirmed pushes the nature
 * of the accident itself may cost (asynchronous replication, a lost second of the file).
 */
import { truncateSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startRubySidekiq, whyNoRuby } from '../src/testing/ruby.ts'
import { Client } from '../src/index.ts'
import { Arena, untilSettled } from './arena.ts'
import type { Tally } from './arena.ts'
import { Proxy } from './proxy.ts'
import { RedisUnderTest } from './redis-under-test.ts'

/** How long it may take. */
export type Size = 'short' | 'long'

/** What came of it. */
export interface Outcome extends Tally {
  /** What the accident itself may lose; Infinity = it is only counted. */
  readonly mayLose: number
  /** More jobs than this were started again: a fault of ours. */
  readonly mayRepeat: number
  /** Interrupted jobs must have been started elsewhere within this time. Default: only measured. */
  readonly maxRecoveryMs?: number
  readonly remark: string
}

/** One accident. */
export interface Scenario {
  readonly name: string
  readonly title: string
  readonly isShort: boolean
  /** Why it cannot run here; null when it can. */
  readonly whyNot?: () => string | null
  readonly run: (size: Size) => Promise<Outcome>
}

const APPEND = ['--appendonly', 'yes', '--appendfsync']

function pick(size: Size, short: number, long: number): number {
  return size === 'short' ? short : long
}

async function inArena(
  configuration: readonly string[],
  play: (arena: Arena) => Promise<Outcome>,
): Promise<Outcome> {
  const arena = await Arena.open(configuration)
  try {
    return await play(arena)
  } finally {
    await arena.close()
  }
}

function outcome(tally: Tally, facts: Partial<Omit<Outcome, keyof Tally>>): Outcome {
  return { mayLose: 0, mayRepeat: 0, remark: '', ...tally, ...facts }
}

async function killed(size: Size): Promise<Outcome> {
  const kills = pick(size, 6, 200)
  return await inArena([], async (arena) => {
    await arena.pushMixture(pick(size, 1_000, 20_000), 25)
    const workers = await Promise.all([arena.startWorker(), arena.startWorker()])
    for (let count = 0; count < kills; count += 1) {
      await sleep(Math.random() * 400)
      const place = count % 2
      const victim = workers[place]
      if (victim !== undefined) await arena.kill(victim)
      workers[place] = await arena.startWorker()
      if (count % 20 === 19) await arena.pushMixture(500, 25)
    }
    const tally = await arena.settle(60_000)
    return outcome(tally, { mayRepeat: kills * 10, remark: `${kills} kills, 10 jobs in each` })
  })
}

/** With the defaults, and without the shortcut by which processes of one machine see a pid gone. */
async function killedElsewhere(): Promise<Outcome> {
  const defaults = { livenessTtlMs: 8_000, reapIntervalMs: 5_000 }
  return await inArena([], async (arena) => {
    const victim = await arena.startWorker(defaults)
    await arena.push(10, 3_000)
    await sleep(1_000)
    await arena.moveElsewhere(victim)
    await arena.startWorker(defaults)
    await arena.kill(victim)
    const tally = await arena.settle(40_000)
    const remark = 'default settings, as if on another machine'
    return outcome(tally, { mayRepeat: 10, maxRecoveryMs: 15_000, remark })
  })
}

async function stopped(size: Size): Promise<Outcome> {
  const seconds = pick(size, 4, 60)
  return await inArena([], async (arena) => {
    await arena.pushMixture(pick(size, 400, 4_000), 100)
    const sleeper = await arena.startWorker()
    await arena.startWorker()
    await sleep(500)
    arena.noteAccident(sleeper)
    sleeper.kill('SIGSTOP')
    await sleep(seconds * 1000)
    sleeper.kill('SIGCONT')
    const tally = await arena.settle(60_000)
    return outcome(tally, { mayRepeat: 20, remark: `asleep for ${seconds} s with 10 jobs` })
  })
}

async function restarted(size: Size): Promise<Outcome> {
  const times = pick(size, 1, 5)
  return await inArena([...APPEND, 'everysec'], async (arena) => {
    await arena.pushMixture(pick(size, 500, 3_000), 20)
    await arena.startWorker()
    for (let count = 0; count < times; count += 1) {
      await sleep(300)
      await arena.server.shutDown()
      await sleep(500)
      await arena.server.start()
    }
    const tally = await arena.settle(60_000)
    return outcome(tally, { mayRepeat: times * 20, remark: `${times} restarts, appendonly` })
  })
}

async function redisKilled(size: Size, fsync: 'always' | 'everysec'): Promise<Outcome> {
  const times = pick(size, 1, 5)
  return await inArena([...APPEND, fsync], async (arena) => {
    await arena.startWorker()
    for (let count = 0; count < times; count += 1) {
      const pushing = pushUntilRefused(arena)
      await sleep(700)
      await arena.server.kill()
      await pushing
      await arena.server.start()
    }
    const tally = await arena.settle(60_000)
    return outcome(tally, { mayRepeat: times * 20, remark: `${times} × kill -9, ${fsync}` })
  })
}

/** The file loses what the last fsync had not brought to the disk: as when the power fails. */
async function powerCut(size: Size): Promise<Outcome> {
  const times = pick(size, 1, 3)
  return await inArena([...APPEND, 'everysec'], async (arena) => {
    await arena.startWorker()
    for (let count = 0; count < times; count += 1) {
      const pushing = pushUntilRefused(arena)
      await sleep(700)
      const [file, size] = appendOnlyFile(arena.server.folder)
      await sleep(1_000)
      await arena.server.kill()
      await pushing
      truncateSync(file, size)
      await arena.server.start()
    }
    const tally = await arena.settle(60_000)
    const remark = `${times} power cuts: the last second of the file is gone`
    return outcome(tally, { mayLose: Infinity, mayRepeat: Infinity, remark })
  })
}

function appendOnlyFile(folder: string): readonly [string, number] {
  const files = readdirSync(join(folder, 'appendonlydir')).filter((name) => name.includes('.incr.'))
  const file = join(folder, 'appendonlydir', files.at(-1) ?? '')
  return [file, statSync(file).size]
}

async function pushUntilRefused(arena: Arena): Promise<void> {
  try {
    for (;;) {
      await arena.push(5, 10)
      await sleep(5)
    }
  } catch {
    // Refused: nobody was told that these exist, so they do not count.
  }
}

async function connectionsKilled(size: Size): Promise<Outcome> {
  const times = pick(size, 12, 200)
  return await inArena([], async (arena) => {
    await arena.pushMixture(pick(size, 800, 8_000), 15)
    await arena.startWorker()
    for (let count = 0; count < times; count += 1) {
      await sleep(150)
      await arena.server.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    }
    const tally = await arena.settle(60_000)
    return outcome(tally, { mayRepeat: times * 10, remark: `${times} × CLIENT KILL` })
  })
}

async function halfOpen(size: Size): Promise<Outcome> {
  return await inArena([], async (arena) => {
    const proxy = await Proxy.start(arena.server.port)
    await arena.pushMixture(pick(size, 400, 2_000), 20)
    // Long enough that no loaded machine takes the healthy worker for a dead one too.
    const ttl = { livenessTtlMs: 4_000 }
    const cutOff = await arena.startWorker({ ...ttl, url: proxy.url })
    await sleep(500)
    arena.noteAccident(cutOff)
    proxy.silence()
    if (size === 'short') await arena.startWorker(ttl)
    const tally = await arena.settle(90_000)
    proxy.close()
    const remark = size === 'short' ? 'another worker takes over' : 'the same worker comes back'
    return outcome(tally, { mayRepeat: 20, remark })
  })
}

async function failedOver(size: Size): Promise<Outcome> {
  return await inArena([], async (arena) => {
    const replica = await RedisUnderTest.start()
    try {
      await replica.redis.call('REPLICAOF', '127.0.0.1', arena.server.port)
      await isReplicating(replica)
      const proxy = await Proxy.start(arena.server.port)
      await arena.pushMixture(pick(size, 300, 3_000), 10)
      await arena.startWorker({ url: proxy.url })
      const pushing = pushUntilRefused(arena)
      await sleep(500)
      await arena.server.kill()
      await pushing
      await replica.redis.call('REPLICAOF', 'NO', 'ONE')
      proxy.pointTo(replica.port)
      const isSettled = await untilSettled(replica.redis, 60_000)
      const tally = await arena.tally({ isSettled, redis: replica.redis })
      proxy.close()
      const remark = 'the primary is killed, its replica promoted'
      return outcome(tally, { mayLose: Infinity, mayRepeat: Infinity, remark })
    } finally {
      await replica.close()
    }
  })
}

async function isReplicating({ redis }: RedisUnderTest): Promise<void> {
  while (!String(await redis.call('INFO', 'replication')).includes('master_link_status:up')) {
    await sleep(50)
  }
}

/** Full all the time but for the moments of pushing: worked off, run dry, fed again, a new worker. */
async function full(size: Size): Promise<Outcome> {
  return await inArena(['--maxmemory-policy', 'noeviction'], async (arena) => {
    const { redis } = arena.server
    const setMemory = (bytes: string) => redis.call('CONFIG', 'SET', 'maxmemory', bytes)
    const feed = async () => {
      await setMemory('0')
      await arena.pushMixture(pick(size, 150, 2_000), 5)
      await setMemory('1')
    }
    const first = await arena.startWorker()
    await feed()
    const refusal = await arena.push(1, 1).then(
      () => 'nothing: it was not refused',
      (error: unknown) => (error instanceof Error ? error.name : 'refused'),
    )
    const isDry = await untilSettled(redis, 30_000)
    await sleep(1_000) // It waits by now, as far as a full Redis lets it.
    await feed()
    const isDryAgain = await untilSettled(redis, 30_000)
    await arena.kill(first)
    await feed()
    await arena.startWorker()
    const tally = await arena.settle(30_000)
    const isSettled = isDry && isDryAgain && tally.isSettled
    const remark = `a worker runs dry and is fed, another starts; the producer gets ${refusal}`
    return outcome({ ...tally, isSettled }, { remark })
  })
}

async function scriptsFlushed(size: Size): Promise<Outcome> {
  return await inArena([], async (arena) => {
    await arena.pushMixture(pick(size, 800, 8_000), 5)
    await arena.startWorker()
    const times = pick(size, 300, 3_000)
    for (let count = 0; count < times; count += 1) {
      await arena.server.redis.call('SCRIPT', 'FLUSH')
      await sleep(5)
    }
    return outcome(await arena.settle(60_000), { remark: `${times} × SCRIPT FLUSH` })
  })
}

async function blocked(size: Size): Promise<Outcome> {
  const seconds = pick(size, 6, 90)
  return await inArena([], async (arena) => {
    const ttl = { livenessTtlMs: 1_500 }
    await arena.push(1, seconds * 1000, 'block')
    await arena.startWorker({ ...ttl, concurrency: 1 })
    await sleep(300)
    await arena.push(200, 5)
    await arena.startWorker(ttl)
    const tally = await arena.settle(seconds * 1000 + 30_000)
    return outcome(tally, {
      remark: `${seconds} s of blocked event loop, sign of life lasts 1.5 s`,
    })
  })
}

async function clockMoved(size: Size): Promise<Outcome> {
  return await inArena([], async (arena) => {
    await arena.pushMixture(pick(size, 600, 6_000), 20)
    await arena.startWorker({ clockOffsetMs: 3_600_000 })
    await arena.startWorker({ clockOffsetMs: -3_600_000 })
    await arena.startWorker()
    return outcome(await arena.settle(60_000), { remark: 'one clock 1 h ahead, one 1 h back' })
  })
}

async function besideRuby(size: Size, victim: 'ruby' | 'ours'): Promise<Outcome> {
  return await inArena([], async (arena) => {
    const total = pick(size, 600, 6_000)
    const { redis } = arena.server
    const args = Array.from({ length: total }, (_, index) => [index + 1])
    const job = { class: 'EchoWorker', queue: 'ruby' }
    const jids = await new Client({ redis }).pushBulk(job, args)
    for (const [index, jid] of jids.entries()) arena.pushed.set(index + 1, jid ?? '')
    const ruby = await startRubySidekiq(arena.server.url, ['ruby'])
    const ours = await arena.startWorker({ queues: ['ruby'], concurrency: 2 })
    await sleep(200)
    if (victim === 'ruby') await ruby.stop()
    else await arena.kill(ours)
    if (victim === 'ours') await arena.startWorker({ queues: ['ruby'] })
    while ((await redis.call('EXISTS', 'queue:ruby')) === 1) await sleep(100)
    const result = await settleWithRuby(arena)
    await ruby.stop()
    const mayLose = victim === 'ruby' ? 2 : 0
    return outcome(result, {
      mayLose,
      mayRepeat: 2,
      remark: `${victim} is killed; Ruby runs 2 jobs`,
    })
  })
}

async function settleWithRuby(arena: Arena): Promise<Tally> {
  const tally = await arena.settle(15_000)
  const echoes = (await arena.server.redis.call('LRANGE', 'done', 0, -1)) as string[]
  const byRuby = new Set(echoes.map((echo) => jidOfEcho(arena, echo)))
  const lost = tally.lost.filter((jid) => !byRuby.has(jid))
  return { ...tally, lost, done: tally.pushed - lost.length }
}

function jidOfEcho({ pushed }: Arena, echo: string): string | undefined {
  return pushed.get((JSON.parse(echo) as { args: number[] }).args[0] ?? 0)
}

/** All of them, in the order in which they are told. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'kill', title: 'SIGKILL at random moments', isShort: true, run: killed },
  {
    name: 'kill-elsewhere',
    title: 'SIGKILL on another machine',
    isShort: false,
    run: killedElsewhere,
  },
  { name: 'stop', title: 'SIGSTOP, then SIGCONT', isShort: true, run: stopped },
  { name: 'restart', title: 'Redis restarted', isShort: true, run: restarted },
  {
    name: 'redis-kill-always',
    title: 'Redis killed, appendfsync always',
    isShort: true,
    run: (size) => redisKilled(size, 'always'),
  },
  {
    name: 'redis-kill-everysec',
    title: 'Redis killed, appendfsync everysec',
    isShort: false,
    run: (size) => redisKilled(size, 'everysec'),
  },
  { name: 'power-cut', title: 'Power cut, appendfsync everysec', isShort: true, run: powerCut },
  { name: 'client-kill', title: 'Connections killed', isShort: true, run: connectionsKilled },
  { name: 'half-open', title: 'Half-open connections', isShort: true, run: halfOpen },
  { name: 'fail-over', title: 'Fail-over to a replica', isShort: true, run: failedOver },
  { name: 'full', title: 'Redis full (maxmemory)', isShort: true, run: full },
  { name: 'script-flush', title: 'Scripts flushed', isShort: true, run: scriptsFlushed },
  { name: 'blocked', title: 'Event loop blocked', isShort: true, run: blocked },
  { name: 'clock', title: 'Clocks moved', isShort: true, run: clockMoved },
  {
    name: 'ruby-killed',
    title: 'Beside Ruby, which is killed',
    isShort: true,
    whyNot: whyNoRuby,
    run: (size) => besideRuby(size, 'ruby'),
  },
  {
    name: 'ours-killed',
    title: 'Beside Ruby, ours is killed',
    isShort: false,
    whyNot: whyNoRuby,
    run: (size) => besideRuby(size, 'ours'),
  },
]
