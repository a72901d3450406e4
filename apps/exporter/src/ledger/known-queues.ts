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

/** All that Mastodon's own workers serve; no job of ours ever lies there. */
const MASTODON_QUEUES: ReadonlySet<string> = new Set([
  'default',
  'push',
  'ingress',
  'mailers',
  'pull',
  'scheduler',
  'fasp',
])

/** @param own the queue of exports; under whatever name, it is ours */
export function isOfMastodon(queue: string, own: string): boolean {
  return queue !== own && MASTODON_QUEUES.has(queue)
}

/**
 * What to type so that somebody serves a queue. A worker of ours would take Mastodon's jobs and make
 * every one of them fail.
 */
export function commandToServe(queue: string, own: string): string {
  return isOfMastodon(queue, own) ? 'systemctl start mastodon-sidekiq' : `howdah work -q ${queue}`
}
