/** Looks at the Redis before the first fetch: refuses what cannot work, warns of what will hurt. */
import { RedisReplyError, RedisUnsuitableError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { Logger } from '../support/logger.ts'

/** `BLMOVE`, `RPOP` with a count and `ZRANGE … BYSCORE` came with 6.2. */
const LEAST_VERSION = [6, 2] as const

/** Throws RedisUnsuitableError for a Redis that is too old; logs a warning for a risky one. */
export async function checkRedis(redis: RedisClient, logger: Logger): Promise<void> {
  const info = await readInfo(redis)
  const version = info.get('redis_version')
  if (version !== undefined) checkVersion(version, logger)
  const policy = info.get('maxmemory_policy')
  if (policy !== undefined && policy !== '' && policy !== 'noeviction') {
    logger.warn(
      `Redis may throw jobs away when its memory is full: maxmemory-policy is ${policy}. ` +
        'Set it to noeviction.',
    )
  }
}

function checkVersion(version: string, logger: Logger): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor < LEAST_VERSION[1])) {
    throw new RedisUnsuitableError(
      `This Redis is version ${version}; jobs need at least ${LEAST_VERSION.join('.')}. Update it.`,
    )
  }
  if (major < 7) logger.warn(`This Redis is version ${version}; Sidekiq 8 will need 7.0 or later.`)
}

/** Hosted services may forbid INFO: then nothing can be checked, and nothing is refused. */
async function readInfo(redis: RedisClient): Promise<Map<string, string>> {
  try {
    const text = String(await redis.call('INFO'))
    return new Map(
      text.split('\r\n').map((line): [string, string] => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon), line.slice(colon + 1)]
      }),
    )
  } catch (error) {
    if (error instanceof RedisReplyError) return new Map()
    throw error
  }
}
