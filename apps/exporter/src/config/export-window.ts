/**
 * The off-peak window: the hours of the day, in the administrators' own time zone, in which large
 * exports start. Pure: text → windows, and whether a moment lies in one, when it ends, when the
 * next one begins.
 *
 * Hours are those on the wall, on the days on which clocks change too: a window that begins in the
 * hour that is left out opens when that hour would have ended, and one that lies within it does not
 * open on that day; an hour that comes twice counts twice.
 */

/** One span of the day in minutes after midnight; over midnight where it ends before it begins. */
export interface DailySpan {
  readonly fromMinute: number
  readonly toMinute: number
}

export interface ExportWindow {
  /** As it was written. */
  readonly text: string
  /** At least one, in the order of writing. */
  readonly spans: readonly DailySpan[]
  /** A name of the IANA database, such as `Europe/Berlin`. */
  readonly timeZone: string
  /** Tells the time there. */
  readonly clock: Intl.DateTimeFormat
}

export type ParsedWindow =
  | { readonly kind: 'window'; readonly window: ExportWindow }
  | { readonly kind: 'mistake'; readonly mistake: string }

const SPAN = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)$/
const MINUTES_A_DAY = 1_440
const MINUTE_MS = 60_000
/** The next opening lies at most a day ahead, and a little more where the clocks change. */
const MOST_MINUTES_AHEAD = 2 * MINUTES_A_DAY + 120
const EXAMPLE = '02:00-06:00 Europe/Berlin, or 22:00-02:00,12:00-13:00 UTC'

/** `02:00-06:00 Europe/Berlin`; several spans with commas; without a zone UTC. */
export function parseWindow(text: string): ParsedWindow {
  const [hours = '', timeZone = 'UTC', ...rest] = text.trim().split(/\s+/)
  if (rest.length > 0) {
    return mistake(text, 'it has more than hours and one time zone; write spans with commas only')
  }
  const clock = clockIn(timeZone)
  if (clock === null) {
    return mistake(text, `"${timeZone}" is no time zone of the IANA database`)
  }
  const spans: DailySpan[] = []
  for (const part of hours.split(',')) {
    const span = parseSpan(part)
    if (typeof span === 'string') return mistake(text, span)
    spans.push(span)
  }
  return { kind: 'window', window: { text: text.trim(), spans, timeZone, clock } }
}

function mistake(text: string, why: string): ParsedWindow {
  return { kind: 'mistake', mistake: `"${text}": ${why}. Write ${EXAMPLE}.` }
}

function parseSpan(part: string): DailySpan | string {
  const [, fromHour, fromMinutes, toHour, toMinutes] = SPAN.exec(part) ?? []
  if (fromHour === undefined) return `"${part}" is no span of hours`
  const fromMinute = Number(fromHour) * 60 + Number(fromMinutes)
  const toMinute = Number(toHour) * 60 + Number(toMinutes)
  if (toMinute > MINUTES_A_DAY) return `"${part}" ends after 24:00`
  if (fromMinute === toMinute % MINUTES_A_DAY) {
    return `"${part}" begins and ends at the same time; leave the window out to have none`
  }
  return { fromMinute, toMinute: toMinute % MINUTES_A_DAY }
}

function clockIn(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  } catch {
    return null // Intl throws a RangeError for names that it does not know.
  }
}

/** Whether exports may start at this moment. */
export function isInWindow(window: ExportWindow, at: Date): boolean {
  const minute = minuteOfDay(window, at)
  return window.spans.some(({ fromMinute, toMinute }) =>
    fromMinute < toMinute
      ? minute >= fromMinute && minute < toMinute
      : minute >= fromMinute || minute < toMinute,
  )
}

/** The first moment from `at` on that lies in the window: `at` itself while it is open. */
export function nextOpening(window: ExportWindow, at: Date): Date {
  return firstMoment(window, at, true)
}

/** When the window that is open at `at` closes; `at` itself while it is closed. */
export function nextClosing(window: ExportWindow, at: Date): Date {
  return firstMoment(window, at, false)
}

/**
 * Walks along whole minutes, in strides where nothing can change: zones differ by odd numbers of
 * minutes and change at odd times, so only the wall clock itself is asked.
 */
function firstMoment(window: ExportWindow, at: Date, isOpen: boolean): Date {
  if (isInWindow(window, at) === isOpen) return at
  const start = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS
  let minutes = 0
  while (minutes < MOST_MINUTES_AHEAD) {
    const here = new Date(start + minutes * MINUTE_MS)
    const stride = Math.max(1, Math.min(30, minutesToEdge(window, here) - 90))
    const there = new Date(start + (minutes + stride) * MINUTE_MS)
    if (isInWindow(window, there) === isOpen && stride === 1) return there
    minutes += stride
  }
  // A zone that skips a whole day, as Samoa's once did: then the day after will do.
  return new Date(start + minutes * MINUTE_MS)
}

/** Minutes on the wall to the next begin or end of a span. */
function minutesToEdge(window: ExportWindow, at: Date): number {
  const minute = minuteOfDay(window, at)
  const edges = window.spans.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute])
  return Math.min(...edges.map((edge) => (edge - minute + MINUTES_A_DAY) % MINUTES_A_DAY))
}

function minuteOfDay({ clock }: ExportWindow, at: Date): number {
  const [hour, minute] = clock.format(at).split(':').map(Number)
  return (hour ?? 0) * 60 + (minute ?? 0)
}
