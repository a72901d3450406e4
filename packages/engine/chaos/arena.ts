/**
 * Where a scenario takes place: the Redis under test, worker processes, a producer that remembers
 * which pushes Redis has confirmed, and the count at the end.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '../src/index.ts'
import type { RedisClient } from '../src/index.ts'
import { programParameters } from '../src/fixtures/program.ts'
import { Ledger } from './ledger.ts'
import type { Accident } from './ledger.ts'
import { RedisUnderTest } from './redis-under-test.ts'

/** How a job of the suite behaves; "once" fails the first time, "never" dies. */
export type Mode = 'well' | 'once' | 'never' | 'block'

/** What came of a scenario. */
export interface Tally {
  readonly pushed: number
  readonly done: number
  readonly dead: number
  /** Confirmed to the producer and neither done nor dead: their jids. */
  readonly lost: readonly string[]
  /** Started again without a failure of theirs: their jids. */
  readonly again: readonly string[]
  /** Nothing was left in Redis when the time was up. */
  readonly isSettled: boolean
  /** Worst time from an accident to the new start of what it interrupted. */
  readonly recoveryMs: number | null
}

/** Options of `worker.ts`. */
export interface WorkerOptions {
  readonly url?: string
  readonly concurrency?: number
  readonly clockOffsetMs?: number
  readonly livenessTtlMs?: number
  readonly reapIntervalMs?: number
  readonly queues?: readonly string[]
}

const WORKER = programParameters(fileURLToPath(new URL('worker.ts', import.meta.url)))

/** One scenario's world. */
export class Arena {
  readonly server: RedisUnderTest
  readonly accidents: Accident[] = []
  /** What Redis has confirmed: the jids by the numbers that handlers write down. */
  readonly pushed = new Map<number, string>()
  readonly #folder = mkdtempSync(join(tmpdir(), 'howdah-chaos-'))
  readonly #workers = new Set<ChildProcess>()
  #nextId = 1

  private constructor(server: RedisUnderTest) {
    this.server = server
    writeFileSync(this.ledgerPath, '')
  }

  static async open(configuration: readonly string[] = []): Promise<Arena> {
    return new Arena(await RedisUnderTest.start(configuration))
  }

  get ledgerPath(): string {
    return join(this.#folder, 'ledger')
  }

  /** Pushes in one round trip; throws when Redis refuses or does not answer. */
  async push(count: number, milliseconds: number, mode: Mode = 'well'): Promise<void> {
    const ids = Array.from({ length: count }, () => this.#nextId++)
    const job = { class: 'ChaosJob', retry: mode === 'never' ? 0 : 5 }
    const args = ids.map((id) => [id, milliseconds, mode])
    const jids = await new Client({ redis: this.server.redis }).pushBulk(job, args)
    for (const [index, id] of ids.entries()) this.pushed.set(id, jids[index] ?? '')
  }

  /** A good mixture: most go well, some fail once, a few die. */
  async pushMixture(count: number, milliseconds: number): Promise<void> {
    await this.push(Math.ceil(count * 0.9), milliseconds)
    await this.push(Math.ceil(count * 0.08), milliseconds, 'once')
    await this.push(Math.ceil(count * 0.02), milliseconds, 'never')
  }

  /** Starts a worker process and waits until it works. */
  async startWorker(options: WorkerOptions = {}): Promise<ChildProcess> {
    const settings = { url: this.server.url, ledger: this.ledgerPath, ...options }
    const worker = spawn(process.execPath, WORKER, {
      env: { ...process.env, HOWDAH_CHAOS: JSON.stringify(settings) },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#workers.add(worker)
    await Promise.race([once(worker.stdout, 'data'), once(worker, 'exit')])
    return worker
  }

  /** SIGKILL. */
  async kill(worker: ChildProcess): Promise<void> {
    if (worker.exitCode !== null || worker.signalCode !== null) return
    const exit = once(worker, 'exit')
    this.noteAccident(worker)
    worker.kill('SIGKILL')
    await exit
    this.#workers.delete(worker)
  }

  /** As if this worker ran on another machine: that its pid is gone says nothing to the others. */
  async moveElsewhere(worker: ChildProcess): Promise<void> {
    const { redis } = this.server
    const flat = (await redis.call('HGETALL', redis.keys.registry)) as string[]
    for (let at = 0; at < flat.length; at += 2) {
      const entry = JSON.parse(flat[at + 1] ?? '{}') as Record<string, unknown>
      if (entry['pid'] !== worker.pid) continue
      const moved = JSON.stringify({ ...entry, place: 'elsewhere' })
      await redis.call('HSET', redis.keys.registry, flat[at] ?? '', moved)
    }
  }

  noteAccident(worker: ChildProcess): void {
    this.accidents.push({ pid: worker.pid ?? 0, atMs: Date.now() })
  }

  /** Waits until every push that was confirmed is done or dead and nothing is in flight or waits. */
  async settle(timeoutMs: number): Promise<Tally> {
    const isSettled = await untilSettled(this.server.redis, timeoutMs)
    return await this.tally({ isSettled })
  }

  async tally({
    isSettled,
    redis = this.server.redis,
  }: {
    readonly isSettled: boolean
    readonly redis?: RedisClient
  }): Promise<Tally> {
    const ledger = new Ledger(this.ledgerPath)
    const done = ledger.done()
    const dead = await deadIds(redis)
    const ids = [...this.pushed.keys()]
    const lost = ids.filter((id) => !done.has(id) && !dead.has(id))
    return {
      pushed: ids.length,
      done: ids.filter((id) => done.has(id)).length,
      dead: ids.filter((id) => !done.has(id) && dead.has(id)).length,
      lost: lost.map((id) => this.#nameOf(id)),
      again: ledger.again().map((id) => this.#nameOf(id)),
      isSettled,
      recoveryMs: ledger.recoveryMs(this.accidents),
    }
  }

  /** Ends everything. */
  async close(): Promise<void> {
    for (const worker of this.#workers) {
      worker.kill('SIGKILL')
      worker.kill('SIGCONT')
    }
    await this.server.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** A push that was refused may be there all the same; nobody was told its jid. */
  #nameOf(id: number): string {
    return this.pushed.get(id) ?? `unconfirmed push ${id}`
  }
}

/** Waits until nothing is left in this Redis; false when the time is up before. */
export async function untilSettled(redis: RedisClient, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (performance.now() < deadline) {
    if (await isSettled(redis)) return true
    await sleep(100)
  }
  return false
}

/** In one step: between two commands a job may move from where the second looks to where the first did. */
const COUNT_LEFT = `
  local left = redis.call('EXISTS', 'queue:default', 'queue:ruby', 'retry', 'schedule')
  return left + #redis.call('KEYS', 'howdah:inflight:*')`

/** Nothing waits in Redis, not even for a retry: what is missing then is lost. */
async function isSettled(redis: RedisClient): Promise<boolean> {
  try {
    return (await redis.call('EVAL', COUNT_LEFT, 0)) === 0
  } catch {
    return false // Redis is away: it belongs to the scenario.
  }
}

async function deadIds(redis: RedisClient): Promise<Set<number>> {
  const members = (await redis.call('ZRANGE', 'dead', 0, -1)) as string[]
  return new Set(members.map((raw) => (JSON.parse(raw) as { args: number[] }).args[0] ?? 0))
}
