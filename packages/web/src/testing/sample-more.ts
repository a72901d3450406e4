/**
 * Limits, periodic jobs and profiles as sample data.
 */

import { stringifyJson } from '@howdah/engine'
import type { RedisClient } from '@howdah/engine'
import { jobText } from './fixture.ts'

/** A limit of three that an operator has lowered to two; two hold slots, one waits. */
export async function seedLimit(
  redis: RedisClient,
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { keys } = redis
  const waiting = jobText(fields)
  const jid = /"jid":"([^"]*)"/.exec(waiting)?.[1] ?? ''
  await redis.call('HSET', keys.limitDefaults, name, `3 1 ${Date.now()}`)
  await redis.call('HSET', keys.limits, name, '2 =')
  const woken = `~${Date.now() - 2_000} remote1.example`
  const running = 'web-1:4411:0a1b2c3d4e5f#1 remote0.example'
  await redis.call('HSET', keys.slots(name), `${jid}a`, running, `${jid}b`, woken)
  const lengths = [6, 15, Buffer.byteLength(jid)].join(' ')
  const parked = `${lengths} exportremote0.example${jid}${waiting}`
  await redis.call('HSET', keys.parked(name), jid, parked)
  await redis.call('ZADD', keys.parkedOrder(name), (Date.now() - 90_000) * 1_000, jid)
}

/** A job of every night, defined by a process that is up, that has run twice. */
export async function seedPeriodic(
  redis: RedisClient,
  name: string,
  { class: jobClass = 'CleanUpWorker', ...fields }: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { keys } = redis
  const schedule = { cron: '30 2 * * *', timeZone: 'Europe/Berlin', missed: 'once', unique: null }
  const registration = {
    class: jobClass,
    args: fields['args'] ?? ['archives'],
    fields: { queue: fields['queue'] ?? 'low' },
    ...schedule,
  }
  const now = Date.now()
  await redis.call('HSET', keys.periodic, name, stringifyJson(registration))
  await redis.call('HSET', keys.periodicTicks, name, `${now - 3_600_000} Europe/Berlin 30 2 * * *`)
  await redis.call('ZADD', keys.periodicSeen, now, name)
  for (const [index, cause] of ['hand', 'clock'].entries()) {
    const at = now - 3_600_000 * (2 - index)
    const run = `${String(index).repeat(24)} ${at} ${at + 3} ${cause}`
    await redis.call('LPUSH', keys.periodicRuns(name), run)
  }
}

/** A profile whose data are these bytes. */
export async function seedProfile(
  redis: RedisClient,
  profile: { readonly token: string; readonly jid: string; readonly type: string },
  data = 'gzipped',
): Promise<string> {
  const { keys } = redis
  const now = Date.now() / 1_000
  const key = `${profile.token}-${profile.jid}`
  const fields = { ...profile, started_at: now - 600, elapsed: 12.5, size: data.length, data }
  await redis.call('ZADD', keys.profiles, now + 86_400, key)
  await redis.call('HSET', keys.profile(key), ...Object.entries(fields).flat())
  return key
}
