/** The same numbers of jobs in BullMQ's format: waiting, delayed and failed. */
import type { RedisClient, RedisCommand } from '@howdah/engine'
import { classOf, QUEUE } from './jobs.ts'

/** Jobs a write. */
const BATCH = 1_000

/** Fills an empty database for BullMQ 5 and 6. */
export async function fillBullmq(redis: RedisClient, jobs: number): Promise<void> {
  const prefix = `bull:${QUEUE}`
  const nowMs = Date.now()
  await redis.pipeline([
    ['HSET', `${prefix}:meta`, 'opts.maxLenEvents', 10_000, 'version', 'bullmq:6.7.0'],
    ['SET', `${prefix}:id`, jobs * 3],
  ])
  for (let from = 1; from <= jobs * 3; from += BATCH) {
    const ids = Array.from({ length: Math.min(BATCH, jobs * 3 - from + 1) }, (_, at) => from + at)
    await redis.pipeline(ids.flatMap((id) => commandsFor({ prefix, id, nowMs, jobs })))
  }
}

interface Plan {
  readonly prefix: string
  readonly id: number
  readonly nowMs: number
  readonly jobs: number
}

/** A third waits, a third is delayed, a third has failed. */
function commandsFor({ prefix, id, nowMs, jobs }: Plan): RedisCommand[] {
  const place = Math.floor((id - 1) / jobs)
  const at = nowMs - 3_600_000 - id
  const data = JSON.stringify({
    user_id: id,
    status_id: `10930${id}`,
    url: 'https://server.example/inbox',
  })
  const fields = ['name', classOf(id), 'data', data, 'opts', '{"attempts":25}', 'timestamp', at]
  const common = [...fields, 'delay', place === 1 ? 3_600_000 : 0, 'priority', 0]
  const key = `${prefix}:${id}`
  if (place === 0)
    return [
      ['HSET', key, ...common],
      ['LPUSH', `${prefix}:wait`, id],
    ]
  if (place === 1) {
    return [
      ['HSET', key, ...common],
      ['ZADD', `${prefix}:delayed`, (nowMs + id) * 4_096, id],
    ]
  }
  const failed = ['failedReason', 'Timed out after 10 seconds', 'stacktrace', '[]', 'atm', 25]
  return [
    ['HSET', key, ...common, ...failed, 'processedOn', at, 'finishedOn', at + 10_000],
    ['ZADD', `${prefix}:failed`, at + 10_000, id],
  ]
}
