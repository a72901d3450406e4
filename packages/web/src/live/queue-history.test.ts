import { expect, test } from 'vitest'
import { QueueHistory } from './queue-history.ts'
import type { QueueSample } from './queue-history.ts'

function sample(size: number, more: Partial<QueueSample> = {}): QueueSample {
  return { name: 'export', size, latencySeconds: 0, recentArrivals: null, ...more }
}

test('what was taken is what came less what was added', () => {
  const history = new QueueHistory()
  history.add(0, [sample(100, { latencySeconds: 600, recentArrivals: 50 })])
  expect(history.rates('export')).toEqual({ arrivals: 10, taken: null })
  history.add(60_000, [sample(104, { latencySeconds: 600, recentArrivals: 50 })])
  expect(history.rates('export')).toEqual({ arrivals: 10, taken: 6 })
  history.add(120_000, [sample(140, { latencySeconds: 600, recentArrivals: 50 })])
  expect(history.rates('export')).toEqual({ arrivals: 10, taken: 0 })
})

test('a short queue is measured since its oldest job, an empty one not at all', () => {
  const history = new QueueHistory()
  history.add(0, [sample(4, { latencySeconds: 60 })])
  expect(history.rates('export').arrivals).toBe(4)
  history.add(60_000, [sample(0)])
  expect(history.rates('export')).toEqual({ arrivals: null, taken: null })
  expect(history.rates('never')).toEqual({ arrivals: null, taken: null })
})

test('the line holds an hour in steps of a minute, and queues that are gone leave', () => {
  const history = new QueueHistory()
  for (let second = 0; second <= 7_200; second += 10) history.add(second * 1_000, [sample(second)])
  const line = history.line('export')
  expect(line.length).toBeGreaterThanOrEqual(60)
  expect(line.length).toBeLessThanOrEqual(62)
  expect(line.at(-1)).toEqual({ atMs: 7_200_000, size: 7_200, arrivalsPerMinute: null })
  expect(line[0]?.atMs).toBe(3_600_000)
  history.add(11_000_000, [])
  expect(history.line('export')).toEqual([])
})
