/**
 * Looks at the Redis before the first fetch: refuses what cannot work, warns of what will hurt, each
 * time in a sentence that says what to do. What a hosted Redis hides is not held against it.
 */
import { RedisReplyError, RedisUnsuitableError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { Logger } from '../support/logger.ts'

/** `BLMOVE`, `RPOP` with a count and `ZRANGE … BYSCORE` came with 6.2. */
const LEAST_VERSION = [6, 2] as const

/** Scheduled jobs are late or early by the difference; below a second nobody notices. */
const TOLERATED_SKEW_MS = 1_000

type Info = ReadonlyMap<string, string>

/**
 * Throws RedisUnsuitableError for a Redis that is too old, a replica, or part of a cluster; logs a
 * warning for a risky one.
 */
export async function checkRedis(redis: RedisClient, logger: Logger): Promise<void> {
  const info = await readInfo(redis)
  refuse(info)
  const warnings = [
    ageing(info),
    evicting(info),
    await forgetting(redis, info),
    await skewed(redis, () => Date.now()),
  ]
  for (const warning of warnings) if (warning !== null) logger.warn(warning)
}

function refuse(info: Info): void {
  const version = info.get('redis_version')
  if (version !== undefined && isBelow(version, LEAST_VERSION)) {
    throw new RedisUnsuitableError(
      `This Redis is version ${version}; jobs need at least ${LEAST_VERSION.join('.')}. Update it.`,
    )
  }
  if (info.get('role') === 'slave') {
    const primary = `${info.get('master_host') ?? '?'}:${info.get('master_port') ?? '?'}`
    throw new RedisUnsuitableError(
      `This Redis is a replica of ${primary} and takes no writes. Give the address of the primary.`,
    )
  }
  if (info.get('redis_mode') === 'cluster') {
    throw new RedisUnsuitableError(
      'This Redis is part of a cluster; the scripts of jobs need all keys on one server. ' +
        'Use a Redis with cluster mode off.',
    )
  }
}

function ageing(info: Info): string | null {
  const version = info.get('redis_version')
  if (version === undefined || !isBelow(version, [7, 0])) return null
  return `This Redis is version ${version}; Sidekiq 8 will need 7.0 or later.`
}

function evicting(info: Info): string | null {
  const policy = info.get('maxmemory_policy')
  if (policy === undefined || policy === '' || policy === 'noeviction') return null
  return (
    `Redis may throw jobs away when its memory is full: maxmemory-policy is ${policy}. ` +
    'Set it to noeviction.'
  )
}

/** Whether a restart of Redis loses every job. Only where Redis says so in so many words. */
async function forgetting(redis: RedisClient, info: Info): Promise<string | null> {
  if (info.get('aof_enabled') !== '0') return null
  if ((await readSavePoints(redis)) !== '') return null
  return (
    'This Redis keeps nothing on disk: when it restarts, every job is gone. ' +
    'Set "appendonly yes" (at most a second is lost) or at least save points ("save 60 1000").'
  )
}

/** "" means no snapshots; null that this Redis does not tell, as hosted ones do. */
async function readSavePoints(redis: RedisClient): Promise<string | null> {
  const reply = await orHidden(() => redis.call('CONFIG', 'GET', 'save'))
  return Array.isArray(reply) && reply.length === 2 ? String(reply[1]).trim() : null
}

/** Redis read its clock somewhere between question and answer: halfway is the best guess. */
async function skewed(redis: RedisClient, nowMs: () => number): Promise<string | null> {
  const askedAtMs = nowMs()
  const reply = await orHidden(() => redis.call('TIME'))
  const answeredAtMs = nowMs()
  if (!Array.isArray(reply)) return null
  const [seconds, microseconds] = reply.map(Number)
  const redisMs = (seconds ?? NaN) * 1_000 + (microseconds ?? NaN) / 1_000
  const aheadMs = (askedAtMs + answeredAtMs) / 2 - redisMs
  // Within half the round trip the difference is only our guess about the middle.
  const certainMs = Math.abs(aheadMs) - (answeredAtMs - askedAtMs) / 2
  if (!(certainMs >= TOLERATED_SKEW_MS)) return null
  const seen = `${(Math.abs(aheadMs) / 1_000).toFixed(1)} seconds`
  return (
    `The clock of this machine is ${seen} ${aheadMs > 0 ? 'ahead of' : 'behind'} that of Redis: ` +
    'scheduled jobs will run at the wrong time. Synchronise both clocks (NTP).'
  )
}

function isBelow(version: string, [leastMajor, leastMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < leastMajor || (major === leastMajor && minor < leastMinor)
}

/** Hosted services may forbid INFO: then nothing can be checked, and nothing is refused. */
async function readInfo(redis: RedisClient): Promise<Info> {
  const reply = await orHidden(() => redis.call('INFO'))
  return new Map(
    (typeof reply === 'string' ? reply : '').split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1)]
    }),
  )
}

/** Null for a command that this Redis does not know or does not allow. */
async function orHidden(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof RedisReplyError) return null
    throw error
  }
}
