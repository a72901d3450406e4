/** Reads the same of many keys: of all processes, of all minutes of a period. */
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

/** Small replies: a thousand numbers or a few hundred short hashes are a millisecond for Redis. */
const MOST_KEYS = 250

/**
 * The replies in the order of the keys, in one command for up to `most` keys: fewer where each reply
 * is long, because Redis does nothing else meanwhile.
 */
export async function readMany(
  redis: RedisClient,
  keys: readonly string[],
  command: ReadCommand,
  { most = MOST_KEYS } = {},
): Promise<unknown[]> {
  const pieces: Promise<unknown[]>[] = []
  for (let at = 0; at < keys.length; at += most) {
    pieces.push(redis.run(readManyKeys, { keys: keys.slice(at, at + most), command }))
  }
  return (await Promise.all(pieces)).flat()
}
