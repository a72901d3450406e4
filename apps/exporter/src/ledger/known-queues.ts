/** Which queues there are in Redis: an export's job may lie in any of them, not only in the usual one. */
import type { RedisClient } from '@howdah/engine'

/**
 * Names of all queues that a job was ever pushed to, without a limit: they are few.
 *
 * @param usual the queue that exports go to unless somebody chose another; always there and first,
 * so that a search finds most jobs before it comes to the queues of others
 */
export async function knownQueues(redis: RedisClient, usual: string): Promise<readonly string[]> {
  const reply = await redis.call('SMEMBERS', redis.keys.queues)
  const names = Array.isArray(reply) ? reply.map(String) : []
  return [usual, ...names.filter((name) => name !== usual).sort()]
}
