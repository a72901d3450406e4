/**
 * A busy Sidekiq as sample data: something on every page.
 */

import type { RedisClient } from '@howdah/engine'
import { addToSet, beat, enqueue, FAILED_TWICE, jobText, work } from './fixture.ts'
import { seedLimit, seedPeriodic, seedProfile } from './sample-more.ts'

const BACKTRACE = [
  "/srv/app/app/workers/backup_worker.rb:14:in 'perform'",
  "/srv/app/app/services/backup_service.rb:88:in 'dump_media'",
  "/usr/lib/ruby/gems/3.4.0/gems/net-http-0.6.0/lib/net/http.rb:1603:in 'initialize'",
  "/usr/lib/ruby/gems/3.4.0/gems/sidekiq-8.1.7/lib/sidekiq/processor.rb:219:in 'execute_job'",
]

/** Ids of jobs that the sample has in known places. */
export const SAMPLE_JIDS = {
  queued: 'aaaaaaaaaaaaaaaaaaaaaaaa',
  retried: 'bbbbbbbbbbbbbbbbbbbbbbbb',
  running: 'cccccccccccccccccccccccc',
} as const

/** Fills Redis. */
export async function seedSample(redis: RedisClient): Promise<void> {
  await seedQueues(redis)
  await seedSets(redis)
  await seedProcesses(redis)
  await seedMetrics(redis)
  await seedOperation(redis)
  await seedLimit(redis, 'BackupWorker')
  await seedPeriodic(redis, 'nightly clean-up')
  await seedPeriodic(redis, 'weekly report')
  // Its process has gone: the longest word that a state has.
  await redis.call('ZADD', redis.keys.periodicSeen, `${Date.now() - 3_600_000}`, 'weekly report')
  await seedProfile(redis, { token: 'slow', jid: SAMPLE_JIDS.running, type: 'BackupWorker' })
}

/** An operation that deleted and has ended. */
async function seedOperation(redis: RedisClient): Promise<void> {
  const now = Date.now()
  const fields = {
    action: 'delete',
    place: 'dead',
    query: 'class:DeliveryWorker since:7d',
    reason: 'these servers are gone',
    by: '@ada',
    state: 'done',
    created: now - 65_000,
    ended: now - 60_000,
    total: 48_211,
    looked: 48_211,
    done: 1_204,
  }
  await redis.call('HSET', 'howdah:operation:sample', ...Object.entries(fields).flat())
  await redis.call('ZADD', 'howdah:operations', now, 'sample')
}

async function seedQueues(redis: RedisClient): Promise<void> {
  const waiting = Array.from({ length: 40 }, (_, index) => {
    const args = [{ user_id: 110_000_000_000_000_001n + BigInt(index), type: 'backup' }]
    return jobText({ args, enqueued_at: Date.now() - (4_000 - index * 60) * 100 })
  })
  const first = jobText({ jid: SAMPLE_JIDS.queued, enqueued_at: Date.now() - 420_000 })
  await enqueue(redis, 'export', [first, ...waiting])
  await enqueue(redis, 'default', [jobText({ class: 'NotificationWorker', args: [1, 'follow'] })])
  await enqueue(redis, 'pull', [jobText({ class: 'ThreadResolveWorker', args: [7] })])
  await redis.call('SADD', 'paused', 'pull')
}

async function seedSets(redis: RedisClient): Promise<void> {
  for (let index = 0; index < 3; index += 1) await addToSet(redis, 'schedule', 3_600 * (index + 1))
  await addToSet(redis, 'retry', 1_080, {
    ...FAILED_TWICE,
    jid: SAMPLE_JIDS.retried,
    error_backtrace: BACKTRACE,
  })
  for (let index = 0; index < 6; index += 1) {
    await addToSet(redis, 'retry', 300 + index, {
      ...FAILED_TWICE,
      class: 'DeliveryWorker',
      args: [`https://remote${index}.example/inbox`],
      error_class: index % 2 === 0 ? 'HTTP::TimeoutError' : 'OpenSSL::SSL::SSLError',
      error_message: `connect to remote${index}.example failed`,
    })
  }
  const full = { error_class: 'Errno::ENOSPC', error_message: 'No space left on device' }
  await addToSet(redis, 'dead', -7_200, { ...FAILED_TWICE, ...full, retry_count: 4 })
}

/** Runs of the last hour, as Sidekiq 8 counts them. */
async function seedMetrics(redis: RedisClient): Promise<void> {
  for (let ago = 1; ago < 55; ago += 1) {
    const at = new Date(Date.now() - ago * 60_000)
    const day = at.toISOString().slice(2, 10).replaceAll('-', '')
    const minute = `j|${day}|${at.getUTCHours()}:${String(at.getUTCMinutes()).padStart(2, '0')}`
    const cell = `h|BackupWorker-${at.getUTCDate()}-${at.getUTCHours()}:${at.getUTCMinutes()}`
    const runs = 2 + (ago % 5)
    for (const key of [minute, minute.slice(0, -1)]) {
      await redis.call('HINCRBY', key, 'BackupWorker|p', runs)
      await redis.call('HINCRBY', key, 'BackupWorker|f', ago % 7 === 0 ? 1 : 0)
      await redis.call('HINCRBY', key, 'BackupWorker|ms', runs * 4_000)
      await redis.call('HINCRBY', key, 'DeliveryWorker|p', 40 + ago)
      await redis.call('HINCRBY', key, 'DeliveryWorker|ms', 6_000 + ago * 90)
    }
    await redis.call('BITFIELD', cell, 'INCRBY', 'u16', `#${11 + (ago % 4)}`, runs)
  }
  const mark = new Date(Date.now() - 20 * 60_000).toISOString()
  const field = `${mark.slice(0, 16)}:00Z`
  await redis.call('HSET', `${mark.slice(0, 10).replaceAll('-', '')}-marks`, field, 'v4.5.1')
}

async function seedProcesses(redis: RedisClient): Promise<void> {
  await beat(redis, 'web-1:4411:0a1b2c3d4e5f')
  await beat(redis, 'web-2:9902:1a1b2c3d4e5f', { queues: ['default', 'pull'] }, true)
  await work(redis, 'web-1:4411:0a1b2c3d4e5f', jobText({ jid: SAMPLE_JIDS.running }), 187)
  const progress = '{"stage":"media","done":1240,"total":5310}'
  await redis.call('SET', `howdah:progress:${SAMPLE_JIDS.running}`, progress)
}
