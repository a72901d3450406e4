/**
 * Cancels one job, wherever it is: removes it where it waits, or asks the process that runs it.
 *
 * The mark is set first. Whoever fetches, retries or reaps the job while we look for it, meets the
 * mark; so the look can take its time, and a job that moves meanwhile does not escape.
 */
import { MisuseError } from '../errors.ts'
import { encodeOutcome, parseOutcome } from '../job/outcome.ts'
import type { JobOutcome } from '../job/outcome.ts'
import type { Jid } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import { announcement } from '../redis/control-channel.ts'
import { secondsOf, systemClock } from '../support/epoch.ts'
import { isRunning, removeWaiting, type Sought } from './find-waiting.ts'
import { markCancelled, recordCancelled, unmarkCancelled } from './scripts.ts'

/**
 * What became of it. 'removed': it waited, and is gone. 'signalled': it runs, or was not found in
 * time; it is marked, and its process is told. 'not-found': it neither waits nor runs.
 */
export type CancelResult = 'removed' | 'signalled' | 'not-found'

/** How to cancel. */
export interface CancelOptions {
  /** Who wants it, kept with the outcome. */
  readonly by?: string
  /** How long to look for a waiting job. Default: 5,000, enough for millions of them. */
  readonly budgetMs?: number
  /** When a scheduled job or a retry is due, where that is known: it is looked for there first. */
  readonly dueAt?: Date | null
}

/** A job can move on while we look: so often all places are looked at. */
const ROUNDS = 2

/**
 * Cancels a job: queued, scheduled, waiting for a retry or for a limit, or running. A job in the
 * dead set stays there. Throws RedisUnavailableError.
 */
export async function cancelJob(
  redis: RedisClient,
  jid: Jid,
  options: CancelOptions = {},
): Promise<CancelResult> {
  if (jid === '') throw new MisuseError('A job without a jid cannot be cancelled: give its jid.')
  const { by = null, budgetMs = 5_000, dueAt = null } = options
  const now = systemClock.nowMs()
  const asked = encodeOutcome({ outcome: 'cancelling', at: now, by })
  const isOurMark = await redis.run(markCancelled, {
    jid,
    now: secondsOf(now),
    outcome: asked,
    announcement: announcement(redis, 'cancel', jid).slice(1),
  })
  const place = await look(redis, { jid, dueAt, deadlineMs: performance.now() + budgetMs })
  if (place === 'removed') {
    await redis.run(recordCancelled, {
      jid,
      outcome: { outcome: 'cancelled', at: now, by },
      place: null,
    })
  }
  if (place !== 'nowhere') return place
  const outcome = await redis.run(unmarkCancelled, { jid, outcome: asked, isOurMark })
  // It ran when we began, and has ended since because of us.
  return parseOutcome(outcome)?.outcome === 'cancelled' ? 'signalled' : 'not-found'
}

/** How a cancelled job ended; null when nobody cancelled it, or a day after. */
export async function readOutcome(redis: RedisClient, jid: Jid): Promise<JobOutcome | null> {
  return parseOutcome(await redis.call('GET', redis.keys.outcome(jid)))
}

async function look(
  redis: RedisClient,
  sought: Sought,
): Promise<'removed' | 'signalled' | 'nowhere'> {
  for (let round = 0; round < ROUNDS; round += 1) {
    // Most cancelled jobs run, and that is found out at once.
    if (await isRunning(redis, sought.jid)) return 'signalled'
    const found = await removeWaiting(redis, sought)
    if (found === 'removed') return 'removed'
    if (found === 'out-of-time') return 'signalled'
  }
  return (await isRunning(redis, sought.jid)) ? 'signalled' : 'nowhere'
}
