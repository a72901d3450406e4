import { expect, test } from 'vitest'
import { dayNumber, fromWallClock, toWallClock } from './wall-clock.ts'

const read = (text: string, zone: string): string | undefined =>
  fromWallClock(text, zone)?.toISOString()

test('a clock on a wall is read in its zone, in summer and in winter', () => {
  expect(read('2026-11-28T02:00', 'UTC')).toBe('2026-11-28T02:00:00.000Z')
  expect(read('2026-11-28T02:00', 'Europe/Berlin')).toBe('2026-11-28T01:00:00.000Z')
  expect(read('2026-07-01T02:00', 'Europe/Berlin')).toBe('2026-07-01T00:00:00.000Z')
  expect(read('2026-07-01T02:00', 'Asia/Kathmandu')).toBe('2026-06-30T20:15:00.000Z')
})
test('an hour that comes twice is the first, one that is left out the next', () => {
  expect(read('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  const leftOut = fromWallClock('2026-03-29T02:30', 'Europe/Berlin') ?? new Date(0)
  expect(['01:30', '03:30']).toContain(toWallClock(leftOut, 'Europe/Berlin').slice(11))
})
test('what is no time is none', () => {
  expect(['', 'soon', '2026-13-40T99:99', '2026-11-28'].map((text) => read(text, 'UTC'))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
  expect(read('2026-11-28T02:00', 'Nowhere/At_All')).toBeUndefined()
})
test('a moment is written back as the clock shows it, on its own day', () => {
  const at = new Date('2026-11-28T23:30:00Z')
  expect(toWallClock(at, 'Europe/Berlin')).toBe('2026-11-29T00:30')
  expect(dayNumber(at, 'Europe/Berlin') - dayNumber(at, 'UTC')).toBe(1)
})
