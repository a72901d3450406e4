/**
 * Writes the progress of running jobs, at most every half second and all jobs in one pipeline, and
 * removes it when the job ends.
 */
import type { JobProgress } from '../job/context.ts'
import type { Jid } from '../job/payload.ts'
import type { RedisClient, RedisCommand } from '../redis/contract.ts'
import { stringifyJson } from '../support/json.ts'
import type { ProgressSink } from './job-run.ts'

/** Twice a second is as fast as a page shows it. */
const WRITE_INTERVAL_MS = 500

/** A job that says nothing for an hour has no progress to show. */
const PROGRESS_TTL_SECONDS = 3_600

/** The progress of all jobs of this process. */
export class ProgressWriter implements ProgressSink {
  readonly #redis: RedisClient
  readonly #onError: (error: unknown) => void
  /** Null = remove. */
  readonly #waiting = new Map<Jid, JobProgress | null>()
  #timer: NodeJS.Timeout | undefined

  constructor(redis: RedisClient, onError: (error: unknown) => void) {
    this.#redis = redis
    this.#onError = onError
  }

  report(jid: Jid, progress: JobProgress): void {
    const isFirst = this.#timer === undefined
    this.#waiting.set(jid, progress)
    if (isFirst) void this.flush()
    this.#writeLater()
  }

  end(jid: Jid): void {
    this.#waiting.set(jid, null)
    this.#writeLater()
  }

  /** Writes what waits, now. Progress that cannot be written is reported and forgotten. */
  async flush(): Promise<void> {
    const commands = [...this.#waiting].map(([jid, progress]) => this.#command(jid, progress))
    this.#waiting.clear()
    try {
      await this.#redis.pipeline(commands)
    } catch (error) {
      this.#onError(error)
    }
  }

  /** Writes what waits for the last time. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    await this.flush()
  }

  /** After each write the next one waits, whoever asks for it. */
  #writeLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      if (this.#waiting.size === 0) return
      void this.flush()
      this.#writeLater()
    }, WRITE_INTERVAL_MS)
  }

  #command(jid: Jid, progress: JobProgress | null): RedisCommand {
    const key = this.#redis.keys.progress(jid)
    if (progress === null) return ['DEL', key]
    const { stage, done, total } = progress
    return ['SET', key, stringifyJson({ stage, done, total }), 'EX', PROGRESS_TTL_SECONDS]
  }
}
