/**
 * Ways through a queue that others push to and take from meanwhile.
 *
 * Positions count from the left, where new jobs come in: taking at the right end moves nothing, and
 * a push only shifts what was seen to where it is seen again. So nothing that stays is skipped.
 */
import type { RedisClient } from '../redis/contract.ts'
import { mayBeInexact } from '../support/exact-text.ts'
import { stringifyJson } from '../support/json.ts'
import { readJobRecord } from './job-record.ts'
import type { JobRecord } from './job-record.ts'
import { toBytes, toCount } from './replies.ts'
import { deleteFromQueue, deletePieceOfQueue, scanQueue } from './scripts.ts'

/** Jobs read at a time, where they cross the network. */
const SLICE = 100

/** Jobs looked at by one script: half a millisecond of Redis's time. */
const SCAN_SLICE = 1_000

/** All jobs, the newest first; bounded by how many there are at the start. */
export async function* walkQueue(
  redis: RedisClient,
  queue: string,
): AsyncGenerator<JobRecord, void> {
  const key = redis.keys.queue(queue)
  let left = toCount(await redis.call('LLEN', key))
  let seen = new Set<string>()
  for (let position = 0; left > 0;) {
    // One slice back: the reader may have deleted what it has just seen.
    const from = Math.max(0, position - SLICE)
    const range = [from, position + SLICE - 1]
    const jobs = toBytes(await redis.callBuffer('LRANGE', key, ...range)).map((bytes) =>
      readJobRecord(bytes, queue),
    )
    const first = jobs.findLastIndex(({ raw }) => seen.has(raw)) + 1
    const unseen = jobs.slice(first, first + SLICE)
    if (unseen.length === 0) {
      if (jobs.length < SLICE * 2) return
      position += SLICE // So much was pushed meanwhile that all of the window was seen before.
      continue
    }
    position = from + first + unseen.length
    seen = new Set(unseen.map(({ raw }) => raw))
    yield* unseen.slice(0, left)
    left -= unseen.length
  }
}

/** The job with this jid, the newest first; null when it was not found in time. */
export async function findInQueue(
  redis: RedisClient,
  queue: string,
  { jid, budgetMs }: { readonly jid: string; readonly budgetMs: number },
): Promise<JobRecord | null> {
  const deadlineMs = performance.now() + budgetMs
  const texts = [insideJson(jid)]
  for (let from = 0; performance.now() < deadlineMs; from += SCAN_SLICE) {
    const { seen, found } = await redis.run(scanQueue, { queue, from, count: SCAN_SLICE, texts })
    const jobs = found.map((raw) => readJobRecord(raw, queue))
    const job = jobs.find((candidate) => candidate.jid === jid)
    if (job !== undefined) return await withBytes(redis, job, { queue, from })
    if (seen < SCAN_SLICE) return null
  }
  return null
}

/** The job with this jid if it is still where it was seen, or as far on as a page is old. */
export async function findNear(
  redis: RedisClient,
  queue: string,
  { jid, near }: { readonly jid: string; readonly near: number },
): Promise<JobRecord | null> {
  const first = Math.max(0, near - SCAN_SLICE)
  const range = [-near - SLICE, -first - 1]
  const jobs = toBytes(await redis.callBuffer('LRANGE', redis.keys.queue(queue), ...range))
  const found = jobs.findLast((bytes) => bytes.includes(insideJson(jid)))
  const job = found === undefined ? null : readJobRecord(found, queue)
  return job?.jid === jid ? job : null
}

/** Deletes the jobs of a class that are there at the start; says how many. */
export async function deleteMatching(
  redis: RedisClient,
  queue: string,
  jobClass: string,
): Promise<number> {
  const grave = `deleted ${crypto.randomUUID()}`
  const texts = [insideJson(jobClass)]
  let deleted = 0
  let left = toCount(await redis.call('LLEN', redis.keys.queue(queue)))
  for (let from = 0; left > 0; left -= SCAN_SLICE) {
    const { seen, found } = await redis.run(scanQueue, { queue, from, count: SCAN_SLICE, texts })
    const jobs = found.map((raw) => readJobRecord(raw, queue)).filter(isOfClass(jobClass))
    // What was pushed since the scan moved the piece to the right.
    const to = from + SCAN_SLICE * 2
    const removed = await deletePiece(redis, queue, { from, to, grave, jobs })
    deleted += removed
    from += seen - removed
    if (seen < SCAN_SLICE) break
  }
  return deleted
}

async function deletePiece(
  redis: RedisClient,
  queue: string,
  piece: { from: number; to: number; grave: string; jobs: readonly JobRecord[] },
): Promise<number> {
  const { from, to, grave, jobs } = piece
  const exact = jobs.filter(({ raw }) => !mayBeInexact(raw)).map(({ raw }) => raw)
  let removed =
    exact.length === 0
      ? 0
      : await redis.run(deletePieceOfQueue, { queue, from, to, grave, stored: exact })
  for (const job of jobs.filter(({ raw }) => mayBeInexact(raw))) {
    const { exact: stored } = await withBytes(redis, job, { queue, from })
    if (await redis.run(deleteFromQueue, { queue, stored })) removed += 1
  }
  return removed
}

/** A script's reply is text: what is not UTF-8 is read again, as bytes, where it was found. */
async function withBytes(
  redis: RedisClient,
  job: JobRecord,
  { queue, from }: { readonly queue: string; readonly from: number },
): Promise<JobRecord> {
  if (!mayBeInexact(job.raw)) return job
  const range = [from, from + SCAN_SLICE * 2]
  const near = toBytes(await redis.callBuffer('LRANGE', redis.keys.queue(queue), ...range))
  const bytes = near.find((one) => one.toString('utf8') === job.raw)
  return bytes === undefined ? job : readJobRecord(bytes, queue)
}

function isOfClass(jobClass: string): (job: JobRecord) => boolean {
  return ({ class: stored, payload }) => stored === jobClass || payload['wrapped'] === jobClass
}

/** How a text looks inside a JSON string. */
function insideJson(text: string): string {
  return stringifyJson(text).slice(1, -1)
}
