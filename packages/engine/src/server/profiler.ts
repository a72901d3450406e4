/**
 * Records what the processor does during a run whose payload asks for it (`profile: "<token>"`), and
 * keeps it for a day where Sidekiq 8 keeps its own, so that either's pages list it.
 *
 * The data is V8's CPU profile, gzipped: profiler.firefox.com and Chrome's developer tools open it.
 * It shows the whole thread, so other jobs that run meanwhile are in it.
 */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Session } from 'node:inspector/promises'
import { toError } from '../errors.ts'
import type { JobPayload } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import { secondsOf } from '../support/epoch.ts'
import type { Clock, EpochMs } from '../support/epoch.ts'

/** Sidekiq's: a day. */
const PROFILE_TTL_SECONDS = 86_400

/** What the profiler needs. */
export interface ProfilerOptions {
  readonly redis: RedisClient
  readonly clock: Clock
  readonly onError: (error: Error) => void
}

/** Profiles runs, one at a time: two profiles of the same thread would each hold both. */
export class Profiler {
  readonly #options: ProfilerOptions
  #isBusy = false

  constructor(options: ProfilerOptions) {
    this.#options = options
  }

  /** Whether this run is to be profiled. */
  concerns({ profile }: JobPayload): boolean {
    return !this.#isBusy && typeof profile === 'string' && profile !== ''
  }

  /** Performs; when that ends well, keeps the profile. Only errors of the job are thrown. */
  async around(payload: JobPayload, perform: () => Promise<void> | void): Promise<void> {
    this.#isBusy = true
    const startedAtMs = this.#options.clock.nowMs()
    const session = await this.#guard(startSession)
    try {
      await perform()
      if (session !== null) await this.#guard(() => this.#keep(session, payload, startedAtMs))
    } finally {
      session?.disconnect()
      this.#isBusy = false
    }
  }

  async #keep(session: Session, payload: JobPayload, startedAtMs: EpochMs): Promise<void> {
    const { redis, clock } = this.#options
    const { profile } = await session.post('Profiler.stop')
    const data = await promisify(gzip)(JSON.stringify(profile))
    const token = String(payload['profile'])
    const name = `${token}-${payload.jid}`
    const fields = {
      started_at: Math.trunc(startedAtMs / 1000),
      token,
      type: payload.wrapped ?? payload.class,
      jid: payload.jid,
      filename: `${name}.cpuprofile.gz`,
      elapsed: (clock.nowMs() - startedAtMs) / 1000,
      data,
      size: data.length,
    }
    const expiresAt = secondsOf(clock.nowMs()) + PROFILE_TTL_SECONDS
    await redis.multi([
      ['ZADD', redis.keys.profiles, expiresAt, name],
      ['HSET', redis.keys.profile(name), ...Object.entries(fields).flat()],
      ['EXPIRE', redis.keys.profile(name), PROFILE_TTL_SECONDS],
    ])
  }

  /** A profile is a help, never a reason for a job to fail. */
  async #guard<Result>(work: () => Promise<Result>): Promise<Result | null> {
    try {
      return await work()
    } catch (error) {
      this.#options.onError(toError(error))
      return null
    }
  }
}

/** Loaded when first needed: few processes ever profile. */
async function startSession(): Promise<Session> {
  const inspector = await import('node:inspector/promises')
  const session = new inspector.Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  return session
}
