/**
 * How Sidekiq names the buckets of its metrics: one hash a minute, one every ten minutes, one bit
 * field a class and minute. All times are UTC; a run is counted where it was flushed.
 */

/** Minutes are kept for 8 hours, ten minutes for 3 days, histograms as long as minutes. */
export const MINUTE_TTL_SECONDS = 28_800
export const TEN_MINUTES_TTL_SECONDS = 259_200

/** `261123|16:08`: Sidekiq 8's name of a minute, for `keys.metricsOf`. */
export function minuteBucket(time: Date): string {
  return `${shortDay(time)}|${time.getUTCHours()}:${twoDigits(time.getUTCMinutes())}`
}

/** `261123|16:0`: Sidekiq 8's name of ten minutes: the minute without its last digit. */
export function tenMinutesBucket(time: Date): string {
  return minuteBucket(time).slice(0, -1)
}

/** `261123|16`: an hour, for keys of ours. */
export function hourBucket(time: Date): string {
  return `${shortDay(time)}|${time.getUTCHours()}`
}

/** `261123`: a day, for keys of ours. */
export function dayBucket(time: Date): string {
  return shortDay(time)
}

/** `23-16:8`: Sidekiq 8's name of a minute of a month, for `keys.histogramOf`. */
export function histogramBucket(time: Date): string {
  return `${time.getUTCDate()}-${time.getUTCHours()}:${time.getUTCMinutes()}`
}

/** `20261123|16:8`: Sidekiq 7's name of a minute. It has no ten minutes. */
export function legacyMinuteBucket(time: Date): string {
  return `${longDay(time)}|${time.getUTCHours()}:${time.getUTCMinutes()}`
}

/** `03-04:8`: Sidekiq 7's, for `keys.legacyHistogramOf`. */
export function legacyHistogramBucket(time: Date): string {
  const [day, hour] = [time.getUTCDate(), time.getUTCHours()].map(twoDigits)
  return `${day}-${hour}:${time.getUTCMinutes()}`
}

/** `20261123`: the day of deploy marks. */
export function longDay(time: Date): string {
  // A page about eight hours asks a thousand times: an ISO time would be cut up as often.
  const month = twoDigits(time.getUTCMonth() + 1)
  return `${time.getUTCFullYear()}${month}${twoDigits(time.getUTCDate())}`
}

/** `2026-11-23T16:08:00Z`: the minute of a deploy mark, as Ruby writes it. */
export function minuteStamp(time: Date): string {
  return `${time.toISOString().slice(0, 16)}:00Z`
}

function shortDay(time: Date): string {
  return longDay(time).slice(2)
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
