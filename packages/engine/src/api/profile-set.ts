/** Profiles of jobs, recorded by Ruby processes (Sidekiq 8) and by ours: a list to read. */
import { secondsOf, systemClock } from '../support/epoch.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readMany } from '../redis/read-many.ts'
import { toCount, toText, toTexts } from './replies.ts'

/** One profile, without its data. */
export interface ProfileRecord {
  /** `<token>-<jid>`: the name of its key. */
  readonly key: string
  readonly token: string
  readonly jid: string
  /** The class of the job. */
  readonly type: string
  readonly startedAt: Date
  readonly elapsedSeconds: number
  readonly sizeBytes: number
}

/** The profiles of one Redis. */
export const ProfileSet = { fetch: fetchProfiles, has: hasProfile, data: fetchData }

/** Redis keeps them for a day; more than this is not read. */
const MAX_PROFILES = 1_000

const FIELDS = ['token', 'jid', 'type', 'started_at', 'elapsed', 'size']

/** The profiles that have not expired, the latest first; at most `limit`, by default 1,000. */
async function fetchProfiles(
  redis: RedisClient,
  { limit = MAX_PROFILES }: { readonly limit?: number } = {},
): Promise<ProfileRecord[]> {
  const now = secondsOf(systemClock.nowMs())
  const living = ['+inf', now, 'BYSCORE', 'REV', 'LIMIT', 0, limit] as const
  const names = toTexts(await redis.call('ZRANGE', redis.keys.profiles, ...living))
  const keys = names.map((name) => redis.keys.profile(name))
  const replies = await readMany(redis, keys, ['HMGET', ...FIELDS])
  return replies.flatMap((reply, index) => {
    const [token, jid, type, startedAt, elapsed, size] = Array.isArray(reply) ? reply : []
    const key = names[index]
    if (key === undefined || token === null) return []
    return {
      key,
      token: String(token),
      jid: toText(jid) ?? '',
      type: toText(type) ?? '',
      startedAt: new Date(Number(startedAt) * 1_000),
      elapsedSeconds: Number(elapsed ?? 0),
      sizeBytes: toCount(size),
    }
  })
}

/** Whether the list of profiles names this key. */
async function hasProfile(redis: RedisClient, key: string): Promise<boolean> {
  return (await redis.call('ZSCORE', redis.keys.profiles, key)) !== null
}

/**
 * The data of a profile, gzipped JSON: Ruby's in the Firefox profiler's form, ours a CPU profile of
 * V8, which that profiler opens as well. Null when it has expired.
 */
async function fetchData(redis: RedisClient, key: string): Promise<Buffer | null> {
  const data = await redis.callBuffer('HGET', redis.keys.profile(key), 'data')
  return Buffer.isBuffer(data) ? data : null
}
