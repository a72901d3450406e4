import { expect, test } from 'vitest'
import {
  isInWindow,
  nextClosing,
  nextOpening,
  parseWindow,
  type ExportWindow,
} from './export-window.ts'

function windowOf(text: string): ExportWindow {
  const parsed = parseWindow(text)
  if (parsed.kind === 'mistake') throw new Error(parsed.mistake)
  return parsed.window
}

const at = (text: string): Date => new Date(text)

test('a window is open in its own time zone, summer and winter', () => {
  const night = windowOf('02:00-06:00 Europe/Berlin')
  expect(isInWindow(night, at('2026-01-10T01:00:00Z'))).toBe(true)
  expect(isInWindow(night, at('2026-01-10T00:59:59Z'))).toBe(false)
  expect(isInWindow(night, at('2026-07-10T00:00:00Z'))).toBe(true)
  expect(isInWindow(night, at('2026-07-10T04:00:00Z'))).toBe(false)
  expect(nextOpening(night, at('2026-11-26T09:10:11Z'))).toEqual(at('2026-11-27T01:00:00Z'))
  expect(nextClosing(night, at('2026-11-27T01:30:00Z'))).toEqual(at('2026-11-27T05:00:00Z'))
  const now = at('2026-11-27T01:30:12.345Z')
  expect(nextOpening(night, now)).toEqual(now)
})

test('it opens and closes on the days on which the clocks change', () => {
  const night = windowOf('02:00-06:00 Europe/Berlin')
  // On 29 March 2026 two o'clock does not exist: it opens when the clock jumps to three.
  expect(nextOpening(night, at('2026-03-28T20:00:00Z'))).toEqual(at('2026-03-29T01:00:00Z'))
  expect(nextClosing(night, at('2026-03-29T01:00:00Z'))).toEqual(at('2026-03-29T04:00:00Z'))
  // On 25 October two o'clock comes twice: an hour more.
  expect(nextOpening(night, at('2026-10-24T20:00:00Z'))).toEqual(at('2026-10-25T00:00:00Z'))
  expect(nextClosing(night, at('2026-10-25T00:10:00Z'))).toEqual(at('2026-10-25T05:00:00Z'))
  const gap = windowOf('02:15-02:45 Europe/Berlin')
  expect(nextOpening(gap, at('2026-03-28T20:00:00Z'))).toEqual(at('2026-03-30T00:15:00Z'))
})

test('windows reach over midnight, and there may be several', () => {
  const late = windowOf('22:30-02:00,12:00-13:00 Asia/Kathmandu')
  expect(isInWindow(late, at('2026-05-01T16:45:00Z'))).toBe(true)
  expect(isInWindow(late, at('2026-05-01T20:14:00Z'))).toBe(true)
  expect(isInWindow(late, at('2026-05-01T20:15:00Z'))).toBe(false)
  expect(nextClosing(late, at('2026-05-01T17:00:00Z'))).toEqual(at('2026-05-01T20:15:00Z'))
  expect(nextOpening(late, at('2026-05-01T20:15:00Z'))).toEqual(at('2026-05-02T06:15:00Z'))
  expect(windowOf('20:00-24:00').spans).toEqual([{ fromMinute: 1_200, toMinute: 0 }])
  expect(nextClosing(windowOf('20:00-24:00'), at('2026-05-01T23:00:00Z'))).toEqual(
    at('2026-05-02T00:00:00Z'),
  )
})

test.each([
  ['02:00-06:00 Europe/Atlantis', 'is no time zone'],
  ['2-6 UTC', '"2-6" is no span of hours'],
  ['02:00 - 06:00 UTC', 'more than hours and one time zone'],
  ['25:00-06:00', 'is no span of hours'],
  ['20:00-24:30', 'ends after 24:00'],
  ['02:00-02:00 UTC', 'begins and ends at the same time'],
])('a window such as "%s" is refused with what to write instead', (text, why) => {
  const parsed = parseWindow(text)
  expect(parsed).toMatchObject({ kind: 'mistake', mistake: expect.stringContaining(why) })
  expect(parsed).toMatchObject({ mistake: expect.stringContaining('Write 02:00-06:00') })
})
