/** Pushes with BullMQ's queue. */
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { readTask } from './child.ts'
import { JOB_CLASS } from './payload.ts'
import { runPushTask } from './push-plan.ts'

const task = readTask()
const connection = new Redis(task.redisUrl, { maxRetriesPerRequest: null })
const options = { removeOnComplete: true, removeOnFail: true }
const queues = new Map(
  task.queues.map((name) => [
    name,
    new Queue<readonly unknown[]>(name, { connection, defaultJobOptions: options }),
  ]),
)
await Promise.all([...queues.values()].map((queue) => queue.waitUntilReady()))
await runPushTask(task, {
  one: async (queue, args) => await queues.get(queue)?.add(JOB_CLASS, args),
  many: async (queue, argsList) =>
    await queues.get(queue)?.addBulk(argsList.map((data) => ({ name: JOB_CLASS, data }))),
  later: async (queue, jobs) =>
    await queues.get(queue)?.addBulk(
      jobs.map(({ args: data, atMs }) => ({
        name: JOB_CLASS,
        data,
        opts: { delay: Math.max(0, atMs - Date.now()) },
      })),
    ),
})
await Promise.all([...queues.values()].map((queue) => queue.close()))
await connection.quit()
