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
  /** Confirmed to the producer and neither done nor dead: their numbers. */
  readonly lost: readonly number[]
  /** Started again without a failure of theirs: their numbers. */
  readonly again: readonly number[]
  /** Worst time from an accident to the new start of what it interrupted. */
  readonly recoveryMs: number | null
}

/** Options of `worker.ts`. */
export interface WorkerOptions {
  readonly url?: string
  readonly concurrency?: number
  readonly clockOffsetMs?: number
  readonly livenessTtlMs?: number
  readonly queues?: readonly string[]
}

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))

/** One scenario's world. */
export class Arena {
  readonly server: RedisUnderTest
  readonly accidents: Accident[] = []
  /** What Redis has confirmed. */
  readonly pushed = new Set<number>()
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
    await new Client({ redis: this.server.redis }).pushBulk(job, args)
    for (const id of ids) this.pushed.add(id)
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
    const worker = spawn(process.execPath, ['--conditions=source', WORKER], {
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

  noteAccident(worker: ChildProcess): void {
    this.accidents.push({ pid: worker.pid ?? 0, atMs: Date.now() })
  }

  /** Waits until every push that was confirmed is done or dead and nothing is in flight or waits. */
  async settle(timeoutMs: number): Promise<Tally> {
    const deadline = performance.now() + timeoutMs
    while (performance.now() < deadline && !(await this.#isSettled())) await sleep(150)
    return await this.tally()
  }

  async tally(redis: RedisClient = this.server.redis): Promise<Tally> {
    const ledger = new Ledger(this.ledgerPath)
    const done = ledger.done()
    const dead = await deadIds(redis)
    const ids = [...this.pushed]
    return {
      pushed: ids.length,
      done: ids.filter((id) => done.has(id)).length,
      dead: ids.filter((id) => !done.has(id) && dead.has(id)).length,
      lost: ids.filter((id) => !done.has(id) && !dead.has(id)),
      again: ledger.again(),
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

  /** Nothing waits in Redis, not even for a retry: what is missing then is lost. */
  async #isSettled(): Promise<boolean> {
    try {
      const keys = await this.server.redis.call('KEYS', 'howdah:inflight:*')
      const left = await this.server.redis.call('EXISTS', 'queue:default', 'retry', 'schedule')
      return Array.isArray(keys) && keys.length === 0 && left === 0
    } catch {
      return false // Redis is away: it belongs to the scenario.
    }
  }
}

async function deadIds(redis: RedisClient): Promise<Set<number>> {
  const members = (await redis.call('ZRANGE', 'dead', 0, -1)) as string[]
  return new Set(members.map((raw) => (JSON.parse(raw) as { args: number[] }).args[0] ?? 0))
}
