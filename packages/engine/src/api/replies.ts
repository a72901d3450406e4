/** Redis replies as values: each helper takes what came and makes the best of it. */
import type { RedisClient } from '../redis/contract.ts'

/** A list of texts; anything else is an empty list. */
export function toTexts(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : []
}

/** A text, or null where Redis has nothing. */
export function toText(reply: unknown): string | null {
  return typeof reply === 'string' ? reply : null
}

/** A whole number; missing values count as 0. */
export function toCount(reply: unknown): number {
  const number = Number(reply ?? 0)
  return Number.isSafeInteger(number) ? number : 0
}

/** `[a, 1, b, 2]` as pairs: the form of HGETALL and of WITHSCORES. */
export function toPairs(reply: unknown): (readonly [string, string])[] {
  const flat = toTexts(reply)
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, index) => {
    return [flat[index * 2] ?? '', flat[index * 2 + 1] ?? ''] as const
  })
}

/** `[member, score, …]` of a reply of `callBuffer` as pairs; members as bytes. */
export function toScoredBytes(reply: unknown): (readonly [Buffer, string])[] {
  const flat = Array.isArray(reply) ? reply.filter((item) => Buffer.isBuffer(item)) : []
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, index) => {
    return [flat[index * 2] ?? Buffer.alloc(0), String(flat[index * 2 + 1])] as const
  })
}

/** The items of a reply of `callBuffer` that is a list. */
export function toBytes(reply: unknown): Buffer[] {
  return Array.isArray(reply) ? reply.filter((item) => Buffer.isBuffer(item)) : []
}

/** A set with more names than this is no set of queues or processes but a mistake. */
const MAX_NAMES = 10_000

/** The members of a set of names, sorted. Reads in steps and stops at 10,000. */
export async function readNames(redis: RedisClient, key: string): Promise<string[]> {
  const names = new Set<string>()
  let cursor = '0'
  do {
    const reply = await redis.call('SSCAN', key, cursor, 'COUNT', 1_000)
    const [next, members] = Array.isArray(reply) ? reply : []
    toTexts(members).forEach((name) => names.add(name))
    cursor = String(next ?? '0')
  } while (cursor !== '0' && names.size < MAX_NAMES)
  return [...names].sort()
}

/** Shows `text` to a glob pattern as nothing but itself. */
export function escapeGlob(text: string): string {
  return text.replaceAll(/[*?[\]\\^]/gu, String.raw`\$&`)
}
