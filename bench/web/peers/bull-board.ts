/** bull-board on the benchmark's Redis, alone in its process. */
import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { HonoAdapter } from '@bull-board/hono'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Queue } from 'bullmq'
import { Hono } from 'hono'
import { QUEUE, QUEUES } from '../data/jobs.ts'

const connection = { url: process.env['REDIS_URL'] ?? '' }
const adapter = new HonoAdapter(serveStatic)
createBullBoard({
  queues: [QUEUE, ...QUEUES].map((name) => new BullMQAdapter(new Queue(name, { connection }))),
  serverAdapter: adapter,
})
const app = new Hono()
app.route('/', adapter.registerPlugin())
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env['PORT']) }, () => {
  process.stdout.write('READY\n')
})
