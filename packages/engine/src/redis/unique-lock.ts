/**
 * The locks of unique jobs as scripts see them. Every script that deletes, buries or moves jobs
 * puts the library before its own text and the keys among its KEYS; see the library's head.
 */
import type { Keys } from './keys.ts'

/** For `libraries` of `defineScript`. */
export const uniqueLockLibrary = new URL('./scripts/library/unique-lock.lua', import.meta.url)

/** The four KEYS that `unique_locks(first)` expects. */
export function uniqueLockKeys(keys: Keys): readonly string[] {
  return [keys.unique(''), keys.queue(''), keys.queues, keys.schedule]
}
