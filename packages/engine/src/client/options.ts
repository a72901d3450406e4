/** What a client is given: how it works, what it pushes, when and how often. */
import type { JobOptions } from '../job/options.ts'
import type { UniqueOptions } from '../job/definition.ts'
import type { Jid } from '../job/payload.ts'
import type { StrictArguments } from '../job/strict-arguments.ts'
import type { ClientMiddleware } from '../middleware/chain.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { Clock, EpochSeconds } from '../support/epoch.ts'
import type { PushBufferOptions } from './push-buffer.ts'
import type { BulkTimes, PushTime } from './run-time.ts'

/** What a client needs. */
export interface ClientOptions {
  readonly redis: RedisClient
  /** First is outermost. */
  readonly middleware?: readonly ClientMiddleware[]
  readonly clock?: Clock
  /** Told when a job was put into the scheduled set, with its time. */
  readonly onScheduled?: (at: EpochSeconds) => void
  /**
   * Keep pushes in memory while Redis is away, and write them in order when it is back. Unique jobs
   * are never kept: they need Redis' answer. Default: false, a push throws then.
   */
  readonly buffer?: PushBufferOptions | false
  /**
   * Arguments that JSON cannot carry exactly: "raise" throws InvalidJobError (default), "warn" is a
   * warning of the process, false writes what JSON makes of them. Circles are refused in any case.
   */
  readonly strictArguments?: StrictArguments
}

/** Options of one push; they win over those of the definition. */
export type PushOptions = JobOptions & PushTime & UniquePushOptions & { readonly jid?: Jid }

/** Uniqueness of one push. */
export interface UniquePushOptions {
  /** In place of what the definition says; false = push in any case, without a lock. */
  readonly unique?: UniqueOptions | false
}

/** Options of a bulk push. */
export type BulkOptions = JobOptions &
  BulkTimes &
  UniquePushOptions & {
    /** Jobs a round trip. Default: 1,000; 100 when scheduling, which Redis sorts one by one. */
    readonly batchSize?: number
  }

/** The arguments of many jobs: a list, or whatever gives them one after the other. */
export type BulkArguments<Arguments> =
  | readonly Arguments[]
  | Iterable<Arguments>
  | AsyncIterable<Arguments>

/** A job whose definition is elsewhere, for example in Ruby. */
export interface PlainJob extends JobOptions {
  readonly class: string
  readonly args: readonly unknown[]
}

/** What a client could not write before it was closed. */
export interface Leftovers {
  /** Jobs that are still in the buffer, and lost when the process ends now. */
  readonly left: number
}
