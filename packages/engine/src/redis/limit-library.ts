/**
 * Concurrency limits as scripts see them: the library that takes, frees and hands on slots, and the
 * keys it works on. What a rule looks like in Redis is said here too.
 */
import type { Keys } from './keys.ts'
import { uniqueLockKeys, uniqueLockLibrary } from './unique-lock.ts'

/** For `libraries` of `defineScript`. */
export const limitLibraries = [
  uniqueLockLibrary,
  new URL('./scripts/library/limits.lua', import.meta.url),
] as const

/** The KEYS of `unique_locks(1)` and `limit_rooms(5, …)`; a script's own come from KEYS[15] on. */
export function limitKeys(keys: Keys): readonly string[] {
  return [
    ...uniqueLockKeys(keys),
    keys.slots(''),
    keys.slotCounts(''),
    keys.parked(''),
    keys.parkedOrder(''),
    keys.parkedKeys(''),
    keys.parkedLine(''),
    keys.woken(''),
    keys.limits,
    keys.limitDefaults,
    keys.registry,
  ]
}

/** How many jobs may run at once; null = any number. */
export interface LimitRule {
  readonly total: number | null
  readonly perKey: number | null
}

/** What replaces a rule: a field that is not given stays as the code says. */
export type LimitOverride = Partial<LimitRule>

/** `<total> <perKey>`: a number, `-` for no limit, `=` for what the code says. */
export function encodeRule({ total, perKey }: LimitOverride): string {
  return `${encodeBound(total)} ${encodeBound(perKey)}`
}

/** Reads what `encodeRule` wrote. */
export function decodeRule(text: string): LimitOverride {
  const [total, perKey] = text.split(' ')
  return { ...decodeBound('total', total), ...decodeBound('perKey', perKey) }
}

/** A rule with what replaces it. */
export function mergeRules(byCode: LimitOverride, override: LimitOverride): LimitRule {
  return { total: null, perKey: null, ...byCode, ...override }
}

function encodeBound(bound: number | null | undefined): string {
  if (bound === undefined) return '='
  return bound === null ? '-' : String(bound)
}

function decodeBound(name: keyof LimitRule, word: string | undefined): LimitOverride {
  if (word === undefined || word === '=') return {}
  const bound = Number(word)
  return { [name]: word === '-' || Number.isNaN(bound) ? null : bound }
}
