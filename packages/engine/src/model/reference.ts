/**
 * What should be: the same run in plain memory, without Redis. It follows each deed, says where
 * every job must lie now, and throws a Violation where what really happened cannot be right.
 */
import type { Deed } from './deeds.ts'
import { MAX_RECOVERIES, MAX_RETRIES } from './process.ts'
import type { HeldRun, ModelProcess } from './process.ts'
import { QUEUES } from './steps.ts'

/** The engine did what it must not do. */
export class Violation extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Violation'
  }
}

/** Where a job must be. */
export type Place =
  | { readonly at: 'waiting' | 'dead' }
  | { readonly at: 'schedule' | 'retry'; readonly dueSeconds: number }
  /** `holder` null: it landed late, at a process that is gone. `run` null: nobody runs it. */
  | {
      readonly at: 'in-flight'
      readonly identity: string
      readonly holder: ModelProcess | null
      readonly run: HeldRun | null
    }
  | { readonly at: 'ended'; readonly how: 'done' | 'discarded' | 'deleted' | 'cancelled' }

/** What is known of a job. */
export interface ReferenceJob {
  readonly jid: string
  readonly retry: boolean | 0
  /** The queue it is or was in. */
  queue: string
  /** Null before the first failure. */
  retryCount: number | null
  recoveries: number
  /** Who heard that it was cancelled while it was in flight; null when it was not. */
  cancelledFor: ReadonlySet<ModelProcess> | null
  place: Place
}

/** What is known of a process. */
export interface ReferenceProcess {
  isAlive: boolean
  /** It was taken for dead and has not noticed. */
  isReaped: boolean
  /** It will ask for its rights before it fetches. */
  isSuspicious: boolean
  processed: number
  failed: number
}

/** The whole state. */
export class Reference {
  readonly jobs = new Map<string, ReferenceJob>()
  readonly processes = new Map<ModelProcess, ReferenceProcess>()
  readonly paused = new Set<string>()
  /** Next job first; `compare` keeps the order as it is in Redis. */
  readonly order = new Map<string, string[]>(QUEUES.map((queue) => [queue, []]))
  /** Of processes that have stopped in good order. */
  processed = 0
  failed = 0

  /** Follows one deed; `together` is followed by `adopt.ts`. */
  note(deed: Exclude<Deed, { readonly did: 'together' }>, nowSeconds: number): void {
    switch (deed.did) {
      case 'push':
        return this.#push(deed)
      case 'fetch':
        return this.#fetch(deed)
      case 'end':
        return this.#end(deed, nowSeconds)
      case 'reap':
        return expectEqual('jobs recovered', deed.count, this.#reap(deed.process))
      case 'poll':
        return expectEqual('jobs that were due', deed.count, this.#poll(nowSeconds))
      case 'land-late':
        return this.#landLate(deed)
      case 'pause':
        this.paused.add(deed.queue)
        return
      case 'resume':
        this.paused.delete(deed.queue)
        return
      case 'cancel':
        return this.#cancel(deed)
      case 'admin':
        return this.#administer(deed)
      case 'start':
      case 'wake':
      case 'crash':
      case 'expire':
      case 'renew':
      case 'sweep':
      case 'stop':
        return this.#noteProcess(deed)
    }
  }

  jobOf(jid: string): ReferenceJob {
    const job = this.jobs.get(jid)
    if (job === undefined) throw new Violation(`Nobody has pushed ${jid}.`)
    return job
  }

  processOf(process: ModelProcess): ReferenceProcess {
    const known = this.processes.get(process)
    if (known !== undefined) return known
    const fresh = { isAlive: true, isReaped: false, isSuspicious: false, processed: 0, failed: 0 }
    this.processes.set(process, fresh)
    return fresh
  }

  #noteProcess(
    deed: Extract<
      Deed,
      { readonly did: 'start' | 'wake' | 'crash' | 'expire' | 'renew' | 'sweep' | 'stop' }
    >,
  ): void {
    const known = this.processOf(deed.process)
    if (deed.did === 'wake') known.isSuspicious ||= deed.process.isSuspicious
    if (deed.did === 'expire') known.isAlive = false
    if (deed.did === 'renew') verify(known)
    if (deed.did === 'sweep')
      this.#giveBack((run, holder) => holder === deed.process && run === null)
    if (deed.did === 'crash') {
      known.processed = 0
      known.failed = 0
      this.#forget(deed.process)
    }
    if (deed.did === 'stop') this.#stop(deed, known)
  }

  /** The dead run nothing; what they held lies there until they are reaped. */
  #forget(process: ModelProcess): void {
    for (const job of this.jobs.values()) {
      if (job.place.at !== 'in-flight' || job.place.holder !== process) continue
      job.place = { ...job.place, run: null }
    }
  }

  #push({ jid, queue, retry, dueSeconds }: Extract<Deed, { readonly did: 'push' }>): void {
    const place: Place = dueSeconds === null ? { at: 'waiting' } : { at: 'schedule', dueSeconds }
    this.jobs.set(jid, {
      jid,
      retry,
      queue,
      retryCount: null,
      recoveries: 0,
      cancelledFor: null,
      place,
    })
    if (dueSeconds === null) this.order.get(queue)?.push(jid)
  }

  #fetch({ process, limit, isReplyLost, runs }: Extract<Deed, { readonly did: 'fetch' }>): void {
    const known = this.processOf(process)
    if (known.isSuspicious) verify(known)
    const expected = known.isReaped ? [] : this.#next(limit)
    const got = isReplyLost ? expected : runs.map(({ jid }) => jid)
    expectEqual('jobs fetched', got.join(' '), expected.join(' '))
    for (const [index, jid] of expected.entries()) {
      const run = isReplyLost ? null : (runs[index] ?? null)
      const { identity } = process
      const job = this.jobOf(jid)
      job.place = { at: 'in-flight', identity, holder: process, run }
      if (run === null) continue
      const mustRefuse = job.cancelledFor?.has(process) === true
      expectEqual(`${jid} is refused as cancelled`, run.isRefused, mustRefuse)
      if (run.isRefused) job.place = { at: 'ended', how: 'cancelled' }
    }
    if (isReplyLost) known.isSuspicious = true
    else if (known.isReaped) verify(known)
  }

  #landLate({ jid, identity }: Extract<Deed, { readonly did: 'land-late' }>): void {
    this.jobOf(jid).place = { at: 'in-flight', identity, holder: null, run: null }
  }

  #next(limit: number): string[] {
    const open = QUEUES.filter((queue) => !this.paused.has(queue))
    return open.flatMap((queue) => this.order.get(queue) ?? []).slice(0, limit)
  }

  #end(deed: Extract<Deed, { readonly did: 'end' }>, nowSeconds: number): void {
    const { run, isWell, isReplyLost, wasForfeited, wasCancelled } = deed
    const known = this.processOf(run.process)
    known.processed += 1
    if (wasForfeited) return
    const job = this.jobOf(run.jid)
    if (wasCancelled && job.cancelledFor === null)
      throw new Violation(`Nobody cancelled ${run.jid}.`)
    if (!isWell && !wasCancelled) known.failed += 1
    const isOwner = job.place.at === 'in-flight' && job.place.run === run
    if (isOwner && wasCancelled) job.place = { at: 'ended', how: 'cancelled' }
    else if (isOwner) job.place = isWell ? { at: 'ended', how: 'done' } : failed(job, nowSeconds)
    else if (!isReplyLost) verify(known)
  }

  #reap(by: ModelProcess): number {
    const dead = new Set<ModelProcess | null>([null])
    for (const [process, known] of this.processes) {
      if (process === by || known.isAlive) continue
      known.isReaped = true
      dead.add(process)
    }
    let count = 0
    for (const job of this.jobs.values()) {
      if (job.place.at !== 'in-flight' || !dead.has(job.place.holder)) continue
      const isPoison = job.recoveries >= MAX_RECOVERIES
      job.place = { at: isPoison ? 'dead' : 'waiting' }
      job.recoveries += 1
      count += 1
    }
    return count
  }

  #poll(nowSeconds: number): number {
    let count = 0
    for (const job of this.jobs.values()) {
      const { place } = job
      if ((place.at !== 'schedule' && place.at !== 'retry') || place.dueSeconds > nowSeconds)
        continue
      job.place = { at: 'waiting' }
      count += 1
    }
    return count
  }

  #giveBack(isMeant: (run: HeldRun | null, holder: ModelProcess | null) => boolean): void {
    for (const job of this.jobs.values()) {
      if (job.place.at !== 'in-flight' || !isMeant(job.place.run, job.place.holder)) continue
      job.place = { at: 'waiting' }
    }
  }

  #stop({ process, runs }: Extract<Deed, { readonly did: 'stop' }>, known: ReferenceProcess): void {
    this.#giveBack((run, holder) => holder === process && (run === null || runs.includes(run)))
    this.processed += known.processed + runs.length
    this.failed += known.failed
    this.processes.delete(process)
  }

  /**
   * What waits is gone; what is in flight is never tried again by who was told. Everyone is told: a
   * process that has lost the job may still be running it.
   */
  #cancel({ jid, result, told }: Extract<Deed, { readonly did: 'cancel' }>): void {
    const job = this.jobOf(jid)
    expectEqual(`cancel of ${jid}`, result, job.place.at === 'in-flight' ? 'signalled' : 'removed')
    if (result === 'removed') job.place = { at: 'ended', how: 'cancelled' }
    job.cancelledFor = new Set([...(job.cancelledFor ?? []), ...told])
  }

  #administer({ act, job: seen, isDone }: Extract<Deed, { readonly did: 'admin' }>): void {
    expectEqual(`${act} of ${seen.jid}`, isDone, true)
    const job = this.jobOf(seen.jid)
    if (act === 'delete' || act === 'delete-waiting') job.place = { at: 'ended', how: 'deleted' }
    else job.place = { at: act === 'kill' ? 'dead' : 'waiting' }
    if (act === 'retry-now' && job.retryCount !== null) job.retryCount -= 1
  }
}

/** It renewed its sign of life and knows its rights. */
export function verify(known: ReferenceProcess): void {
  known.isAlive = true
  known.isReaped = false
  known.isSuspicious = false
}

/** Throws a Violation when the two differ. */
export function expectEqual(what: string, seen: unknown, expected: unknown): void {
  if (seen !== expected) throw new Violation(`${what}: ${String(seen)}, not ${String(expected)}.`)
}

function failed(job: ReferenceJob, nowSeconds: number): Place {
  if (job.retry === false) return { at: 'ended', how: 'discarded' }
  const count = job.retryCount === null ? 0 : job.retryCount + 1
  job.retryCount = count
  if (count >= (job.retry === 0 ? 0 : MAX_RETRIES)) return { at: 'dead' }
  // Sidekiq's formula, with dice that always show one half.
  return { at: 'retry', dueSeconds: nowSeconds + count ** 4 + 15 + Math.floor(5 * (count + 1)) }
}
