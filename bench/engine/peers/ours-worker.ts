/** Our engine as its users run it: the whole launcher, with everything that is on by default. */
import { createLogger } from '@howdah/engine'
import { Launcher } from '@howdah/engine/server'
import { createHandler, readTask, say } from './child.ts'
import { carryJid, defineBenchJob } from './ours-job.ts'

const task = readTask()
const launcher = new Launcher({
  redis: task.redisUrl,
  jobs: [defineBenchJob(createHandler(task))],
  queues: task.queues,
  concurrency: task.concurrency,
  middleware: [carryJid],
  timeoutSeconds: 1,
  logger: createLogger({
    level: 'warn',
    write: (line) => {
      process.stderr.write(line)
    },
  }),
})
await launcher.start()
say({ event: 'ready' })
await launcher.stopped
