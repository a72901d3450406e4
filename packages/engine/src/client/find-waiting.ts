/**
 * Finds one job by its jid, to remove it: in the retry and the scheduled set, in all queues, among
 * the jobs that wait for a limit. Redis itself looks through them, a piece at a time; only what
 * contains the jid crosses the network, and is parsed.
 */
import type { Jid } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readInFlight } from '../redis/in-flight.ts'
import { near } from '../redis/near.ts'
import { deleteParked, findParked } from '../redis/parked.ts'
import { asTexts } from '../redis/script.ts'
import { exactTexts, mayBeInexact } from '../support/exact-text.ts'
import { systemClock } from '../support/epoch.ts'
import { parseJson, stringifyJson } from '../support/json.ts'
import { deleteEntries, deleteFromQueue, scanQueue } from './scripts.ts'
import type { Stored } from './scripts.ts'

/** What a removal came to. */
export type Removal = 'removed' | 'nowhere' | 'out-of-time'

/** Jobs looked at by one command: half a millisecond of Redis's time. */
const SLICE = 1_000

/** What is looked for, and until when in `performance.now()`. */
export interface Sought {
  readonly jid: Jid
  readonly deadlineMs: number
  /** When it is due, where that is known. */
  readonly dueAt: Date | null
}

/** Whether one of our processes holds it, or any process says that it runs it. */
export async function isRunning(redis: RedisClient, jid: Jid): Promise<boolean> {
  const { units, identities: ours } = await readInFlight(redis)
  if (units.some(({ raw }) => isJob(raw, jid))) return true
  const identities = asTexts(await redis.call('SMEMBERS', redis.keys.processes))
  const works = await redis.pipeline(
    identities.flatMap((identity) => [
      ['HVALS', redis.keys.work(identity)] as const,
      ['HVALS', redis.keys.workers(identity)] as const,
    ]),
  )
  // Of our own processes the in-flight lists tell the truth, their heartbeats what was.
  const foreign = works.filter((_, index) => !ours.has(identities[index >> 1] ?? ''))
  return foreign.flatMap(asTexts).some((work) => isWork(work, jid))
}

/** Removes the job where it waits; a job is in one place only, so the first is enough. */
export async function removeWaiting(redis: RedisClient, sought: Sought): Promise<Removal> {
  const { jid, dueAt } = sought
  if (dueAt !== null && (await removeDue(redis, jid, dueAt))) return 'removed'
  // What was due has most likely moved to its queue.
  const isDue = dueAt !== null && dueAt.getTime() <= systemClock.nowMs()
  for (const look of isDue ? [searchQueues, searchSets] : [searchSets, searchQueues]) {
    const removal = await look(redis, sought)
    if (removal !== 'nowhere') return removal
  }
  const parked = (await findParked(redis, [jid])).get(jid)
  return parked !== undefined && (await deleteParked(redis, parked)) ? 'removed' : 'nowhere'
}

/**
 * Removes the job where it is due, without looking through the whole sets: many jobs cancelled one
 * after the other would look through them as often. False when it is not there.
 */
async function removeDue(redis: RedisClient, jid: Jid, dueAt: Date): Promise<boolean> {
  for (const set of [redis.keys.schedule, redis.keys.retry]) {
    const members = await redis.callBuffer('ZRANGE', set, ...near(dueAt))
    if (await deleteFound(redis, { set, members, jid })) return true
  }
  return false
}

async function searchSets(redis: RedisClient, sought: Sought): Promise<Removal> {
  for (const set of [redis.keys.retry, redis.keys.schedule]) {
    const removal = await removeFromSet(redis, set, sought)
    if (removal !== 'nowhere') return removal
  }
  return 'nowhere'
}

async function searchQueues(redis: RedisClient, sought: Sought): Promise<Removal> {
  for (const queue of asTexts(await redis.call('SMEMBERS', redis.keys.queues))) {
    const removal = await removeFromQueue(redis, queue, sought)
    if (removal !== 'nowhere') return removal
  }
  return 'nowhere'
}

async function removeFromSet(
  redis: RedisClient,
  set: string,
  { jid, deadlineMs }: Sought,
): Promise<Removal> {
  const pattern = `*${insideJson(jid).replaceAll(/[*?[\]\\^]/gu, String.raw`\$&`)}*`
  let cursor = '0'
  do {
    if (performance.now() > deadlineMs) return 'out-of-time'
    const reply = await redis.callBuffer('ZSCAN', set, cursor, 'MATCH', pattern, 'COUNT', SLICE)
    const [next, members] = Array.isArray(reply) ? reply : []
    if (await deleteFound(redis, { set, members, jid })) return 'removed'
    cursor = String(next ?? '0')
  } while (cursor !== '0')
  return 'nowhere'
}

async function deleteFound(
  redis: RedisClient,
  { set, members, jid }: { set: string; members: unknown; jid: Jid },
): Promise<boolean> {
  const stored = exactTexts(members).filter(({ text }) => isJob(text, jid))
  if (stored.length === 0) return false
  const exact = stored.map((one) => one.exact)
  return (await redis.run(deleteEntries, { set, stored: exact })).includes(true)
}

async function removeFromQueue(
  redis: RedisClient,
  queue: string,
  { jid, deadlineMs }: Sought,
): Promise<Removal> {
  const texts = [insideJson(jid)]
  for (let from = 0; ; from += SLICE) {
    if (performance.now() > deadlineMs) return 'out-of-time'
    const { seen, found } = await redis.run(scanQueue, { queue, from, count: SLICE, texts })
    const raw = found.find((candidate) => isJob(candidate, jid))
    if (raw !== undefined) {
      const stored = await withBytes(redis, raw, { queue, from })
      if (await redis.run(deleteFromQueue, { queue, stored })) return 'removed'
    }
    if (seen < SLICE) return 'nowhere'
  }
}

/** A script's reply is text: what is not UTF-8 is read again, as bytes, where it was found. */
async function withBytes(
  redis: RedisClient,
  raw: string,
  { queue, from }: { readonly queue: string; readonly from: number },
): Promise<Stored> {
  if (!mayBeInexact(raw)) return raw
  const range = [from, from + SLICE * 2]
  const near = exactTexts(await redis.callBuffer('LRANGE', redis.keys.queue(queue), ...range))
  return near.find(({ text }) => text === raw)?.exact ?? raw
}

/** How a text looks inside a JSON string. */
function insideJson(text: string): string {
  return stringifyJson(text).slice(1, -1)
}

function isJob(raw: string, jid: Jid): boolean {
  return raw.includes(insideJson(jid)) && readFields(raw)['jid'] === jid
}

/** What a process says that it runs; the job is a text since Sidekiq 6.0.2, an object before. */
function isWork(work: string, jid: Jid): boolean {
  if (!work.includes(insideJson(jid))) return false
  const { payload } = readFields(work)
  if (typeof payload === 'string') return isJob(payload, jid)
  return typeof payload === 'object' && payload !== null && 'jid' in payload && payload.jid === jid
}

function readFields(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = parseJson(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {} // No job, so not ours to cancel.
  }
}
