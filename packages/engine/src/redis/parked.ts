/**
 * Jobs that wait for a slot of a limit, as they lie in Redis: found by jid, read in order, deleted.
 *
 * A parked job is the field of a hash: three lengths, then queue, key, jid and payload in one.
 */
import { deleteParkedScript } from './claim-scripts.ts'
import type { RedisClient } from './contract.ts'
import type { Keys } from './keys.ts'
import { exactText } from '../support/exact-text.ts'

/** A job that waits for a slot. */
export interface ParkedJob {
  readonly limit: string
  readonly jid: string
  /** Where it goes when it is woken. */
  readonly queue: string
  /** "" = none. */
  readonly key: string
  readonly raw: string
  /** The stored bytes, to hand back. */
  readonly exact: string | Buffer
}

/** The names of all limits that code or an operator speaks of, sorted. */
export async function readLimitNames(redis: RedisClient): Promise<string[]> {
  const replies = await redis.pipeline([
    ['HKEYS', redis.keys.limitDefaults],
    ['HKEYS', redis.keys.limits],
  ])
  const names = replies.flatMap((reply) => (Array.isArray(reply) ? reply.map(String) : []))
  return [...new Set(names)].sort()
}

/** Where the jobs with these jids are parked; those that are not are left out. */
export async function findParked(
  redis: RedisClient,
  jids: readonly string[],
): Promise<Map<string, ParkedJob>> {
  const found = new Map<string, ParkedJob>()
  if (jids.length === 0) return found
  for (const limit of await readLimitNames(redis)) {
    for (const job of await readParked(redis, limit, jids)) found.set(job.jid, job)
  }
  return found
}

/** A limit's parked jobs with these ids, in this order; those that are not there are left out. */
export async function readParked(
  redis: RedisClient,
  limit: string,
  ids: readonly string[],
): Promise<ParkedJob[]> {
  if (ids.length === 0) return []
  const texts = await redis.callBuffer('HMGET', redis.keys.parked(limit), ...ids)
  if (!Array.isArray(texts)) return []
  return texts.filter((text) => Buffer.isBuffer(text)).map((text) => decode(limit, text))
}

/** Deletes a parked job and releases its lock; false when it does not wait there any more. */
export function deleteParked(
  redis: RedisClient,
  { limit, jid, exact }: Pick<ParkedJob, 'limit' | 'jid' | 'exact'>,
): Promise<boolean> {
  return redis.run(deleteParkedScript, { limit, jid, raw: exact })
}

/** The key of the line of a limit's parked jobs with the same key. */
export function parkedLineKey(keys: Keys, limit: string, key: string): string {
  return keys.parkedLine(`${Buffer.byteLength(limit)}:${limit}:${key}`)
}

function decode(limit: string, text: Buffer): ParkedJob {
  const [head = '', ...lengths] = /^(\d+) (\d+) (\d+) /.exec(text.toString('latin1', 0, 64)) ?? []
  const [queueLength = 0, keyLength = 0, jidLength = 0] = lengths.map(Number)
  const keyAt = head.length + queueLength
  const jidAt = keyAt + keyLength
  const rawAt = jidAt + jidLength
  const { text: raw, exact } = exactText(text.subarray(rawAt))
  return {
    limit,
    jid: text.toString('utf8', jidAt, rawAt),
    queue: text.toString('utf8', head.length, keyAt),
    key: text.toString('utf8', keyAt, jidAt),
    raw,
    exact,
  }
}
