/**
 * Concurrency limits as operators see and change them: what holds now, what waits, and why one job
 * waits. The door `./api` exports it.
 *
 * A limit has a name: that of a job class, or `queue:<name>`. It exists when a process that defines
 * it has run, or when somebody has set it here.
 */
import { InvalidSettingsError } from '../errors.ts'
import type { Jid } from '../job/payload.ts'
import { limitCountsScript, setLimitScript } from '../redis/claim-scripts.ts'
import type { RedisClient } from '../redis/contract.ts'
import { decodeRule, encodeRule, mergeRules } from '../redis/limit-library.ts'
import type { LimitOverride, LimitRule } from '../redis/limit-library.ts'
import { deleteParked, findParked, parkedLineKey, readParked } from '../redis/parked.ts'
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

/** A job that holds a slot. */
export interface SlotHolder {
  readonly jid: Jid
  /** The job's key; "" = none. */
  readonly key: string
  /** The process that runs it, as `ProcessSet` names it; null while the job is woken but not begun. */
  readonly process: string | null
  /** Since when a woken job has had its slot without running; null for those that run. */
  readonly wokenAt: Date | null
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
    const { keys } = redis
    const replies = await redis.pipeline([
      ['HGETALL', keys.limitDefaults],
      ['HGETALL', keys.limits],
    ])
    const none = new Map<string, string>()
    const [code = none, set = none] = replies.map((reply) => new Map(pairsOf(reply)))
    const names = [...new Set([...code.keys(), ...set.keys()])].sort()
    const counts = names.length === 0 ? [] : await redis.run(limitCountsScript, names)
    return names.map((name, index) =>
      recordOf(name, {
        code: code.get(name),
        set: set.get(name),
        held: counts[index * 2] ?? 0,
        parked: counts[index * 2 + 1] ?? 0,
      }),
    )
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

  /** Jobs that hold a slot of this limit, in no order. `limit` at most 1,000, default 25. */
  async holders(
    redis: RedisClient,
    name: string,
    { limit = 25 }: { readonly limit?: number } = {},
  ): Promise<SlotHolder[]> {
    const most = Math.min(MAX_PAGE, Math.max(1, limit))
    const found = new Map<string, string>()
    let cursor = '0'
    do {
      const reply = await redis.call('HSCAN', redis.keys.slots(name), cursor, 'COUNT', most)
      const [next, flat] = Array.isArray(reply) ? reply : ['0', []]
      for (const [jid, slot] of pairsOf(flat)) found.set(jid, slot)
      cursor = String(next)
    } while (cursor !== '0' && found.size < most)
    return [...found].slice(0, most).map(([jid, slot]) => holderOf(jid, slot))
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
  return recordOf(name, {
    code: typeof code === 'string' ? code : undefined,
    set: typeof set === 'string' ? set : undefined,
    held: Number(held),
    parked: Number(parked),
  })
}

interface StoredLimit {
  readonly code: string | undefined
  readonly set: string | undefined
  readonly held: number
  readonly parked: number
}

function recordOf(name: string, { code, set, held, parked }: StoredLimit): LimitRecord {
  const byCode = code === undefined ? null : mergeRules(decodeRule(code), {})
  const override = set === undefined ? null : decodeRule(set)
  return { name, rule: mergeRules(byCode ?? {}, override ?? {}), byCode, override, held, parked }
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

/** The holder is an incarnation, "<identity>#<number>", or "~<epoch ms>" for a woken job. */
function holderOf(jid: Jid, slot: string): SlotHolder {
  const [holder = ''] = slot.split(' ', 1)
  const isWoken = holder.startsWith('~')
  return {
    jid,
    key: keyOfSlot(slot),
    process: isWoken ? null : holder.replace(/#[^#]*$/u, ''),
    wokenAt: isWoken ? new Date(Number(holder.slice(1))) : null,
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
