/** What lies in Redis, as a test wants to see it: whole, parsed, typed. */
import type { ArgumentsOf, ArgumentsSchema, JobDeclaration } from '../job/definition.ts'
import { parsePayload } from '../job/payload.ts'
import type { Jid, JobPayload } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import { asTexts } from '../redis/script.ts'

/** A job that lies in a queue or a set. */
export interface StoredJob<Args = readonly unknown[]> {
  readonly jid: Jid
  readonly class: string
  readonly queue: string
  readonly args: Args
  /** When it runs or will be tried again, or when it died; null in a queue. */
  readonly at: Date | null
  readonly payload: JobPayload
}

/** The jobs of every queue, the next of each first, queues by name. */
export async function readQueues(redis: RedisClient): Promise<StoredJob[]> {
  const names = asTexts(await redis.call('SMEMBERS', redis.keys.queues)).sort((a, b) =>
    a < b ? -1 : 1,
  )
  const lists = await redis.pipeline(
    names.map((name) => ['LRANGE', redis.keys.queue(name), 0, -1] as const),
  )
  return lists.flatMap((list) =>
    asTexts(list)
      .toReversed()
      .map((raw) => storedJob(raw, null)),
  )
}

/** The jobs of a sorted set, by time. */
export async function readSet(redis: RedisClient, key: string): Promise<StoredJob[]> {
  const members = asTexts(await redis.call('ZRANGE', key, 0, -1, 'WITHSCORES'))
  const jobs: StoredJob[] = []
  for (let at = 0; at + 1 < members.length; at += 2) {
    jobs.push(storedJob(members[at] ?? '', new Date(Number(members[at + 1]) * 1000)))
  }
  return jobs
}

function storedJob(raw: string, at: Date | null): StoredJob {
  const payload = parsePayload(raw)
  const { jid, class: jobClass, queue, args } = payload
  return { jid, class: jobClass, queue: queue ?? 'default', args, at, payload }
}

/** The same with the arguments as they were pushed: a lone hash is itself again. */
export async function typedJob<Schema extends ArgumentsSchema>(
  declaration: JobDeclaration<Schema>,
  job: StoredJob,
): Promise<StoredJob<ArgumentsOf<Schema>>> {
  const ofList = await declaration.args['~standard'].validate(job.args)
  const isElement = ofList.issues !== undefined && job.args.length === 1
  return { ...job, args: (isElement ? job.args[0] : job.args) as ArgumentsOf<Schema> }
}
