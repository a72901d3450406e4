/** The three sorted sets by name. */
import type { RedisClient } from '../redis/contract.ts'
import { JobSet } from './job-set.ts'
import type { JobSetOptions } from './job-set.ts'

/** Jobs that wait for their time, earliest first. */
export class ScheduledSet extends JobSet {
  constructor(redis: RedisClient, options?: JobSetOptions) {
    super(redis, { key: redis.keys.schedule, order: 'earliest' }, options)
  }
}

/** Jobs that failed and wait for their next attempt, earliest first. */
export class RetrySet extends JobSet {
  constructor(redis: RedisClient, options?: JobSetOptions) {
    super(redis, { key: redis.keys.retry, order: 'earliest' }, options)
  }
}

/** Jobs that nobody will run again unless asked to, latest death first. */
export class DeadSet extends JobSet {
  constructor(redis: RedisClient, options?: JobSetOptions) {
    super(redis, { key: redis.keys.dead, order: 'latest' }, options)
  }
}
