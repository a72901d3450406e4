/**
 * The ceiling: our own script that acknowledges and fetches, `JSON.parse` and an async no-op a job, and
 * nothing else around them: no middleware, retries, metrics or heartbeat. Two lanes take turns, so
 * that one batch runs while Redis prepares the next.
 */
import { connectRedis } from '@howdah/engine'
import { registerScript } from '../../../packages/engine/src/redis/process-scripts.ts'
import { fetchScript } from '../../../packages/engine/src/redis/scripts.ts'
import { createHandler, readTask, say } from './child.ts'

const LANES = 2
const PAUSE_WHEN_EMPTY_MS = 5

const task = readTask()
const handler = createHandler(task)
const redis = connectRedis(task.redisUrl, { patience: 'wait' })
const incarnation = `bare:${process.pid}#1`
const list = redis.keys.inFlight(incarnation, task.queues[0] ?? '')

await redis.run(registerScript, {
  identity: `bare:${process.pid}`,
  ttlMs: 600_000,
  incarnation,
  description: '{"queues":[]}',
})
say({ event: 'ready' })
await Promise.all(Array.from({ length: LANES }, () => drain()))

async function drain(): Promise<void> {
  let done: readonly string[] = []
  for (;;) {
    done = await turn(done)
    if (done.length > 0) continue
    await new Promise((resolve) => setTimeout(resolve, PAUSE_WHEN_EMPTY_MS))
  }
}

/** One round trip, then the jobs that it brought. */
async function turn(done: readonly string[]): Promise<readonly string[]> {
  const { found } = await redis.run(fetchScript, {
    incarnation,
    limit: task.concurrency,
    queues: task.queues,
    finished: done.length === 0 ? [] : [{ list, payloads: done }],
  })
  const payloads = (found ?? []).flatMap(([, raws]) => raws)
  await Promise.all(payloads.map(run))
  return payloads
}

async function run(raw: string): Promise<void> {
  const payload: { readonly args: readonly unknown[] } = JSON.parse(raw)
  await handler(payload.args)
}
