/** BullMQ as its documentation recommends it for throughput: jobs removed when completed. */
import { Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { createHandler, readTask, say } from './child.ts'

const task = readTask()
const handler = createHandler(task)
const connection = new Redis(task.redisUrl, { maxRetriesPerRequest: null })
const workers = task.queues.map(
  (queue) =>
    new Worker<readonly unknown[]>(queue, ({ data }) => handler(data), {
      connection,
      concurrency: task.concurrency,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    }),
)
for (const worker of workers) worker.on('error', (error) => process.stderr.write(`${error}\n`))
await Promise.all(workers.map((worker) => worker.waitUntilReady()))
say({ event: 'ready' })
