/** The raw push: payloads to commands, in one pipeline. */
import { InvalidJobError } from '../errors.ts'
import type { JobPayload } from '../job/payload.ts'
import type { RedisClient, RedisCommand } from '../redis/contract.ts'
import { announcement } from '../redis/control-channel.ts'
import type { Keys } from '../redis/keys.ts'
import type { EpochMs, EpochSeconds } from '../support/epoch.ts'
import { stringifyJson } from '../support/json.ts'

/** A job and when it runs; null = now. */
export interface JobToWrite {
  readonly payload: JobPayload
  readonly at: EpochSeconds | null
}

/** Pollers sleep for seconds: whoever schedules for so soon wakes them in time. */
const SOON_SECONDS = 60

/** Writes the jobs, see `commandsFor`. */
export async function writeJobs(
  redis: RedisClient,
  jobs: readonly JobToWrite[],
  nowMs: EpochMs,
): Promise<void> {
  const written = redis.pipeline(commandsFor(redis.keys, jobs, nowMs))
  announceSoonest(redis, jobs, nowMs)
  await written
}

/** Only makes things quick, so nobody waits for it and its failure is none: the pollers poll. */
function announceSoonest(redis: RedisClient, jobs: readonly JobToWrite[], nowMs: EpochMs): void {
  const soonest = jobs.reduce((least, { at }) => (at !== null && at < least ? at : least), Infinity)
  if (soonest * 1_000 - nowMs > SOON_SECONDS * 1_000) return
  const [name, ...parameters] = announcement(redis, 'due', String(soonest))
  redis.call(name, ...parameters).catch(() => {})
}

/**
 * The commands that write the jobs: those without a time to the left of their queues, in order, those with a time
 * into the scheduled set. A queue becomes known (`queues`) when the first job really enters it.
 */
export function commandsFor(
  keys: Keys,
  jobs: readonly JobToWrite[],
  nowMs: EpochMs,
): RedisCommand[] {
  const queued = new Map<string, string[]>()
  const scheduled: (string | number)[] = []
  for (const { payload, at } of jobs) {
    if (at !== null) scheduled.push(at, stringifyJson(withoutTimes(payload)))
    else
      addTo(
        queued,
        queueOf(payload),
        stringifyJson({ ...payload, at: undefined, enqueued_at: nowMs }),
      )
  }
  const commands: RedisCommand[] = []
  if (queued.size > 0) commands.push(['SADD', keys.queues, ...queued.keys()])
  for (const [queue, payloads] of queued) commands.push(['LPUSH', keys.queue(queue), ...payloads])
  if (scheduled.length > 0) commands.push(['ZADD', keys.schedule, ...scheduled])
  return commands
}

function withoutTimes(payload: JobPayload): object {
  queueOf(payload)
  return { ...payload, at: undefined, enqueued_at: undefined }
}

function queueOf(payload: JobPayload): string {
  if (typeof payload.queue !== 'string' || payload.queue === '') {
    throw new InvalidJobError(`The job ${payload.class} ${payload.jid} has no queue.`)
  }
  return payload.queue
}

function addTo(groups: Map<string, string[]>, name: string, item: string): void {
  const group = groups.get(name)
  if (group === undefined) groups.set(name, [item])
  else group.push(item)
}
