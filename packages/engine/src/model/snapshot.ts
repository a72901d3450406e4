/** Everything that lies in one database, read in one script: between two steps nothing moves. */
import { decodeRegistry } from '../redis/registry.ts'
import type { Incarnation } from '../redis/registry.ts'
import type { RedisClient } from '../redis/contract.ts'
import { QUEUES } from './steps.ts'

/** Where one job lies. */
export interface Lying {
  readonly jid: string
  readonly place: 'waiting' | 'schedule' | 'retry' | 'dead' | 'in-flight'
  /** The queue it waits in; for jobs in flight, the one it came from; '' in sets. */
  readonly queue: string
  /** The incarnation that has it in flight; '' elsewhere. */
  readonly incarnation: string
  /** In sets, in epoch seconds; 0 elsewhere. */
  readonly score: number
  readonly raw: string
}

/** A database at one moment. */
export interface Snapshot {
  /** Queues from the next job to the newest; in-flight lists from the last fetched to the first. */
  readonly jobs: readonly Lying[]
  readonly registry: readonly Incarnation[]
  /** Identities of the processes that have a sign of life. */
  readonly living: ReadonlySet<string>
  /** How often each job was taken from a dead process. */
  readonly recoveries: readonly { readonly jid: string; readonly count: number }[]
  /** All keys, sorted. */
  readonly keys: readonly string[]
}

const READ_ALL = `
local reply = {}
for _, key in ipairs(redis.call('KEYS', '*')) do
  local kind = redis.call('TYPE', key).ok
  local value = ''
  if kind == 'list' then value = redis.call('LRANGE', key, 0, -1)
  elseif kind == 'zset' then value = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  elseif kind == 'hash' then value = redis.call('HGETALL', key)
  elseif kind == 'string' then value = redis.call('GET', key) end
  reply[#reply + 1] = { key, value }
end
return reply`

/** Reads the whole database. */
export async function takeSnapshot(redis: RedisClient): Promise<Snapshot> {
  const reply = (await redis.call('EVAL', READ_ALL, 0)) as [string, string[] | string][]
  const values = new Map(reply)
  const keys = [...values.keys()].sort()
  const list = (key: string): string[] => {
    const value = values.get(key)
    return Array.isArray(value) ? value : []
  }
  const jobs = [
    ...QUEUES.flatMap((queue) => waiting(queue, list(`queue:${queue}`))),
    ...(['schedule', 'retry', 'dead'] as const).flatMap((set) => inSet(set, list(set))),
    ...keys
      .filter((key) => key.startsWith(IN_FLIGHT))
      .flatMap((key) => inFlight(key.slice(IN_FLIGHT.length), list(key))),
  ]
  const alive = keys.filter((key) => key.startsWith(ALIVE)).map((key) => key.slice(ALIVE.length))
  const registry = decodeRegistry(list('howdah:processes'))
  const recoveries = keys
    .filter((key) => key.startsWith(RECOVERIES))
    .map((key) => ({ jid: key.slice(RECOVERIES.length), count: Number(values.get(key)) }))
  return { jobs, registry, living: new Set(alive), recoveries, keys }
}

const IN_FLIGHT = 'howdah:inflight:'
const ALIVE = 'howdah:alive:'
const RECOVERIES = 'howdah:recoveries:'

function waiting(queue: string, raws: readonly string[]): Lying[] {
  return raws
    .toReversed()
    .map((raw) => ({ jid: jidOf(raw), place: 'waiting', queue, incarnation: '', score: 0, raw }))
}

function inSet(place: 'schedule' | 'retry' | 'dead', flat: readonly string[]): Lying[] {
  const found: Lying[] = []
  for (let at = 0; at < flat.length; at += 2) {
    const raw = flat[at] ?? ''
    found.push({
      jid: jidOf(raw),
      place,
      queue: '',
      incarnation: '',
      score: Number(flat[at + 1]),
      raw,
    })
  }
  return found
}

function inFlight(name: string, raws: readonly string[]): Lying[] {
  const end = name.lastIndexOf(':')
  const [incarnation, queue] = [name.slice(0, end), name.slice(end + 1)]
  return raws.map((raw) => {
    return { jid: jidOf(raw), place: 'in-flight', queue, incarnation, score: 0, raw }
  })
}

function jidOf(raw: string): string {
  return /"jid":"(?<jid>[^"]+)"/u.exec(raw)?.groups?.['jid'] ?? raw
}
