/**
 * When a cron line comes due: the border to the library that knows calendars and time zones.
 *
 * At the jumps of summer time a line with fixed times (`30 2 * * *`) comes due exactly once a day:
 * a time that does not exist is due at the end of the gap, one that comes twice is due at the
 * first. Lines with `*` or a step keep their rhythm through both.
 */
import { Cron } from 'croner'
import { InvalidSettingsError } from '../errors.ts'
import { epochMs } from './epoch.ts'
import type { EpochMs } from './epoch.ts'

/** A cron line in a time zone. */
export class CronSchedule {
  readonly #cron: Cron

  /**
   * Five fields, or six with seconds in front. `timeZone` is a name of the IANA database. Throws
   * InvalidSettingsError for a line or a zone that cannot be read, and for a line that never comes
   * due.
   */
  constructor(pattern: string, timeZone: string) {
    checkZone(timeZone)
    this.#cron = read(pattern, timeZone)
    if (this.#cron.nextRun() === null) {
      throw new InvalidSettingsError(`The cron line "${pattern}" never comes due.`)
    }
  }

  /** The first time after this one; null when there is none. */
  next(after: EpochMs): EpochMs | null {
    const found = this.#cron.nextRun(new Date(after))
    return found === null ? null : epochMs(found.getTime())
  }

  /** The last `count` times up to and including this one, oldest first. */
  upTo(time: EpochMs, count: number): EpochMs[] {
    const found = this.#cron.previousRuns(count, new Date(time + 1))
    return found.map((date) => epochMs(date.getTime())).toReversed()
  }
}

function checkZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions()
  } catch (cause) {
    throw new InvalidSettingsError(
      `There is no time zone "${timeZone}"; use a name such as "Europe/Berlin" or "UTC".`,
      { cause },
    )
  }
}

function read(pattern: string, timeZone: string): Cron {
  if (!/^\s*\S+(\s+\S+){4,5}\s*$/.test(pattern)) {
    throw new InvalidSettingsError(
      `The cron line "${pattern}" must have five fields, or six with seconds in front.`,
    )
  }
  try {
    return new Cron(pattern, {
      timezone: timeZone,
      paused: true,
      mode: '5-or-6-parts',
      fixedTimeRule: 'no-wildcard',
    })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^CronPattern: /, '') : ''
    throw new InvalidSettingsError(`The cron line "${pattern}" cannot be read: ${why}`, { cause })
  }
}
