/**
 * The units of work that lie in the lists of our own processes at this moment: fetched, not yet settled. Those of
 * a reaped one are among them: what it had asked for may have come after that, until it is given back.
 */
import type { RedisClient } from './contract.ts'
import { readHolding } from './read-many.ts'
import { decodeRegistry } from './registry.ts'
import { asTexts } from './script.ts'

/** One unit of work in flight. */
export interface InFlightUnit {
  readonly identity: string
  readonly queue: string
  readonly raw: string
}

/** A process holds as many units as it runs jobs at once; more than this is not shown. */
const MAX_UNITS_PER_LIST = 1_000

/** Lists read at once; most are short or empty, because a process has one for each of its queues. */
const MOST_LISTS = 150

/** The living incarnations' identities, and what all incarnations hold: only units with this text, "" for all. */
export async function readInFlight(
  redis: RedisClient,
  holding = '',
): Promise<{ readonly identities: ReadonlySet<string>; readonly units: readonly InFlightUnit[] }> {
  const registry = decodeRegistry(await redis.call('HGETALL', redis.keys.registry))
  const living = registry.filter((incarnation) => incarnation.reapedAtMs === null)
  const lists = registry.flatMap(({ id, identity, queues }) =>
    queues.map((queue) => ({ identity, queue, key: redis.keys.inFlight(id, queue) })),
  )
  const replies = await readHolding(
    redis,
    lists.map(({ key }) => key),
    ['LRANGE', 0, MAX_UNITS_PER_LIST - 1],
    { holding, most: MOST_LISTS },
  )
  const units = lists.flatMap(({ identity, queue }, index) =>
    asTexts(replies[index]).map((raw) => ({ identity, queue, raw })),
  )
  return { identities: new Set(living.map((incarnation) => incarnation.identity)), units }
}
