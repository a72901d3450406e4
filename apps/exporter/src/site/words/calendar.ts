/**
 * Moments as members read them: "Saturday, 28 November 2026" in sentences, "15 Nov 2026" in tables,
 * "in 4–7 min" of what is to come.
 */
import { currentReader } from '@howdah/web/views'
import type { TimeRange } from '../../ledger/forecast.ts'
import { spanTo } from '../../ledger/waiting-words.ts'
import { words } from './words.ts'

const STYLES = {
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>

const FORMATS = new Map<string, Intl.DateTimeFormat>()

/** In UTC like every time on these pages, and in English with the day before the month. */
function format(at: Date, style: keyof typeof STYLES): string {
  const { formats } = currentReader()
  const key = `${formats} ${style}`
  const known =
    FORMATS.get(key) ??
    new Intl.DateTimeFormat(formats === 'en' ? 'en-GB' : formats, {
      ...STYLES[style],
      timeZone: 'UTC',
    })
  FORMATS.set(key, known)
  return known.format(at)
}

/** The day in words. */
export function formatDay(at: Date): string {
  return format(at, 'day')
}

/** "14:05 UTC", with the day in front unless it is today's. */
export function formatClock(at: Date, now: Date): string {
  const { calendar } = words()
  const clock = calendar.utc(format(at, 'clock'))
  return at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)
    ? clock
    : calendar.on(clock, formatDay(at))
}

/** "15 Nov 2026": a day where there is little room. */
export function formatDate(at: Date): string {
  return format(at, 'date')
}

/** "in 4–7 min", "in 2–3 h": a range as people say it, from now. */
export function formatRange(range: TimeRange, now: Date): string {
  const { calendar } = words()
  const span = spanTo(range, now)
  if (span === null) return calendar.withinAMinute
  const { from, to, unit } = span
  return calendar.in[unit](from === to ? String(to) : `${from}–${to}`)
}
