/**
 * Numbers and dates as the current reader writes them.
 */

import { currentReader } from './reader.ts'

const NUMBERS = new Map<string, Intl.NumberFormat>()
const LISTS = new Map<string, Intl.ListFormat>()
const DATES = new Map<string, Intl.DateTimeFormat>()

/** `1204` → `"1,204"` in English, `"1.204"` in German. */
export function formatCount(count: number): string {
  return formatNumber(count, 3)
}

/** A number with at most so many digits behind the point. */
export function formatNumber(value: number, digits: number): string {
  const { formats } = currentReader()
  const key = `${formats} ${digits}`
  const format =
    NUMBERS.get(key) ?? new Intl.NumberFormat(formats, { maximumFractionDigits: digits })
  NUMBERS.set(key, format)
  return format.format(value)
}

/** The IANA zone in which the reader reads times. */
export function readerZone(): string {
  const { time, timeZone } = currentReader().preferences
  return time === 'local' ? (timeZone ?? 'UTC') : 'UTC'
}

/** "1 process, 5 threads": things beside each other. */
export function formatList(items: readonly string[]): string {
  const { formats } = currentReader()
  const format =
    LISTS.get(formats) ?? new Intl.ListFormat(formats, { type: 'unit', style: 'short' })
  LISTS.set(formats, format)
  return format.format(items)
}

/** `0.4` → `"40 %"`; a share below a tenth gets a digit behind the point, as it may be an important one. */
export function formatPercent(share: number): string {
  return `${formatNumber(share * 100, share < 0.1 ? 1 : 0)} %`
}

/** A moment as the reader's language writes it, in their zone or in UTC, the zone always named. */
export function formatMoment(at: Date): string {
  const { language } = currentReader()
  const zone = readerZone()
  if (zone === 'UTC' && (language === 'en' || language === 'en-XA')) return isoMoment(at)
  return dateFormat(zone, { ...TO_THE_MINUTE, second: '2-digit', timeZoneName: 'short' }).format(at)
}

/** The same without seconds and zone, for many moments side by side. */
export function formatMinute(at: Date): string {
  const { language } = currentReader()
  const zone = readerZone()
  if (zone === 'UTC' && (language === 'en' || language === 'en-XA')) {
    return isoMoment(at).slice(0, -':SS UTC'.length)
  }
  return dateFormat(zone, TO_THE_MINUTE).format(at)
}

const TO_THE_MINUTE = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const

/** `2026-11-23 14:01:20 UTC`. */
function isoMoment(at: Date): string {
  const [day = '', time = ''] = at.toISOString().split('T') // Years beyond 9999 have more digits.
  return `${day} ${time.slice(0, 'HH:MM:SS'.length)} UTC`
}

/** A format of the reader's language, made once: making one takes longer than a page. */
export function dateFormat(
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const { formats } = currentReader()
  const key = `${formats} ${timeZone} ${JSON.stringify(options)}`
  const format = DATES.get(key) ?? new Intl.DateTimeFormat(formats, { ...options, timeZone })
  DATES.set(key, format)
  return format
}
