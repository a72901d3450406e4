/**
 * A worker process of the chaos suite. What its handlers do is written to an append-only file, in
 * one system call a line: it is there even if the process is killed in the next moment, and whatever
 * happens to the Redis under test.
 */
import { openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { defineJob, silentLogger } from '../src/index.ts'
import { Launcher } from '../src/server.ts'
import { epochMs } from '../src/support/epoch.ts'

const { url, ledger, clockOffsetMs, queues, ...options } = z
  .object({
    url: z.string(),
    ledger: z.string(),
    clockOffsetMs: z.number().default(0),
    queues: z.array(z.string()).default(['default']),
    concurrency: z.number().default(10),
    livenessTtlMs: z.number().default(1_500),
    reapIntervalMs: z.number().default(300),
    beatIntervalMs: z.number().default(1_000),
  })
  .parse(JSON.parse(process.env['HOWDAH_CHAOS'] ?? '{}'))

const file = openSync(ledger, 'a')
const startedAtMs = Date.now()

function note(kind: 'start' | 'end' | 'fail', id: number): void {
  writeSync(file, `${kind} ${id} ${process.pid} ${Date.now()}\n`)
}

const job = defineJob({
  class: 'ChaosJob',
  args: z.tuple([z.number(), z.number(), z.enum(['well', 'once', 'never', 'block'])]),
  retryIn: () => 1,
  async perform([id, milliseconds, mode], { attempt }) {
    note('start', id)
    if (mode === 'block') block(milliseconds)
    else await sleep(milliseconds)
    const isFailing = mode === 'never' || (mode === 'once' && attempt === 1)
    note(isFailing ? 'fail' : 'end', id)
    if (isFailing) throw new RangeError('Fails as wanted.')
  },
})

/** The same class as Ruby's in fixtures/ruby/jobs.rb. */
const echo = defineJob({
  class: 'EchoWorker',
  args: z.tuple([z.number()]),
  async perform([id]) {
    note('start', id)
    await sleep(5)
    note('end', id)
  },
})

function block(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

/** The clock jumps after a second, as when somebody sets it. */
function nowMs(): ReturnType<typeof epochMs> {
  const now = Date.now()
  return epochMs(now - startedAtMs > 1_000 ? now + clockOffsetMs : now)
}

// Whoever started us is gone: so are we.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume()
const launcher = new Launcher({
  ...options,
  redis: url,
  queues,
  jobs: [job, echo],
  logger: silentLogger,
  random: () => 0,
  pollIntervalAverageSeconds: 1,
  timeoutSeconds: 5,
  clock: { nowMs },
})
await launcher.start()
process.stdout.write('ready\n')
await launcher.stopped
process.exit(0)
