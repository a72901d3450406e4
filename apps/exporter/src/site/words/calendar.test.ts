/** Days and times of the members' pages, by the clock of their reader. */
import { readerFor, writeFor } from '@howdah/web/views'
import { expect, it } from 'vitest'
import { formatClock, formatDate, formatDay } from './calendar.ts'

const AT = new Date('2026-07-01T22:30:00Z')
const NOW = new Date('2026-07-01T12:00:00Z')

function readBy(preferences: string, write: () => string): string {
  const headers = { cookie: `howdah_preferences=${preferences}` }
  return writeFor(readerFor(new Request('http://localhost/', { headers })), write)
}

it('are in UTC, and say so, until a zone is chosen', () => {
  expect(readBy('language=en', () => formatClock(AT, NOW))).toBe('22:30 UTC')
  expect(readBy('language=en', () => formatDay(AT))).toBe('Wednesday, 1 July 2026')
  expect(readBy('language=de', () => formatClock(AT, NOW))).toBe('22:30 Uhr UTC')
})

it('are in the zone of the reader, where another day may have begun', () => {
  const berlin = 'time=local&zone=Europe/Berlin'
  expect(readBy(`${berlin}&language=en`, () => formatClock(AT, NOW))).toBe(
    '00:30 CEST on Thursday, 2 July 2026',
  )
  expect(readBy(`${berlin}&language=en`, () => formatDate(AT))).toBe('2 Jul 2026')
  expect(readBy(`${berlin}&language=ja`, () => formatClock(AT, AT))).toBe('00:30 (GMT+2)')
})
