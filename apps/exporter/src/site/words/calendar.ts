/**
 * Moments as members read them: "Saturday, 28 November 2026" in sentences, "15 Nov 2026" in tables,
 * "in 4–7 min" of what is to come.
 */
import { currentReader, readerZone } from '@howdah/web/views'
import type { TimeRange } from '../../ledger/forecast.ts'
import { spanTo } from '../../ledger/waiting-words.ts'
import { dayNumber } from './wall-clock.ts'
import { words } from './words.ts'

const STYLES = {
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  zone: { hour: '2-digit', timeZoneName: 'short' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>

const FORMATS = new Map<string, Intl.DateTimeFormat>()

/** In the zone of the reader, and in English with the day before the month. */
function formatOf(style: keyof typeof STYLES): Intl.DateTimeFormat {
  const { formats } = currentReader()
  const timeZone = readerZone()
  const key = `${formats} ${timeZone} ${style}`
  const known =
    FORMATS.get(key) ??
    new Intl.DateTimeFormat(formats === 'en' ? 'en-GB' : formats, { ...STYLES[style], timeZone })
  FORMATS.set(key, known)
  return known
}

/** The day in words. */
export function formatDay(at: Date): string {
  return formatOf('day').format(at)
}

/** "14:05 UTC", with the day in front unless it is today's. */
export function formatClock(at: Date, now: Date): string {
  const { calendar } = words()
  const zone = readerZone()
  const clock = calendar.clock(formatOf('clock').format(at), zoneName(at))
  return dayNumber(at, zone) === dayNumber(now, zone) ? clock : calendar.on(clock, formatDay(at))
}

/** "UTC", "CET": the reader's zone, as it is called at that time of the year. */
function zoneName(at: Date): string {
  const parts = formatOf('zone').formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? readerZone()
}

/** "15 Nov 2026": a day where there is little room. */
export function formatDate(at: Date): string {
  return formatOf('date').format(at)
}

/** "in 4–7 min", "in 2–3 h": a range as people say it, from now. */
export function formatRange(range: TimeRange, now: Date): string {
  const { calendar } = words()
  const span = spanTo(range, now)
  if (span === null) return calendar.withinAMinute
  const { from, to, unit } = span
  return calendar.in[unit](from === to ? String(to) : `${from}–${to}`)
}
