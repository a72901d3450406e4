/** Bee-Queue with its own advice for throughput: no events, no stored jobs, removed on success. */
import BeeQueue from 'bee-queue'
import { createHandler, readTask, say } from './child.ts'

const task = readTask()
const handler = createHandler(task)
const queues = task.queues.map(
  (name) =>
    new BeeQueue<readonly unknown[]>(name, {
      redis: { url: task.redisUrl },
      getEvents: false,
      sendEvents: false,
      storeJobs: false,
      removeOnSuccess: true,
      removeOnFailure: true,
      activateDelayedJobs: task.handler === 'lateness',
    }),
)
await Promise.all(queues.map((queue) => queue.ready()))
for (const queue of queues) {
  queue.process<void>(task.concurrency, ({ data }) => handler(data))
}
say({ event: 'ready' })
