/** `SIDEKIQ_QUEUES` and `-q`: which queues a worker serves, and in which manner. */

const NAME = /^[\w.-]+$/
const WEIGHTED = /^[\w.-]+,\d+$/

/**
 * Two ways to write it: `export,default,mailers` serves strictly in that order,
 * `export,8 default,4 mailers,2` by weight.
 *
 * @returns one specification a queue, as the engine takes them; null for what is neither
 */
export function parseQueues(text: string): readonly string[] | null {
  const words = text.trim().split(/[\s;]+/)
  if (words.every((word) => WEIGHTED.test(word))) return words
  const names = text.trim().split(/[\s,;]+/)
  return names.every((name) => NAME.test(name)) ? names : null
}
