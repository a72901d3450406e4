/**
 * What really happens in a model run: processes, a client and an administrator on one database of a
 * real Redis, and a clock that moves when the run says so.
 */
import { Client } from '../client/client.ts'
import { cancelJob } from '../client/cancel-job.ts'
import { Queue } from '../api/queue.ts'
import { DeadSet, RetrySet, ScheduledSet } from '../api/job-sets.ts'
import { readSetEntry } from '../api/job-record.ts'
import type { RedisClient } from '../redis/contract.ts'
import { epochMs } from '../support/epoch.ts'
import type { Deed } from './deeds.ts'
import { JOB_CLASS, ModelProcess } from './process.ts'
import type { HeldRun } from './process.ts'
import { takeSnapshot } from './snapshot.ts'
import type { Lying, Snapshot } from './snapshot.ts'
import { Steering } from './steered-redis.ts'
import type { Mistake } from './steered-redis.ts'
import { PROCESS_COUNT, QUEUES } from './steps.ts'
import type { AdminAct, Step } from './steps.ts'

/** The scripts that write an outcome. */
const SETTLING = ['acknowledge.lua', 'retry.lua', 'bury.lua']

/** Deaths by an administrator are timed by the system's clock, so runs begin at its time. */
const START_MS = Date.now()

/** One database and everything that works on it. */
export class World {
  /** Processes that can act or are asleep; a crashed one leaves its place to a new one. */
  readonly processes: ModelProcess[] = []
  nowMs = START_MS
  readonly #plain: RedisClient
  readonly #redis: RedisClient
  readonly #steering: Steering
  readonly #client: Client
  readonly #ghosts: ModelProcess[] = []
  #snapshot: Snapshot = { jobs: [], registry: [], living: new Set(), recoveries: [], keys: [] }
  #jobCount = 0
  #processCount = 0

  constructor(redis: RedisClient, mistakes: readonly Mistake[]) {
    this.#plain = redis
    this.#steering = new Steering(mistakes)
    this.#redis = this.#steering.steer(redis)
    this.#client = new Client({ redis: this.#redis, clock: this.#clock })
  }

  /** Empties the database and starts the processes. */
  async start(): Promise<Deed[]> {
    await this.#plain.call('FLUSHDB')
    const deeds: Deed[] = []
    for (let index = 0; index < PROCESS_COUNT; index += 1)
      deeds.push(await this.#startProcess(index))
    return deeds
  }

  /** Reads the database; later steps choose among what was seen. */
  async look(): Promise<Snapshot> {
    this.#snapshot = await takeSnapshot(this.#plain)
    return this.#snapshot
  }

  /** A counter of Redis. */
  async read(key: string): Promise<number> {
    return Number((await this.#plain.call('GET', key)) ?? 0)
  }

  /** Does one step; an empty list when there is nothing to do it to. */
  async perform(step: Step): Promise<Deed[]> {
    switch (step.do) {
      case 'push':
        return [await this.#push(step)]
      case 'end':
        return await this.#end(step)
      case 'expire':
        return await this.#expire(step.whose)
      case 'land-late':
        return await this.#landLate(step)
      case 'pass':
        this.nowMs += step.seconds * 1000
        return []
      case 'pause':
        return [await this.#setPaused(step.queue, true)]
      case 'resume':
        return [await this.#setPaused(step.queue, false)]
      case 'cancel':
        return await this.#cancel(step.job)
      case 'admin':
        return await this.#administer(step)
      case 'together':
        return await this.#together(step)
      case 'fetch':
      case 'sleep':
      case 'wake':
      case 'crash':
      case 'renew':
      case 'reap':
      case 'sweep':
      case 'poll':
      case 'stop':
        break
    }
    return await this.#actAs(step)
  }

  /** Everything ends for the sleeping and the dead: their signs of life run out. */
  async expireGhosts(): Promise<Deed[]> {
    const deeds: Deed[] = []
    for (const process of this.#ghosts) deeds.push(await this.#expireOne(process))
    return deeds
  }

  async #actAs(step: Extract<Step, { readonly by: number }>): Promise<Deed[]> {
    const process = this.processes[step.by]
    if (process === undefined) return []
    if (process.isAsleep && step.do !== 'wake' && step.do !== 'crash') return []
    switch (step.do) {
      case 'wake':
        return this.#wake(process, step.notices)
      case 'fetch':
        return [await this.#fetch(process, step)]
      case 'sleep':
        process.isAsleep = true
        return []
      case 'crash':
        return await this.#crash(step.by, process)
      case 'renew':
        await process.ownership.verify()
        await process.cancellations.lookUp(0)
        return [{ did: 'renew', process }]
      case 'reap':
        return [{ did: 'reap', process, count: await process.reaper.reap() }]
      case 'sweep':
        await process.ownership.sweep()
        return [{ did: 'sweep', process }]
      case 'poll':
        return [{ did: 'poll', count: await process.poller.enqueueDue() }]
      case 'stop':
        break
    }
    return await this.#stop(step.by, process)
  }

  async #push(step: Extract<Step, { readonly do: 'push' }>): Promise<Deed> {
    this.#jobCount += 1
    const jid = `job${this.#jobCount}`
    const queue = QUEUES[step.queue] ?? QUEUES[0]
    const { retry, in: seconds } = step
    const later = seconds > 0 && { in: seconds }
    await this.#client.push({ class: JOB_CLASS, args: [], jid, queue, retry, ...later })
    const dueSeconds = seconds > 0 ? this.nowMs / 1000 + seconds : null
    return { did: 'push', jid, queue, retry, dueSeconds }
  }

  async #fetch(
    process: ModelProcess,
    { limit, isReplyLost }: Extract<Step, { readonly do: 'fetch' }>,
  ): Promise<Deed> {
    if (isReplyLost) this.#steering.losing.add('fetch.lua')
    const runs = await process.fetch(limit)
    this.#steering.losing.delete('fetch.lua')
    return { did: 'fetch', process, limit, isReplyLost, runs }
  }

  async #end(step: Extract<Step, { readonly do: 'end' }>): Promise<Deed[]> {
    const awake = this.processes.filter((process) => !process.isAsleep)
    const run = choose(
      awake.flatMap((process): HeldRun[] => [...process.runs]),
      step.run,
    )
    if (run === undefined) return []
    const { isWell, isReplyLost } = step
    const wasForfeited = run.unit.isForfeited
    const wasCancelled = run.unit.run?.abortKind === 'cancelled'
    if (isReplyLost) for (const name of SETTLING) this.#steering.losing.add(name)
    await run.process.end(run, isWell)
    for (const name of SETTLING) this.#steering.losing.delete(name)
    return [{ did: 'end', run, isWell, isReplyLost, wasForfeited, wasCancelled }]
  }

  #wake(process: ModelProcess, notices: boolean): Deed[] {
    if (!process.isAsleep) return []
    process.isAsleep = false
    process.isSuspicious ||= notices
    return [{ did: 'wake', process }]
  }

  async #crash(place: number, process: ModelProcess): Promise<Deed[]> {
    this.#ghosts.push(process)
    process.runs.clear()
    return [{ did: 'crash', process }, await this.#startProcess(place)]
  }

  async #stop(place: number, process: ModelProcess): Promise<Deed[]> {
    const runs = [...process.runs]
    await process.stop()
    return [{ did: 'stop', process, runs }, await this.#startProcess(place)]
  }

  async #startProcess(place: number): Promise<Deed> {
    this.#processCount += 1
    const identity = `host:${this.#processCount}:nonce`
    const process = new ModelProcess({ redis: this.#redis, clock: this.#clock, identity })
    this.processes[place] = process
    await process.start()
    return { did: 'start', process }
  }

  async #expire(whose: number): Promise<Deed[]> {
    const process = choose([...this.processes, ...this.#ghosts.toReversed()], whose)
    return process === undefined ? [] : [await this.#expireOne(process)]
  }

  async #expireOne(process: ModelProcess): Promise<Deed> {
    await this.#plain.call('DEL', this.#plain.keys.alive(process.identity))
    return { did: 'expire', process }
  }

  async #landLate(step: Extract<Step, { readonly do: 'land-late' }>): Promise<Deed[]> {
    const { keys } = this.#plain
    const here = new Set(this.processes.map(({ identity }) => identity))
    const tombs = this.#snapshot.registry.filter(({ reapedAtMs, identity }) => {
      return reapedAtMs !== null && !here.has(identity)
    })
    const tomb = choose(tombs, step.tomb)
    const queue = QUEUES[step.queue] ?? QUEUES[0]
    const [next] = this.#snapshot.jobs.filter((job) => job.queue === queue && isWaiting(job))
    if (tomb === undefined || next === undefined) return []
    const target = keys.inFlight(tomb.id, queue)
    await this.#plain.call('LMOVE', keys.queue(queue), target, 'RIGHT', 'LEFT')
    return [{ did: 'land-late', identity: tomb.identity, jid: next.jid }]
  }

  async #setPaused(index: number, isPaused: boolean): Promise<Deed> {
    const queue = QUEUES[index] ?? QUEUES[0]
    const data = new Queue(this.#redis, queue)
    await (isPaused ? data.pause() : data.resume())
    return { did: isPaused ? 'pause' : 'resume', queue }
  }

  /** The news reaches whoever works now; those who come later find the mark only at a beat. */
  async #cancel(number: number): Promise<Deed[]> {
    const job = choose(
      this.#snapshot.jobs.filter(({ place }) => place !== 'dead'),
      number,
    )
    if (job === undefined) return []
    const { jid } = job
    const result = await cancelJob(this.#redis, jid)
    for (const process of this.processes) process.cancellations.cancel(jid)
    return [{ did: 'cancel', jid, result, told: [...this.processes] }]
  }

  async #administer(step: Extract<Step, { readonly do: 'admin' }>): Promise<Deed[]> {
    const { act } = step
    const places = act === 'delete-waiting' ? ['waiting'] : SETS_OF_ACT[act]
    const job = choose(
      this.#snapshot.jobs.filter(({ place }) => places.includes(place)),
      step.job,
    )
    if (job === undefined) return []
    return [{ did: 'admin', act, job, isDone: await this.#act(act, job) }]
  }

  async #act(act: AdminAct, job: Lying): Promise<boolean> {
    if (act === 'delete-waiting') return await new Queue(this.#redis, job.queue).delete(job.raw)
    const entry = readSetEntry(job.raw, String(job.score))
    const set = this.#setOf(job.place)
    if (act === 'delete') return await set.delete(entry)
    if (act === 'kill') return await set.kill(entry)
    const queue = await (act === 'enqueue' ? set.enqueue(entry) : set.retryNow(entry))
    return queue !== null
  }

  #setOf(place: Lying['place']): DeadSet | RetrySet | ScheduledSet {
    if (place === 'dead') return new DeadSet(this.#redis)
    return place === 'retry' ? new RetrySet(this.#redis) : new ScheduledSet(this.#redis)
  }

  /** Steps of different processes at once; each process does one thing at a time. */
  async #together({ steps, turns }: Extract<Step, { readonly do: 'together' }>): Promise<Deed[]> {
    const deeds: Deed[] = []
    const runs = steps.map((step) => async () => void deeds.push(...(await this.perform(step))))
    await this.#steering.together(runs, turns)
    for (const process of this.processes) {
      if (process.isAsleep) continue
      await process.ownership.verify()
    }
    return [{ did: 'together', deeds }]
  }

  get #clock(): { nowMs: () => ReturnType<typeof epochMs> } {
    return { nowMs: () => epochMs(this.nowMs) }
  }
}

const SETS_OF_ACT: Readonly<Record<Exclude<AdminAct, 'delete-waiting'>, readonly string[]>> = {
  'retry-now': ['retry', 'dead'],
  enqueue: ['schedule', 'retry', 'dead'],
  kill: ['schedule', 'retry'],
  delete: ['schedule', 'retry', 'dead'],
}

function isWaiting({ place }: Lying): boolean {
  return place === 'waiting'
}

function choose<Item>(items: readonly Item[], number: number): Item | undefined {
  return items[number % Math.max(1, items.length)]
}
