/**
 * Numbers and spans of time as the current reader reads them.
 */

import { isolate } from '../language/bidi.ts'
import { formatNumber } from '../language/formats.ts'
import { currentReader } from '../language/reader.ts'
import { words } from '../words/words.ts'

export { formatCount, formatPercent } from '../language/formats.ts'

const SECONDS_PER_MINUTE = 60
const SECONDS_PER_HOUR = 3_600
const SECONDS_PER_DAY = 86_400

/** Bytes in decimal units, as disks and browsers count them: `381_600_000` → `"382 MB"`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  const text = `${formatNumber(value, digits)} ${units[unit]}`
  // The units are Latin: among words from right to left they would come before their number.
  return currentReader().dir === 'rtl' ? isolate(text) : text
}

/** A span with at most two units: `187` → `"3 min 7 s"`, `93_600` → `"1 d 2 h"`. Negative is 0. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const { second, minute, hour, day } = words().common.units
  if (whole < SECONDS_PER_MINUTE) return `${whole} ${second}`
  if (whole < SECONDS_PER_HOUR) return pair(whole, [minute, SECONDS_PER_MINUTE], [second, 1])
  if (whole < SECONDS_PER_DAY) {
    return pair(whole, [hour, SECONDS_PER_HOUR], [minute, SECONDS_PER_MINUTE])
  }
  return pair(whole, [day, SECONDS_PER_DAY], [hour, SECONDS_PER_HOUR])
}

/** A span in milliseconds: `340` → `"340 ms"`, `1_500` → `"1.5 s"`, `187_000` → `"3 min 7 s"`. */
export function formatSpan(ms: number): string {
  const { units } = words().common
  if (ms < 1_000) return `${Math.round(ms)} ${units.ms}`
  if (ms < 10_000) return `${formatNumber(ms / 1_000, 1)} ${units.second}`
  return formatDuration(ms / 1_000)
}

type Unit = readonly [name: string, seconds: number]

function pair(seconds: number, [bigName, bigSize]: Unit, [smallName, smallSize]: Unit): string {
  const big = Math.floor(seconds / bigSize)
  const small = Math.floor((seconds % bigSize) / smallSize)
  return small === 0 ? `${big} ${bigName}` : `${big} ${bigName} ${small} ${smallName}`
}

/** Where `at` lies as seen from `now`: `"in 12 min"`, `"41 s ago"`, `"just now"`. One unit. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  const distance = Math.abs(seconds)
  const { common } = words()
  if (distance < 1) return common.justNow
  const text = oneUnit(distance)
  return seconds > 0 ? common.in(text) : common.ago(text)
}

function oneUnit(seconds: number): string {
  const { units, days } = words().common
  if (seconds < 90) return `${Math.round(seconds)} ${units.second}`
  if (seconds < 90 * SECONDS_PER_MINUTE) {
    return `${Math.round(seconds / SECONDS_PER_MINUTE)} ${units.minute}`
  }
  if (seconds < 36 * SECONDS_PER_HOUR) {
    return `${Math.round(seconds / SECONDS_PER_HOUR)} ${units.hour}`
  }
  return days(Math.round(seconds / SECONDS_PER_DAY))
}
