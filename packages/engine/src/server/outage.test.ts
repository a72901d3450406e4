/** Connections that break while jobs run: nothing is lost, nothing stays behind. */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Client } from '../client/client.ts'
import { defineJob } from '../job/definition.ts'
import { silentLogger } from '../support/logger.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { Launcher } from './launcher.ts'

let server: TestRedis

beforeAll(async () => {
  server = await startTestRedis()
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

test('connections that are killed again and again lose no job', async () => {
  const total = 600
  const runs = new Map<unknown, number>()
  const job = defineJob({
    class: 'X',
    args: z.tuple([z.number()]),
    async perform([id]) {
      await sleep(10)
      runs.set(id, (runs.get(id) ?? 0) + 1)
    },
  })
  await new Client({ redis: server.redis }).pushBulk(
    job,
    Array.from({ length: total }, (_, id): [number] => [id]),
  )
  const launcher = new Launcher({
    redis: server.url,
    jobs: [job],
    concurrency: 10,
    queues: ['default', 'other'],
    signals: false,
    logger: silentLogger,
    reapIntervalMs: 200,
  })
  onTestFinished(() => launcher.stop())
  await launcher.start()
  const over = new AbortController()
  const killing = (async () => {
    while (!over.signal.aborted) {
      await sleep(150)
      await server.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    }
  })()
  await expect.poll(() => runs.size, { timeout: 25_000, interval: 100 }).toBe(total)
  over.abort()
  await killing
  const inFlight = () => server.redis.call('KEYS', 'howdah:inflight:*')
  await expect.poll(inFlight, { timeout: 10_000 }).toEqual([])
  expect(await server.redis.call('EXISTS', 'queue:default', 'retry', 'dead')).toBe(0)
  const twice = [...runs.values()].filter((count) => count > 1).length
  // A fetch or an acknowledgement whose answer was lost may run a job again, never skip one.
  expect(twice).toBeLessThan(total / 4)
})

test('a job that ends while Redis is away is settled when Redis is back, and runs once', async () => {
  let runs = 0
  const started = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const job = defineJob({
    class: 'X',
    args: z.array(z.unknown()),
    async perform() {
      runs += 1
      started.resolve()
      await goOn.promise
    },
  })
  const launcher = new Launcher({
    redis: server.url,
    jobs: [job],
    signals: false,
    logger: silentLogger,
  })
  onTestFinished(() => launcher.stop())
  await launcher.start()
  await new Client({ redis: server.redis }).push(job, [])
  await started.promise
  await server.redis.call('CLIENT', 'PAUSE', 1_000, 'ALL').then(() => goOn.resolve())
  await server.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
  await expect
    .poll(() => server.redis.call('KEYS', 'howdah:inflight:*'), { timeout: 8_000 })
    .toEqual([])
  expect(runs).toBe(1)
})
