/** Pushes unique jobs, each with its lock, in one script; and looks up who holds a lock. */
import { InvalidJobError } from '../errors.ts'
import type { UniqueOptions } from '../job/definition.ts'
import type { Jid, JobPayload } from '../job/payload.ts'
import { pushUniqueScript } from '../redis/claim-scripts.ts'
import type { UniqueJobToPush } from '../redis/claim-scripts.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { EpochMs, EpochSeconds } from '../support/epoch.ts'
import { stringifyJson } from '../support/json.ts'
import { uniqueDigest, uniquePayload } from './unique.ts'

/** One script holds Redis up for some milliseconds at most. */
const JOBS_PER_SCRIPT = 250

/** A unique job and when it runs; null = now. */
export interface UniqueJobToWrite {
  readonly payload: JobPayload
  readonly at: EpochSeconds | null
  readonly unique: UniqueOptions
}

/**
 * Writes the jobs whose locks are free, or for which the conflict is resolved in their favour.
 * Gives for each whether it was written. Needs Redis's answer, so it is never buffered: throws
 * RedisUnavailableError.
 */
export async function writeUniqueJobs(
  redis: RedisClient,
  jobs: readonly UniqueJobToWrite[],
  nowMs: EpochMs,
): Promise<boolean[]> {
  const prepared = jobs.map(prepare)
  const written: boolean[] = []
  for (let from = 0; from < prepared.length; from += JOBS_PER_SCRIPT) {
    const some = prepared.slice(from, from + JOBS_PER_SCRIPT)
    written.push(...(await redis.run(pushUniqueScript, { nowMs, jobs: some })))
  }
  return written
}

/** The jid of the job that holds the lock, or null. */
export async function readUniqueHolder(redis: RedisClient, digest: string): Promise<Jid | null> {
  const jid = await redis.call('HGET', redis.keys.unique(digest), 'jid')
  return typeof jid === 'string' ? jid : null
}

function prepare({ payload, at, unique }: UniqueJobToWrite): UniqueJobToPush {
  if (typeof payload.queue !== 'string' || payload.queue === '') {
    throw new InvalidJobError(`The job ${payload.class} ${payload.jid} has no queue.`)
  }
  const digest = uniqueDigest(payload.class, payload.args, unique)
  const full = uniquePayload(payload, digest, unique)
  return {
    digest,
    jid: payload.jid,
    lifeMs: unique.forSeconds * 1000,
    onConflict: unique.onConflict ?? 'reject',
    queue: payload.queue,
    at,
    text: stringifyJson({ ...full, at: undefined, enqueued_at: undefined }),
  }
}
