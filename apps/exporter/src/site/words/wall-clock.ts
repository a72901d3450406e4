/**
 * The clock on a wall somewhere, as `<input type="datetime-local">` writes it: `2026-11-28T02:00`.
 */

const FORMATS = new Map<string, Intl.DateTimeFormat>()
const DAY_MS = 86_400_000

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known =
    FORMATS.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  FORMATS.set(timeZone, known)
  return known
}

/** What the wall shows, as if it hung in Greenwich. */
function wallMs(at: Date, timeZone: string): number {
  const parts = new Map(
    formatIn(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
}

/** A moment as the clock of a zone shows it. */
export function toWallClock(at: Date, timeZone: string): string {
  return new Date(wallMs(at, timeZone)).toISOString().slice(0, 16)
}

/**
 * The moment at which a clock shows this; null for what is no time or no zone. Of an hour that comes twice it is
 * the first one; of one that is left out, the same distance before it.
 */
export function fromWallClock(text: string, timeZone: string): Date | null {
  const wanted = Date.parse(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? `${text}Z` : '')
  if (Number.isNaN(wanted) || !isZone(timeZone)) return null
  const offsetAt = (ms: number): number => wallMs(new Date(ms), timeZone) - ms
  // The offsets of the days around are all that can apply.
  const moments = [wanted - DAY_MS, wanted + DAY_MS].map((ms) => wanted - offsetAt(ms))
  const exact = moments.filter((ms) => wallMs(new Date(ms), timeZone) === wanted)
  return new Date(Math.min(...(exact.length > 0 ? exact : moments)))
}

/** The day on the calendar of a zone, as a number that grows by one a day. */
export function dayNumber(at: Date, timeZone: string): number {
  return Math.floor(wallMs(at, timeZone) / DAY_MS)
}

function isZone(name: string): boolean {
  try {
    formatIn(name)
    return true
  } catch {
    return false // Intl throws a RangeError for names that it does not know.
  }
}
