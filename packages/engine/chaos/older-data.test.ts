/**
 * Redis comes back with older data, as after a power cut or a fail-over: what had ended since lies
 * in flight again, in lists of processes that live, and even the registrations may be gone.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { Client, defineJob, silentLogger } from '../src/index.ts'
import type { JobDefinition } from '../src/index.ts'
import { Launcher } from '../src/server.ts'
import { RedisUnderTest } from './redis-under-test.ts'

/** Handlers that end when the test says so. */
class Stage {
  readonly runs = new Map<string, number>()
  readonly #ends = new Map<string, PromiseWithResolvers<void>>()
  readonly job = defineJob({
    class: 'X',
    args: z.tuple([z.string()]),
    retryIn: () => 1,
    perform: async ([name]) => {
      this.runs.set(name, (this.runs.get(name) ?? 0) + 1)
      await this.#endOf(name).promise
      if (name.startsWith('bad') && this.runs.get(name) === 1) throw new RangeError('As wanted.')
    },
  })

  end(...names: readonly string[]): void {
    for (const name of names) this.#endOf(name).resolve()
  }

  async started(...names: readonly string[]): Promise<void> {
    await expect.poll(() => names.filter((name) => !this.runs.has(name)), POLL).toEqual([])
  }

  #endOf(name: string): PromiseWithResolvers<void> {
    const known = this.#ends.get(name) ?? Promise.withResolvers<void>()
    this.#ends.set(name, known)
    return known
  }
}

const POLL = { timeout: 15_000, interval: 50 }

async function startRedis(): Promise<RedisUnderTest> {
  const server = await RedisUnderTest.start()
  onTestFinished(() => server.close())
  return server
}

async function startWorker(server: RedisUnderTest, job: JobDefinition): Promise<void> {
  const launcher = new Launcher({
    redis: server.url,
    jobs: [job],
    concurrency: 2,
    signals: false,
    logger: silentLogger,
    // What was saved still says that all live: nobody is reaped, which would hide the fault.
    livenessTtlMs: 60_000,
    reapIntervalMs: 200,
    beatIntervalMs: 200,
    random: () => 0,
    pollIntervalAverageSeconds: 1,
    timeoutSeconds: 0,
  })
  onTestFinished(() => launcher.stop())
  await launcher.start()
}

function push(server: RedisUnderTest, stage: Stage, names: readonly string[]): Promise<unknown> {
  const args = names.map((name): [string] => [name])
  return new Client({ redis: server.redis }).pushBulk(stage.job, args)
}

async function comeBackAsSaved(server: RedisUnderTest): Promise<void> {
  await server.kill()
  await server.start()
}

async function expectNothingLeft({ redis }: RedisUnderTest): Promise<void> {
  const left = async () => [
    await redis.call('KEYS', 'howdah:inflight:*'),
    await redis.call('EXISTS', 'queue:default', 'retry', 'dead'),
  ]
  await expect.poll(left, POLL).toEqual([[], 0])
}

test('what had ended since then runs again at once, not when its process ends', async () => {
  const server = await startRedis()
  const stage = new Stage()
  await startWorker(server, stage.job)
  await startWorker(server, stage.job)
  await push(server, stage, ['good', 'bad', 'long 1', 'long 2'])
  await stage.started('good', 'bad', 'long 1', 'long 2')
  await server.redis.call('SAVE')
  stage.end('good', 'bad')
  await expect.poll(() => stage.runs.get('bad'), POLL).toBe(2)
  // All slots are taken again: no fetch breaks off, which would have shown that something happened.
  await push(server, stage, ['long 3', 'long 4'])
  await stage.started('long 3', 'long 4')
  await sleep(100)
  await comeBackAsSaved(server)
  stage.end('long 1', 'long 2', 'long 3', 'long 4')
  await expect.poll(() => stage.runs.get('good'), POLL).toBe(2)
  await expect.poll(() => stage.runs.get('bad'), POLL).toBe(3)
  await expectNothingLeft(server)
  expect(stage.runs.get('long 1')).toBe(1)
})

test('a Redis that has forgotten who works gets its jobs done all the same', async () => {
  const server = await startRedis()
  const stage = new Stage()
  const names = ['one', 'two', 'three', 'four']
  await push(server, stage, names)
  await server.redis.call('SAVE')
  await startWorker(server, stage.job)
  await startWorker(server, stage.job)
  await stage.started(...names)
  await comeBackAsSaved(server)
  stage.end(...names)
  await push(server, stage, ['five'])
  stage.end('five')
  await stage.started('five')
  await expectNothingLeft(server)
  const living = (await server.redis.call('HKEYS', server.redis.keys.registry)) as string[]
  expect(living.filter((field) => !field.startsWith('tombstone')).length).toBeGreaterThan(1)
})
