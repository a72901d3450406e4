/** Redis's INFO as a map; empty where a hosted Redis hides it. */
import type { RedisClient } from '@howdah/engine'
import type { Patient } from './check.ts'

/** Asked once for all checks of an examination. */
const asked = new WeakMap<Patient, Promise<ReadonlyMap<string, string>>>()

export function redisInfo(patient: Patient): Promise<ReadonlyMap<string, string>> {
  const info = asked.get(patient) ?? askForInfo(patient.redis)
  asked.set(patient, info)
  return info
}

async function askForInfo(redis: RedisClient): Promise<ReadonlyMap<string, string>> {
  const reply = await hidden(() => redis.call('INFO'))
  return new Map(
    (typeof reply === 'string' ? reply : '').split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1)]
    }),
  )
}

/** One setting, or null where this Redis does not tell. */
export async function redisSetting(redis: RedisClient, name: string): Promise<string | null> {
  const reply = await hidden(() => redis.call('CONFIG', 'GET', name))
  return Array.isArray(reply) && reply.length === 2 ? String(reply[1]).trim() : null
}

/** Hosted services forbid some commands: that is no fault. */
async function hidden(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'redis-reply') return null
    throw error
  }
}
