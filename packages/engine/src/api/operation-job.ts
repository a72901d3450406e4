/**
 * A job as operations read it: a hundred thousand are judged by their class and moved by their text, so all
 * else is read when somebody asks for it.
 */
import { displayJob } from './display.ts'
import { readJobRecord, readParsedJob } from './job-record.ts'
import type { JobRecord } from './job-record.ts'

/** Reads a stored job as `readJobRecord` does, and no more of it than is asked for. */
export function readOperationJob(stored: Buffer, queue = 'default'): JobRecord {
  return new OperationJob(stored, queue)
}

class OperationJob implements JobRecord {
  readonly raw: string
  readonly exact: string | Buffer
  readonly payload: Readonly<Record<string, unknown>>
  readonly args: readonly unknown[]
  readonly #place: string
  #whole: JobRecord | null = null

  constructor(stored: Buffer, place: string) {
    const { raw, exact, payload, args } = readParsedJob(stored)
    this.raw = raw
    this.exact = exact
    this.payload = payload
    this.args = args
    this.#place = place
  }

  get jid(): string {
    return this.#text('jid')
  }

  get class(): string {
    return this.#text('class')
  }

  get queue(): string {
    return this.#text('queue') || this.#place
  }

  get displayClass(): string {
    return displayJob(this.payload, this.args).displayClass
  }

  get displayArgs(): readonly unknown[] {
    return this.#all.displayArgs
  }

  get argsJson(): string {
    return this.#all.argsJson
  }

  get createdAt(): Date | null {
    return this.#all.createdAt
  }

  get enqueuedAt(): Date | null {
    return this.#all.enqueuedAt
  }

  get tags(): readonly string[] {
    return this.#all.tags
  }

  get errorClass(): string | null {
    return this.#all.errorClass
  }

  get errorMessage(): string | null {
    return this.#all.errorMessage
  }

  get errorBacktrace(): readonly string[] | null {
    return this.#all.errorBacktrace
  }

  get retryCount(): number | null {
    const count = this.payload['retry_count']
    return typeof count === 'number' && Number.isInteger(count) ? count : this.#all.retryCount
  }

  get failedAt(): Date | null {
    return this.#all.failedAt
  }

  get retriedAt(): Date | null {
    return this.#all.retriedAt
  }

  get maxRetries(): number {
    return this.#all.maxRetries
  }

  get invalid(): boolean {
    return this.#all.invalid
  }

  get #all(): JobRecord {
    return (this.#whole ??= readJobRecord(this.exact, this.#place))
  }

  #text(field: string): string {
    const value = this.payload[field]
    return typeof value === 'string' ? value : ''
  }
}
