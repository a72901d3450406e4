/**
 * Waits for Redis, but not for ever: a page that hangs tells its reader less than one that says so.
 */

import { HowdahError } from '@howdah/engine'

/** Thrown when Redis did not answer in time. */
export class RedisSilentError extends HowdahError<'redis-silent'> {
  constructor(limitMs: number) {
    const text = `Redis did not answer within ${limitMs} ms; check that it runs and can be reached.`
    super('redis-silent', text)
  }
}

/** The promise's outcome, or a `RedisSilentError` after `limitMs`. */
export async function withDeadline<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new RedisSilentError(limitMs)), limitMs)
  })
  try {
    return await Promise.race([promise, silence])
  } finally {
    clearTimeout(timer)
  }
}
