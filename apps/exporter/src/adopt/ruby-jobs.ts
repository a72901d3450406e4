/**
 * The jobs that Mastodon pushes for archives, as they lie in Redis: how to know one, and where all
 * of them are.
 *
 * Such a job has the class `BackupWorker`, the queue `pull` and one argument, the id of a row of
 * `backups`. Our own jobs of that class have a hash as their argument: nothing here touches them.
 */
import { parsePayload, type JobPayload, type RedisClient } from '@howdah/engine'
import { WorkSet, type JobRecord } from '@howdah/engine/api'
import { JOB_CLASSES, MASTODON_QUEUE } from '../ledger/export-queue.ts'

/** What is looked for first: parsing every job of the queue would cost ten times as much. */
const CLASS_MARK = Buffer.from(`"${JOB_CLASSES.backup}"`)
const PAGE = 1_000

/** The `backups` row of a job of Mastodon's, or null when it is another job. */
export function backupIdOf(job: {
  readonly class?: unknown
  readonly args?: unknown
}): string | null {
  if (job.class !== JOB_CLASSES.backup || !Array.isArray(job.args)) return null
  if (job.args.length !== 1) return null
  const [id]: readonly unknown[] = job.args
  const isId = typeof id === 'bigint' || Number.isSafeInteger(id)
  return isId && /^\d{1,18}$/.test(String(id)) ? String(id) : null
}

/** The payload of a stored job of Mastodon's; null for any other text. */
export function readBackupJob(stored: Buffer): JobPayload | null {
  if (!stored.includes(CLASS_MARK)) return null
  try {
    const payload = parsePayload(stored.toString('utf8'))
    return backupIdOf(payload) === null ? null : payload
  } catch {
    return null // Not a job; the workers themselves bury such texts.
  }
}

/** The jids of all of Mastodon's archive jobs by their `backups` row. */
export interface BackupJobs {
  readonly jids: ReadonlyMap<string, string>
  /** False when time ran out: a row that is missing here may have a job all the same. */
  readonly isComplete: boolean
}

/** Looks through queue, retries, schedule, dead and running jobs; reading only. */
export async function findBackupJobs(redis: RedisClient, budgetMs = 2_000): Promise<BackupJobs> {
  const jids = new Map<string, string>()
  const note = (job: Pick<JobRecord, 'class' | 'args' | 'jid'>): void => {
    const backupId = backupIdOf(job)
    if (backupId !== null && job.jid !== '') jids.set(backupId, job.jid)
  }
  const running = async (): Promise<void> => {
    for (const { job } of await WorkSet.fetch(redis)) note(job)
  }
  await running()
  const deadlineMs = performance.now() + budgetMs
  const read = (key: string, command: 'LRANGE' | 'ZRANGE'): Promise<boolean> =>
    readAll((first, last) => readRange(redis, [command, key, first, last]), deadlineMs, note)
  const { keys } = redis
  const isComplete =
    (await read(keys.retry, 'ZRANGE')) &&
    (await read(keys.schedule, 'ZRANGE')) &&
    (await read(keys.dead, 'ZRANGE')) &&
    (await read(keys.queue(MASTODON_QUEUE), 'LRANGE'))
  // Once more: a job that was fetched meanwhile runs now.
  await running()
  return { jids, isComplete }
}

/** From the right end, where the next jobs are, so that newly pushed ones shift nothing. */
async function readAll(
  readPiece: (first: number, last: number) => Promise<readonly Buffer[]>,
  deadlineMs: number,
  note: (job: { class: string; args: readonly unknown[]; jid: string }) => void,
): Promise<boolean> {
  for (let start = 0; performance.now() < deadlineMs; start += PAGE) {
    const texts = await readPiece(-start - PAGE, -start - 1)
    for (const text of texts) {
      const payload = readBackupJob(text)
      if (payload !== null) note(payload)
    }
    if (texts.length < PAGE) return true
  }
  return false
}

/** A piece of Mastodon's queue. */
export function readPage(
  redis: RedisClient,
  first: number,
  last: number,
): Promise<readonly Buffer[]> {
  return readRange(redis, ['LRANGE', redis.keys.queue(MASTODON_QUEUE), first, last])
}

/** As bytes: not every job in it need be UTF-8. */
async function readRange(
  redis: RedisClient,
  [command, key, first, last]: readonly [string, string, number, number],
): Promise<readonly Buffer[]> {
  const reply = await redis.callBuffer(command, key, first, last)
  return Array.isArray(reply) ? reply.filter((text): text is Buffer => Buffer.isBuffer(text)) : []
}
