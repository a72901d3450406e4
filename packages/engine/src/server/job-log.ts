/** What the log says of each job: who speaks, how loud, and the lines "start", "done" and "fail". */
import type { JobPayload } from '../job/payload.ts'
import type { LineLevel } from '../support/log-format.ts'
import type { Logger } from '../support/logger.ts'

const LEVELS: readonly LineLevel[] = ['debug', 'info', 'warn', 'error']

/** Ruby's Logger counts from debug; "fatal" is an error with no way back. */
const RUBY_LEVELS: readonly LineLevel[] = ['debug', 'info', 'warn', 'error', 'error']

/** A logger that names the job, at the job's own level where its payload has one (`log_level`). */
export function loggerOf(payload: JobPayload, logger: Logger): Logger {
  const { class: jobClass, wrapped, jid, tags, bid } = payload
  const fields = {
    class: wrapped ?? jobClass,
    jid,
    ...(tags !== undefined && { tags }),
    ...(typeof bid === 'string' && { bid }),
  }
  const level = levelOf(payload.log_level)
  return level === null ? logger.child(fields) : logger.child(fields, { level })
}

/** The level of a payload's `log_level`, as names or as Ruby's numbers; null for anything else. */
function levelOf(value: unknown): LineLevel | null {
  if (typeof value === 'number') return RUBY_LEVELS[value] ?? null
  if (typeof value !== 'string') return null
  const name = value.toLowerCase()
  return name === 'fatal' ? 'error' : (LEVELS.find((level) => level === name) ?? null)
}

/** Writes "start", "done" and "fail" of each job. */
export class JobLog {
  readonly #level: LineLevel
  readonly #isOn: boolean

  constructor(logger: Logger, level: LineLevel) {
    this.#level = level
    // Asked once: a logger that writes no such lines must not cost every job one.
    this.#isOn = logger.isLevelEnabled?.(level) ?? true
  }

  /** Whether there is anything to say of this job. */
  concerns(payload: JobPayload): boolean {
    return this.#isOn || payload.log_level !== undefined
  }

  start(logger: Logger): void {
    logger[this.#level]('start')
  }

  /** Seconds with three decimals, as Sidekiq's. */
  end(logger: Logger, elapsedMs: number, isFailed: boolean): void {
    const elapsed = Math.round(elapsedMs) / 1000
    logger[this.#level]({ elapsed }, isFailed ? 'fail' : 'done')
  }
}
