/** Reads the same of many keys: of all processes, of all minutes of a period; or only what holds a text. */
import type { RedisArgument, RedisClient } from './contract.ts'
import { defineScript } from './script.ts'

interface ReadInput {
  readonly keys: readonly string[]
  readonly command: ReadCommand
}

/** A command that only reads, and what follows its key: `['HGET', 'busy']`. */
type ReadCommand = readonly [name: string, ...parameters: RedisArgument[]]

const readManyKeys = defineScript<ReadInput, unknown[]>({
  file: new URL('./scripts/read-many.lua', import.meta.url),
  keys: ({ keys }) => keys,
  parameters: ({ command }) => command,
  reply: (raw) => (Array.isArray(raw) ? raw : []),
})

interface ReadHoldingInput extends ReadInput {
  readonly holding: string
}

const readKeysHolding = defineScript<ReadHoldingInput, unknown[]>({
  file: new URL('./scripts/read-holding.lua', import.meta.url),
  keys: ({ keys }) => keys,
  parameters: ({ command: [name, ...parameters], holding }) => [name, holding, ...parameters],
  reply: (raw) => (Array.isArray(raw) ? raw : []),
})

/** Small replies: a thousand numbers or a few hundred short hashes are a millisecond for Redis. */
const MOST_KEYS = 250

/**
 * The replies in the order of the keys, in one command for up to `most` keys: fewer where each reply
 * is long, because Redis does nothing else meanwhile.
 */
export function readMany(
  redis: RedisClient,
  keys: readonly string[],
  command: ReadCommand,
  { most = MOST_KEYS } = {},
): Promise<unknown[]> {
  return inPieces(keys, most, (piece) => redis.run(readManyKeys, { keys: piece, command }))
}

/** What to read of lists or hashes. */
interface HoldingOptions {
  /** Only elements and values that hold this text are given; "" gives all. */
  readonly holding: string
  readonly most: number
}

/**
 * Likewise the elements of lists (`LRANGE`), or the fields and values of hashes (`HGETALL`), that hold
 * a text; null for a key that does not exist.
 */
export function readHolding(
  redis: RedisClient,
  keys: readonly string[],
  command: readonly ['HGETALL'] | readonly ['LRANGE', first: number, last: number],
  { holding, most }: HoldingOptions,
): Promise<unknown[]> {
  return inPieces(keys, most, (piece) =>
    redis.run(readKeysHolding, { keys: piece, command, holding }),
  )
}

async function inPieces(
  keys: readonly string[],
  most: number,
  read: (piece: readonly string[]) => Promise<unknown[]>,
): Promise<unknown[]> {
  const pieces: Promise<unknown[]>[] = []
  for (let at = 0; at < keys.length; at += most) pieces.push(read(keys.slice(at, at + most)))
  return (await Promise.all(pieces)).flat(1)
}
