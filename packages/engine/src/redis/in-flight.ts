/**
 * The units of work that lie in the lists of our own processes at this moment: fetched, not yet settled. Those of
 * a reaped one are among them: what it had asked for may have come after that, until it is given back.
 */
import { NO_PAUSE } from '../support/pause.ts'
import type { Pause } from '../support/pause.ts'
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

/** Lists read at once: some thousand units; most are short or empty, one for each queue of a process. */
const MOST_LISTS = 50

/** Which units are read, and how. */
export interface InFlightReading {
  /** Only units with this text. Default "": all. */
  readonly holding?: string
  /** Only those of this process. Default: of all. */
  readonly only?: string
  /** Awaited after each piece. Default: nothing is. */
  readonly pause?: Pause
}

/** The living incarnations' identities, and what all incarnations hold. */
export async function readInFlight(
  redis: RedisClient,
  { holding = '', only, pause = NO_PAUSE }: InFlightReading = {},
): Promise<{ readonly identities: ReadonlySet<string>; readonly units: readonly InFlightUnit[] }> {
  const registered = decodeRegistry(await redis.call('HGETALL', redis.keys.registry))
  const registry = registered.filter(({ identity }) => only === undefined || identity === only)
  const living = registry.filter((incarnation) => incarnation.reapedAtMs === null)
  const lists = registry.flatMap(({ id, identity, queues }) =>
    queues.map((queue) => ({ identity, queue, key: redis.keys.inFlight(id, queue) })),
  )
  const units: InFlightUnit[] = []
  for (let at = 0; at < lists.length; at += MOST_LISTS) {
    const piece = lists.slice(at, at + MOST_LISTS)
    const keys = piece.map(({ key }) => key)
    const options = { holding, most: MOST_LISTS }
    const replies = await readHolding(redis, keys, ['LRANGE', 0, MAX_UNITS_PER_LIST - 1], options)
    for (const [index, { identity, queue }] of piece.entries()) {
      for (const raw of asTexts(replies[index])) units.push({ identity, queue, raw })
    }
    await pause()
  }
  return { identities: new Set(living.map((incarnation) => incarnation.identity)), units }
}
