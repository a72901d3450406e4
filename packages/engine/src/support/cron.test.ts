import { assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CronSchedule } from './cron.ts'
import { epochMs } from './epoch.ts'

const ticksFrom = (cron: string, zone: string, from: string, count: number): string[] => {
  const schedule = new CronSchedule(cron, zone)
  const found: string[] = []
  let time = epochMs(Date.parse(from))
  while (found.length < count) {
    const next = schedule.next(time)
    if (next === null) break
    found.push(new Date(next).toISOString().replace(':00.000Z', ''))
    time = next
  }
  return found
}

describe('at the jumps of summer time', () => {
  const berlin = 'Europe/Berlin'
  // Berlin: 2026-03-29 02:00 → 03:00 and 2026-10-25 03:00 → 02:00, both at 01:00 UTC.
  test.each([
    [
      'a time that does not exist is due at the end of the gap',
      ['30 2 * * *', berlin, '2026-03-28T00:00Z'],
      ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30'],
    ],
    [
      'a time that comes twice is due the first time',
      ['30 2 * * *', berlin, '2026-10-24T00:00Z'],
      ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'the moment of the jump itself is due once in spring',
      ['0 2 * * *', berlin, '2026-03-28T12:00Z'],
      ['2026-03-29T01:00', '2026-03-30T00:00'],
    ],
    [
      'and once in autumn',
      ['0 2 * * *', berlin, '2026-10-24T12:00Z'],
      ['2026-10-25T00:00', '2026-10-26T01:00'],
    ],
    [
      'lists of fixed times are each due once',
      ['30 1,2,3 * * *', berlin, '2026-10-24T20:00Z'],
      ['2026-10-24T23:30', '2026-10-25T00:30', '2026-10-25T02:30', '2026-10-26T00:30'],
    ],
    [
      'an interval goes on through the gap',
      ['*/30 * * * *', berlin, '2026-03-29T00:00Z'],
      ['2026-03-29T00:30', '2026-03-29T01:00', '2026-03-29T01:30', '2026-03-29T02:00'],
    ],
    [
      'and through the hour that comes twice',
      ['*/30 * * * *', berlin, '2026-10-25T00:00Z'],
      ['2026-10-25T00:30', '2026-10-25T01:00', '2026-10-25T01:30', '2026-10-25T02:00'],
    ],
    [
      'a midnight that does not exist is due at one o’clock',
      ['0 0 * * *', 'America/Havana', '2026-03-07T12:00Z'],
      ['2026-03-08T05:00', '2026-03-09T04:00'],
    ],
    [
      'a jump of half an hour is one too',
      ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-02T12:00Z'],
      ['2026-10-02T15:45', '2026-10-03T15:30', '2026-10-04T15:15'],
    ],
    [
      'UTC knows no jumps',
      ['30 2 * * *', 'UTC', '2026-03-28T12:00Z'],
      ['2026-03-29T02:30', '2026-03-30T02:30'],
    ],
  ] as const)('%s', (_name, [cron, zone, from], expected) => {
    expect(ticksFrom(cron, zone, from, expected.length)).toEqual(expected)
  })

  test('a nightly job runs once a night, in every zone, in every night of two years', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'America/Havana', 'Australia/Lord_Howe']
    const minutes = record({
      hour: integer({ min: 0, max: 3 }),
      minute: integer({ min: 0, max: 59 }),
      zone: constantFrom(...zones),
    })
    assert(
      property(minutes, ({ hour, minute, zone }) => {
        const schedule = new CronSchedule(`${minute} ${hour} * * *`, zone)
        const day = new Intl.DateTimeFormat('sv', { timeZone: zone })
        const days = schedule
          .upTo(epochMs(Date.parse('2027-12-31T12:00Z')), 730)
          .map((time) => day.format(time))
        expect(new Set(days).size).toBe(730)
      }),
      { numRuns: 4 },
    )
  })
})

describe('looking back', () => {
  test('gives the same ticks as looking forward, the given moment included', () => {
    const schedule = new CronSchedule('*/10 * * * * *', 'UTC')
    const now = epochMs(Date.parse('2026-01-01T00:00:30.000Z'))
    const back = schedule.upTo(now, 3).map((time) => new Date(time).getUTCSeconds())
    expect(back).toEqual([10, 20, 30])
    expect(schedule.upTo(epochMs(now - 1), 1)).toEqual([now - 10_000])
    expect(schedule.next(now)).toBe(now + 10_000)
  })
})

describe('what cannot be read', () => {
  test.each([
    ['* * * *', 'UTC', 'must have five fields'],
    ['* * * * * * *', 'UTC', 'must have five fields'],
    ['@daily', 'UTC', 'must have five fields'],
    ['61 * * * *', 'UTC', 'Invalid value for minute: 61'],
    ['0 0 30 2 *', 'UTC', 'never comes due'],
    ['* * * * *', 'Mars/Base', 'no time zone "Mars/Base"'],
  ])('"%s" in %s: %s', (cron, zone, message) => {
    expect(() => new CronSchedule(cron, zone)).toThrow(message)
  })
})
