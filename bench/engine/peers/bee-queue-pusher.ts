/** Pushes with Bee-Queue. */
import BeeQueue from 'bee-queue'
import { readTask } from './child.ts'
import { runPushTask } from './push-plan.ts'

const task = readTask()
const queues = new Map(
  task.queues.map((name) => [
    name,
    new BeeQueue<readonly unknown[]>(name, {
      redis: { url: task.redisUrl },
      isWorker: false,
      getEvents: false,
      sendEvents: false,
      storeJobs: false,
      removeOnSuccess: true,
      activateDelayedJobs: true,
    }),
  ]),
)
await Promise.all([...queues.values()].map((queue) => queue.ready()))
await runPushTask(task, {
  one: async (name, args) => await queues.get(name)?.createJob(args).save(),
  many: async (name, argsList) => {
    const queue = queues.get(name)
    if (queue === undefined) return
    const failed = await queue.saveAll(argsList.map((args) => queue.createJob(args)))
    for (const error of failed.values()) throw error
  },
  later: async (name, jobs) => {
    const queue = queues.get(name)
    if (queue === undefined) return
    await queue.saveAll(jobs.map(({ args, atMs }) => queue.createJob(args).delayUntil(atMs)))
  },
})
await Promise.all([...queues.values()].map((queue) => queue.close()))
