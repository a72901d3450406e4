/** Holds a database against the reference: the invariants of every run. */
import type { Deed } from './deeds.ts'
import type { ModelProcess } from './process.ts'
import { Violation, verify } from './reference.ts'
import type { Place, Reference, ReferenceJob } from './reference.ts'
import type { Lying, Snapshot } from './snapshot.ts'
import { QUEUES } from './steps.ts'

/**
 * No job is lost, none is in two places, none is both finished and anywhere; what is in flight is
 * where a reaper finds it, with its owner. Then keeps the order of the queues as it is.
 */
export function compare(reference: Reference, snapshot: Snapshot): void {
  checkAlways(reference, snapshot)
  const lying = byJid(snapshot)
  for (const job of reference.jobs.values()) {
    const seen = describe(lying.get(job.jid))
    const expected = describePlace(job)
    if (seen !== expected) throw new Violation(`${job.jid} is ${seen}; it must be ${expected}.`)
  }
  keepOrder(reference, snapshot)
}

/**
 * After steps that ran at the same time nobody can say which came first. What must hold holds, and
 * each job that is gone has a reason among the deeds; the reference then goes on from what is there.
 */
export function adopt(
  reference: Reference,
  snapshot: Snapshot,
  deeds: readonly Deed[],
  acting: readonly ModelProcess[],
): void {
  for (const deed of deeds) if (deed.did === 'push') reference.note(deed, 0)
  checkAlways(reference, snapshot)
  const lying = byJid(snapshot)
  const known = [...reference.processes.keys()]
  for (const job of reference.jobs.values()) {
    const seen = lying.get(job.jid)
    checkEnds(job, seen, deeds)
    job.place = seen === undefined ? { at: 'ended', how: 'done' } : placeOf(seen, known)
    if (seen !== undefined) readJob(job, seen)
  }
  adoptProcesses(reference, snapshot)
  for (const process of acting) {
    reference.processOf(process).processed += countEnds(deeds, process)
    reference.processOf(process).failed = process.counters.failed
  }
  keepOrder(reference, snapshot)
}

function checkAlways(reference: Reference, snapshot: Snapshot): void {
  const seen = new Map<string, Lying>()
  const registered = new Set(snapshot.registry.map(({ id }) => id))
  for (const one of snapshot.jobs) {
    reference.jobOf(one.jid)
    const other = seen.get(one.jid)
    if (other !== undefined) {
      throw new Violation(`${one.jid} is in two places: ${describe(other)} and ${describe(one)}.`)
    }
    seen.set(one.jid, one)
    if (one.place !== 'in-flight' || registered.has(one.incarnation)) continue
    throw new Violation(`${one.jid} is in flight at ${one.incarnation}, which nobody will reap.`)
  }
}

/** What has ended stays away; what goes away has ended, by a run or by a person. */
function checkEnds(job: ReferenceJob, seen: Lying | undefined, deeds: readonly Deed[]): void {
  if (job.place.at === 'ended') {
    if (seen !== undefined) throw new Violation(`${job.jid} had ended and is ${describe(seen)}.`)
    return
  }
  const ends = deeds.filter((deed) => isEndOf(deed, job))
  if (seen === undefined && ends.length === 0 && job.cancelledFor === null)
    throw new Violation(`${job.jid} is lost.`)
  const owner = job.place.at === 'in-flight' ? job.place.run : null
  if (seen === undefined || owner === null || owner.unit.incarnation.isLost) return
  if (!ends.some((deed) => deed.did === 'end' && deed.run === owner)) return
  throw new Violation(`${job.jid} has ended at its owner and is ${describe(seen)}.`)
}

function isEndOf(deed: Deed, { jid, retry }: ReferenceJob): boolean {
  if (deed.did === 'end') return deed.run.jid === jid && (deed.isWell || retry === false)
  if (deed.did === 'admin') return deed.job.jid === jid && deed.act.startsWith('delete')
  return false
}

function placeOf(seen: Lying, processes: readonly ModelProcess[]): Place {
  if (seen.place === 'schedule' || seen.place === 'retry') {
    return { at: seen.place, dueSeconds: seen.score }
  }
  if (seen.place !== 'in-flight') return { at: seen.place }
  const identity = identityOf(seen)
  const holder = processes.find((process) => process.identity === identity) ?? null
  const run = [...(holder?.runs ?? [])].find(({ jid, unit }) => {
    return jid === seen.jid && unit.incarnation.id === seen.incarnation
  })
  return { at: 'in-flight', identity, holder, run: run ?? null }
}

function readJob(job: ReferenceJob, { raw, queue }: Lying): void {
  const { retry_count: count, queue: named } = JSON.parse(raw) as {
    readonly retry_count?: number
    readonly queue: string
  }
  job.retryCount = count ?? null
  job.queue = queue === '' ? named : queue
}

function countEnds(deeds: readonly Deed[], process: ModelProcess): number {
  return deeds.filter((deed) => deed.did === 'end' && deed.run.process === process).length
}

/** Those that are awake have renewed their lives after the steps. */
function adoptProcesses(reference: Reference, snapshot: Snapshot): void {
  const valid = new Set(
    snapshot.registry.filter(({ reapedAtMs }) => reapedAtMs === null).map(({ id }) => id),
  )
  for (const [process, known] of reference.processes) {
    const isAlive = snapshot.living.has(process.identity)
    if (isAlive && !process.isAsleep) verify(known)
    known.isAlive = isAlive
    known.isReaped = process.ownership.held().some(({ id }) => !valid.has(id))
  }
  for (const { jid, count } of snapshot.recoveries) reference.jobOf(jid).recoveries = count
}

function keepOrder(reference: Reference, snapshot: Snapshot): void {
  for (const queue of QUEUES) {
    const waiting = snapshot.jobs.filter((job) => job.place === 'waiting' && job.queue === queue)
    reference.order.set(
      queue,
      waiting.map(({ jid }) => jid),
    )
  }
}

function byJid({ jobs }: Snapshot): Map<string, Lying> {
  return new Map(jobs.map((job) => [job.jid, job]))
}

function identityOf({ incarnation }: Lying): string {
  return incarnation.slice(0, incarnation.lastIndexOf('#'))
}

function describe(seen: Lying | undefined): string {
  if (seen === undefined) return 'nowhere'
  if (seen.place === 'waiting') return `waiting in ${seen.queue}`
  if (seen.place === 'in-flight') return `in flight at ${identityOf(seen)}`
  return seen.place === 'dead' ? 'dead' : `in ${seen.place} at ${seen.score.toFixed(3)}`
}

function describePlace({ place, queue }: ReferenceJob): string {
  switch (place.at) {
    case 'ended':
      return 'nowhere'
    case 'waiting':
      return `waiting in ${queue}`
    case 'dead':
      return 'dead'
    case 'in-flight':
      return `in flight at ${place.identity}`
    case 'schedule':
    case 'retry':
      break
  }
  return `in ${place.at} at ${place.dueSeconds.toFixed(3)}`
}
