/** What the errors that Redis answers with mean. */
import { RedisFullError, RedisReplyError } from '../errors.ts'

/** Bare since Redis 7, wrapped in the error of a script before. */
const OUT_OF_MEMORY = /\bOOM command not allowed/

/**
 * What a server says that has become a replica, lacks its replicas, or had to let go of a blocked
 * client for it: it has done nothing. Bare since Redis 7, wrapped in the error of a script before.
 */
const OUT_OF_OFFICE = /\b(?:READONLY|NOREPLICAS|UNBLOCKED)\b/

/** Redis' own message for a refused command as the error that tells what to do. */
export function refusal(message: string, what: string, options?: ErrorOptions): Error {
  if (OUT_OF_MEMORY.test(message)) return new RedisFullError(what, options)
  return new RedisReplyError(`Redis refused ${what}: ${message}`, options)
}

/** Whether who connects anew may find a server that does it. */
export function saysOutOfOffice(message: string): boolean {
  return OUT_OF_OFFICE.test(message)
}
