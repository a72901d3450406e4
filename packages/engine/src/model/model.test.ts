/**
 * The engine against a model of it: random interleavings of all that processes, people and
 * accidents do, on a real Redis, compared with a reference in memory after every step.
 *
 * HOWDAH_MODEL_RUNS=100000 plays more runs; HOWDAH_MODEL_SEED plays the ones of a failure again.
 */
import { randomInt } from 'node:crypto'
import { assert, asyncProperty } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectRedis } from '../redis/ioredis-client.ts'
import type { RedisClient } from '../redis/contract.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { play } from './play.ts'
import { MISTAKES } from './mistakes.ts'
import type { Mistake } from './steered-redis.ts'
import type { Step } from './steps.ts'
import { anyRun } from './stories.ts'

const RUNS = Number(process.env['HOWDAH_MODEL_RUNS'] ?? 2_000)
const SEED = Number(process.env['HOWDAH_MODEL_SEED'] ?? randomInt(2 ** 31))

/** Runs at the same time, each in a database of its own: one waits for Redis while another computes. */
const LANES = 8

/** Most mistakes show within ten runs; those that need two at the same moment take some hundred. */
const RUNS_FOR_A_MISTAKE = 2_000

let server: TestRedis
let lanes: RedisClient[]

beforeAll(async () => {
  server = await startTestRedis()
  lanes = Array.from({ length: LANES }, (_, database) =>
    connectRedis(server.url.replace(/\d+$/u, String(database)), { patience: 'wait' }),
  )
})
afterAll(async () => {
  for (const lane of lanes) lane.disconnect()
  await server.stop()
})

test(
  `${RUNS} random runs (HOWDAH_MODEL_SEED=${SEED}) lose, double and forget no job`,
  { timeout: 60_000 + RUNS * 100 },
  async () => {
    await check(RUNS, SEED)
  },
)

const LATE_ARRIVAL: readonly Step[] = [
  { do: 'push', queue: 0, retry: true, in: 0 },
  { do: 'fetch', by: 0, limit: 4, isReplyLost: false },
  { do: 'expire', whose: 0 },
  { do: 'reap', by: 1 },
  { do: 'fetch', by: 0, limit: 4, isReplyLost: false },
  { do: 'crash', by: 0 },
  { do: 'land-late', tomb: 0, queue: 0 },
  { do: 'cancel', job: 0 },
]

test('a job that comes to a reaped process, too late for it, is cancelled all the same', async () => {
  const [redis] = lanes
  if (redis === undefined) throw new Error('There is no Redis.')
  await expect(play(redis, LATE_ARRIVAL, [])).resolves.toBeUndefined()
})

test.each(MISTAKES)('finds $title', { timeout: 60_000 }, async (mistake) => {
  expect(mistake.applies, 'The script has changed: write the mistake anew.').toBe(true)
  await expect(check(RUNS_FOR_A_MISTAKE, 1, [mistake])).rejects.toThrow('Property failed')
})

/** Plays runs in all lanes; throws with the shortest counterexample that was found. */
async function check(runs: number, seed: number, mistakes: readonly Mistake[] = []): Promise<void> {
  // A mistake that was made on purpose needs no shortest example: the first one ends everything.
  const endOnFailure = mistakes.length > 0
  let isOver = false
  const results = await Promise.allSettled(
    lanes.map(async (redis, lane) => {
      const property = asyncProperty(anyRun, async (steps) => {
        if (!isOver) await play(redis, steps, mistakes)
      })
      const numRuns = Math.ceil(runs / LANES)
      await assert(property, { numRuns, seed: seed + lane, endOnFailure }).finally(() => {
        isOver ||= endOnFailure
      })
    }),
  )
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
