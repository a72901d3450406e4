/**
 * Dates as members read them: "Saturday, 28 November 2026" in sentences, "15 Nov 2026" in tables.
 */

const DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})

/** The day in words, in UTC like every time on the pages. */
export function formatDay(at: Date): string {
  return DAY.format(at)
}

/** "14:05 UTC", with the day in front unless it is today's. */
export function formatClock(at: Date, now: Date): string {
  const clock = `${CLOCK.format(at)} UTC`
  return at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)
    ? clock
    : `${clock} on ${formatDay(at)}`
}

const DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** "15 Nov 2026": a day where there is little room. */
export function formatDate(at: Date): string {
  return DATE.format(at)
}
