/**
 * Concurrency limits as operators see and change them: what holds now, what waits, and why one job
 * waits. The door `./api` exports it.
 *
 * A limit has a name: that of a job class, or `queue:<name>`. It exists when a process that defines
 * it has run, or when somebody has set it here.
 */
import { InvalidSettingsError } from '../errors.ts'
import type { Jid } from '../job/payload.ts'
import { setLimitScript } from '../redis/claim-scripts.ts'
import type { RedisClient } from '../redis/contract.ts'
import { decodeRule, encodeRule, mergeRules } from '../redis/limit-library.ts'
import type { LimitOverride, LimitRule } from '../redis/limit-library.ts'
import {
  deleteParked,
  findParked,
  parkedLineKey,
  readLimitNames,
  readParked,
} from '../redis/parked.ts'
import type { ParkedJob } from '../redis/parked.ts'
import { asTexts } from '../redis/script.ts'
import { checkBounds } from './limit-rules.ts'

/** One limit with its numbers. */
export interface LimitRecord {
  readonly name: string
  /** What holds now. */
  readonly rule: LimitRule
  /** What the code says; null when no process has said anything for two minutes. */
  readonly byCode: LimitRule | null
  /** What was set in its place; null when nothing was. */
  readonly override: LimitOverride | null
  /** Jobs that run, or were woken and are about to. */
  readonly held: number
  /** Jobs that wait for a slot. */
  readonly parked: number
}

/** Why a job waits. */
export interface WaitReason {
  readonly limit: string
  /** The job's key; "" = none. */
  readonly key: string
  /** What is full: all slots of the limit, or those of the job's key. */
  readonly full: 'total' | 'perKey'
  readonly total: number | null
  readonly perKey: number | null
  /** Who holds the slots that it waits for. */
  readonly held: readonly Jid[]
  /** 1 = it is the next one; among all, or among those with its key where that is full. */
  readonly position: number
}

/** One page of the jobs that wait for a slot, in the order in which they came. */
export interface ParkedPage {
  readonly total: number
  readonly jobs: readonly (ParkedJob & { readonly parkedAt: Date })[]
}

const MAX_PAGE = 1_000

/** Reads and changes limits; each call asks Redis. */
export const Limits = {
  /** Every limit, by name. */
  async list(redis: RedisClient): Promise<LimitRecord[]> {
    const names = await readLimitNames(redis)
    return await Promise.all(names.map((name) => readLimit(redis, name)))
  },

  /** One limit; without any numbers when nobody knows it. */
  get(redis: RedisClient, name: string): Promise<LimitRecord> {
    return readLimit(redis, name)
  },

  /**
   * Replaces what the code says, at once and for all processes, until it is reset; jobs that now
   * fit are woken. A field that is not given stays as the code says; null = no limit; `total: 0`
   * stops. Running jobs are not touched. Gives how many jobs were woken. Throws
   * InvalidSettingsError.
   */
  async set(redis: RedisClient, name: string, override: LimitOverride): Promise<number> {
    if (name === '')
      throw new InvalidSettingsError('A limit needs a name: a job class, or queue:….')
    checkBounds(name, override)
    return await redis.run(setLimitScript, { limit: name, rule: encodeRule(override) })
  },

  /** Lets the code decide again. Gives how many jobs were woken. */
  reset(redis: RedisClient, name: string): Promise<number> {
    return redis.run(setLimitScript, { limit: name, rule: null })
  },

  /** Why this job waits for a slot; null when no limit keeps it waiting. */
  async why(redis: RedisClient, jid: Jid): Promise<WaitReason | null> {
    const job = (await findParked(redis, [jid])).get(jid)
    return job === undefined ? null : await explain(redis, job)
  },

  /** A page of the jobs that wait for a slot of this limit. `limit` at most 1,000, default 25. */
  async parked(
    redis: RedisClient,
    name: string,
    { offset = 0, limit = 25 }: { readonly offset?: number; readonly limit?: number } = {},
  ): Promise<ParkedPage> {
    const last = offset + Math.min(MAX_PAGE, Math.max(1, limit)) - 1
    const order = redis.keys.parkedOrder(name)
    const [total, reply] = await redis.multi([
      ['ZCARD', order],
      ['ZRANGE', order, offset, last, 'WITHSCORES'],
    ])
    const places = pairsOf(reply)
    const ids = places.map(([id]) => id)
    const atOf = new Map(places)
    const jobs = await readParked(redis, name, ids)
    return {
      total: Number(total),
      jobs: jobs.map((job) => ({ ...job, parkedAt: dateOf(atOf.get(job.jid)) })),
    }
  },

  /** Deletes a job that waits for a slot; false when it does not wait there any more. */
  delete(redis: RedisClient, job: Pick<ParkedJob, 'limit' | 'jid' | 'exact'>): Promise<boolean> {
    return deleteParked(redis, job)
  },
} as const

async function readLimit(redis: RedisClient, name: string): Promise<LimitRecord> {
  const { keys } = redis
  const [code, set, held, parked] = await redis.pipeline([
    ['HGET', keys.limitDefaults, name],
    ['HGET', keys.limits, name],
    ['HLEN', keys.slots(name)],
    ['ZCARD', keys.parkedOrder(name)],
  ])
  const byCode = typeof code === 'string' ? mergeRules(decodeRule(code), {}) : null
  const override = typeof set === 'string' ? decodeRule(set) : null
  return {
    name,
    rule: mergeRules(byCode ?? {}, override ?? {}),
    byCode,
    override,
    held: Number(held),
    parked: Number(parked),
  }
}

async function explain(redis: RedisClient, job: ParkedJob): Promise<WaitReason | null> {
  const { limit, key, jid } = job
  const { keys } = redis
  const [record, [slots, rank, rankOfKey]] = await Promise.all([
    readLimit(redis, limit),
    redis.pipeline([
      ['HGETALL', keys.slots(limit)],
      ['ZRANK', keys.parkedOrder(limit), jid],
      ['ZRANK', parkedLineKey(keys, limit, key), jid],
    ]),
  ])
  if (rank === null || rankOfKey === null) return null // It was woken while we looked.
  const { total, perKey } = record.rule
  const holders = pairsOf(slots).map(([holder, slot]) => ({ jid: holder, key: keyOfSlot(slot) }))
  const sameKey = holders.filter((holder) => holder.key === key)
  const isKeyFull = key !== '' && perKey !== null && sameKey.length >= perKey
  return {
    limit,
    key,
    full: isKeyFull ? 'perKey' : 'total',
    total,
    perKey,
    held: (isKeyFull ? sameKey : holders).map((holder) => holder.jid),
    position: Number(isKeyFull ? rankOfKey : rank) + 1,
  }
}

/** A slot is "<holder> <key>". */
function keyOfSlot(slot: string): string {
  return slot.slice(slot.indexOf(' ') + 1)
}

/** Scores are epoch microseconds. */
function dateOf(score: string | undefined): Date {
  return new Date(Math.floor(Number(score ?? 0) / 1000))
}

function pairsOf(reply: unknown): (readonly [string, string])[] {
  const flat = asTexts(reply)
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, index) => {
    return [flat[index * 2] ?? '', flat[index * 2 + 1] ?? ''] as const
  })
}
