/**
 * The stretch of a sorted set around a time: a job whose time is known is found there without looking
 * through the whole set.
 */
import type { RedisArgument } from './contract.ts'

/** A time that was written down elsewhere differs by rounding, or by how long writing took. */
const TOLERATED_SECONDS = 2

/** More than this at one time is the work of a look through the whole set. */
const MOST = 1_000

/** What follows the key in `ZRANGE`: the first thousand entries within two seconds of `time`. */
export function near(time: Date): readonly RedisArgument[] {
  const seconds = time.getTime() / 1_000
  const [from, to] = [seconds - TOLERATED_SECONDS, seconds + TOLERATED_SECONDS]
  return [from, to, 'BYSCORE', 'LIMIT', 0, MOST]
}
