/** Pushes with our client. The payloads are Sidekiq's, so its worker is fed by this one too. */
import { Client, connectRedis } from '@howdah/engine'
import { readTask } from './child.ts'
import { JOB_CLASS } from './payload.ts'
import { runPushTask } from './push-plan.ts'

const task = readTask()
const redis = connectRedis(task.redisUrl)
const client = new Client({ redis })
await redis.call('PING')
await runPushTask(task, {
  one: (queue, args) => client.push({ class: JOB_CLASS, queue, args }),
  many: (queue, argsList) => client.pushBulk({ class: JOB_CLASS, queue }, argsList),
  later: (queue, jobs) =>
    client.pushBulk(
      { class: JOB_CLASS, queue },
      jobs.map(({ args }) => args),
      { at: jobs.map(({ atMs }) => new Date(atMs)) },
    ),
})
await redis.close()
