/** Pushes with nothing but an LPUSH: the ceiling of pushing. */
import { connectRedis } from '@howdah/engine'
import { readTask } from './child.ts'
import { JOB_CLASS } from './payload.ts'
import { runPushTask } from './push-plan.ts'

const task = readTask()
const redis = connectRedis(task.redisUrl)
await redis.call('PING')
await runPushTask(task, {
  one: (queue, args) => redis.call('LPUSH', redis.keys.queue(queue), payloadOf(queue, args)),
  many: (queue, argsList) =>
    redis.call('LPUSH', redis.keys.queue(queue), ...argsList.map((args) => payloadOf(queue, args))),
})
await redis.close()

function payloadOf(queue: string, args: readonly unknown[]): string {
  const created_at = Date.now()
  const jid = '0123456789abcdef01234567'
  return JSON.stringify({
    retry: true,
    queue,
    class: JOB_CLASS,
    args,
    jid,
    created_at,
    enqueued_at: created_at,
  })
}
