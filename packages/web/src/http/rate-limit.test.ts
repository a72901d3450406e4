import { expect, test } from 'vitest'
import { startConsole } from '../testing/fixture.ts'
import { RateLimit } from './rate-limit.ts'

test('a bucket empties, says when it is worth asking again, and refills', () => {
  const limit = new RateLimit({ perMinute: 3 })
  expect([1, 2, 3].map(() => limit.take('ada', 0))).toEqual([0, 0, 0])
  expect(limit.take('ada', 0)).toBe(20)
  expect(limit.take('bob', 0)).toBe(0)
  expect(limit.take('ada', 19_500)).toBe(1)
  expect(limit.take('ada', 40_001)).toBe(0)
})

test('a clock that was set back locks nobody out', () => {
  const limit = new RateLimit({ perMinute: 3 })
  expect(limit.take('ada', 3_600_000)).toBe(0)
  expect([1, 2].map(() => limit.take('ada', 0))).toEqual([0, 0])
  expect(limit.take('ada', 0)).toBe(20)
})

test('the console answers 429 with the time to wait, and does nothing', async () => {
  const site = await startConsole({ actionsPerMinute: 2 })
  for (const _ of [1, 2]) expect((await site.post('/queues/export/pause', {})).status).toBe(303)
  const refused = await site.post('/queues/export/resume', {})
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await site.redis.call('SMEMBERS', 'paused')).toEqual(['export'])
  await site.stop()
})
