import { Stats } from '@howdah/engine/api'
import { startTestRedis } from '@howdah/engine/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { pastDays, seedHistory } from './history.ts'

let server: Awaited<ReturnType<typeof startTestRedis>>

beforeAll(async () => {
  server = await startTestRedis()
})
afterAll(() => server.stop())
beforeEach(() => server.flush())

it('invents the same month each time, and leaves today to what really happens', () => {
  const today = new Date('2026-11-23T14:02:00Z')
  const days = pastDays(today)
  expect(pastDays(today)).toEqual(days)
  expect(days).toHaveLength(29)
  expect([days[0]?.day, days.at(-1)?.day]).toEqual(['2026-11-22', '2026-10-25'])
  for (const { processed, failed } of days) expect(processed).toBeGreaterThan(failed)
})

it('gives the dashboard a month whose days add up to the totals, once', async () => {
  const { redis } = server
  await seedHistory(redis)
  const [today, ...past] = await Stats.history(redis, 30)
  expect(today).toMatchObject({ processed: 0, failed: 0 })
  expect(past.every(({ processed }) => processed > 0)).toBe(true)
  const total = past.reduce((sum, { processed }) => sum + processed, 0)
  expect((await Stats.fetch(redis)).processed).toBe(total)
  await seedHistory(redis)
  expect((await Stats.fetch(redis)).processed).toBe(total)
})

it('adds nothing to a Redis that has a past of its own', async () => {
  const { redis } = server
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  await redis.call('SET', redis.keys.statProcessedOn(yesterday), 7)
  await seedHistory(redis)
  expect(await redis.call('GET', redis.keys.statProcessed)).toBeNull()
})
