/** A console in which everything that others write tries to become markup, or a script. */

import type { RedisClient } from '@howdah/engine'
import { addToSet, beat, enqueue, FAILED_TWICE, jobText, work } from './fixture.ts'
import { seedLimit, seedPeriodic, seedProfile } from './sample-more.ts'

/** Breaks out of an attribute, of a `pre` and of a script, and then runs in three ways. */
export const HOSTILE =
  '"><img src=x onerror="window.ran=1"></pre></textarea></script><script>window.ran=1</script>' +
  "<svg onload=window.ran=1>\u202e'`${1}"

/** Where only an address is of use to an attacker. */
export const HOSTILE_ADDRESS = 'javascript:window.ran=1//"><img src=x onerror="window.ran=1">'

/** A jid that is one, so that its page exists. */
export const HOSTILE_JID = 'bad0bad0bad0bad0bad0bad0'

const JOB = {
  ...FAILED_TWICE,
  class: HOSTILE,
  jid: HOSTILE,
  queue: HOSTILE,
  args: [HOSTILE, { [HOSTILE]: HOSTILE, url: HOSTILE_ADDRESS }],
  tags: [HOSTILE, HOSTILE_ADDRESS],
  error_class: HOSTILE,
  error_message: HOSTILE,
  error_backtrace: [HOSTILE, `${HOSTILE_ADDRESS}:1:in ${HOSTILE}`],
  locale: HOSTILE,
  bid: HOSTILE,
} as const

const PROCESS = `${HOSTILE}:1:2`

/** Fills everything that a page shows. */
export async function seedHostile(redis: RedisClient): Promise<void> {
  const known = { ...JOB, jid: HOSTILE_JID }
  await enqueue(redis, 'export', [jobText(JOB), jobText(JOB), '<b>no job', '{"class":"<i>"}'])
  await enqueue(redis, HOSTILE, [jobText(JOB)])
  await addToSet(redis, 'schedule', 3_600, JOB)
  await addToSet(redis, 'retry', 60, JOB)
  await addToSet(redis, 'retry', 90, known)
  await addToSet(redis, 'dead', -60, JOB)
  await redis.call('ZADD', 'dead', 1, '<img src=x onerror="window.ran=1">')
  await beat(redis, 'web-1:4411:0a1b2c3d4e5f')
  await beat(redis, PROCESS, {
    hostname: HOSTILE,
    tag: HOSTILE,
    labels: [HOSTILE],
    queues: [HOSTILE],
  })
  await work(redis, PROCESS, jobText(JOB))
  await seedMinute(redis)
  await seedOperation(redis)
  await seedProfile(redis, { token: HOSTILE, jid: HOSTILE, type: HOSTILE })
  for (const name of [HOSTILE, 'nightly']) await seedPeriodic(redis, name, JOB)
  for (const name of [HOSTILE, 'BackupWorker']) await seedLimit(redis, name, JOB)
}

async function seedMinute(redis: RedisClient): Promise<void> {
  const at = new Date()
  const day = at.toISOString().slice(2, 10).replaceAll('-', '')
  const minute = `${at.getUTCHours()}:${String(at.getUTCMinutes()).padStart(2, '0')}`
  await redis.call('HSET', `j|${day}|${minute}`, `${HOSTILE}|p`, 5, `${HOSTILE}|ms`, 7)
}

async function seedOperation(redis: RedisClient): Promise<void> {
  const fields = {
    action: 'delete',
    place: `queue:${HOSTILE}`,
    query: HOSTILE,
    reason: HOSTILE,
    by: HOSTILE,
    state: 'done',
    created: Date.now(),
    ended: Date.now(),
    total: 2,
    looked: 2,
    done: 1,
  }
  await redis.call('HSET', 'howdah:operation:hostile', ...Object.entries(fields).flat())
  await redis.call('ZADD', 'howdah:operations', Date.now(), 'hostile')
}
