/** Hashes of the metrics as tallies, a piece at a time: Redis serves others in between. */
import type { RedisClient } from '../redis/contract.ts'
import { readMany } from '../redis/read-many.ts'
import type { Pause } from '../support/pause.ts'
import { NO_TALLY } from './bucket-tallies.ts'
import type { Tally } from './bucket-tallies.ts'
import { toCount, toPairs } from './replies.ts'

/** How hashes are read. */
export interface HashReading {
  /** Hashes in one command. */
  readonly most: number
  /** What a field counts; null for what is not of the metrics. */
  readonly codeOf: (field: string) => number | null
  /** Awaited after each command but the last. */
  readonly pause: Pause
}

/** The counts of each hash, in the order of the keys. */
export async function readHashes(
  redis: RedisClient,
  keys: readonly string[],
  { most, codeOf, pause }: HashReading,
): Promise<Tally[]> {
  const tallies: Tally[] = []
  for (let at = 0; at < keys.length; at += most) {
    if (at > 0) await pause()
    const piece = keys.slice(at, at + most)
    const replies = await readMany(redis, piece, ['HGETALL'], { most })
    tallies.push(...replies.map((reply) => tallyOf(reply, codeOf)))
  }
  return tallies
}

function tallyOf(reply: unknown, codeOf: HashReading['codeOf']): Tally {
  const counts = toPairs(reply).flatMap(([field, count]) => {
    const code = codeOf(field)
    return code === null ? [] : [code, toCount(count)]
  })
  return counts.length === 0 ? NO_TALLY : Float64Array.from(counts)
}
