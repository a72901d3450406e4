/**
 * The job that every engine runs: nothing to do, about 250 bytes in Sidekiq's format. The Ruby
 * pusher makes the same.
 */

/** Its class, as Ruby knows it. */
export const JOB_CLASS = 'BenchWorker'

const REST = { account_id: 109_302_436_954_721, url: 'https://social.example/@ada/1093024369' }

/** The arguments: a number that the measurement needs, and what jobs usually carry. */
export function argumentsOf(first: number): [number, string, typeof REST] {
  return [first, 'distribution', REST]
}
