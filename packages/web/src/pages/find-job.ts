/**
 * Finds a job in a queue again after its page was shown.
 *
 * Rows move while a page is read, and a jid can occur twice. So a row is named by a fingerprint of
 * its whole text: what is acted on is exactly what was shown, or nothing.
 */

import { createHash } from 'node:crypto'
import type { Queue } from '@howdah/engine/api'
import type { JobRecord } from '@howdah/engine/api'

/** Jobs looked at in one round trip. */
const PAGE_SIZE = 500

/** How far the search goes before it gives up: a fifth of a second's work in Redis and here. */
const LONGEST_SEARCH = 20_000

/** 96 bits of SHA-256: enough for any queue, short enough for every row. */
export function jobFingerprint(raw: string): string {
  return createHash('sha256').update(raw).digest('base64url').slice(0, 16)
}

/** The jobs with these fingerprints, searched from the next to run; missing ones are left out. */
export async function findByFingerprint(
  queue: Queue,
  fingerprints: ReadonlySet<string>,
): Promise<readonly JobRecord[]> {
  const found: JobRecord[] = []
  for (let offset = 0; offset < LONGEST_SEARCH; offset += PAGE_SIZE) {
    const { jobs } = await queue.page({ offset, limit: PAGE_SIZE, order: 'next' })
    found.push(...jobs.filter((job) => fingerprints.has(jobFingerprint(job.raw))))
    if (found.length >= fingerprints.size || jobs.length < PAGE_SIZE) break
  }
  return found
}

/** The job of this name (fingerprint, and perhaps id) near `offset` of a shown page, else searched for. */
export async function findShownJob(
  queue: Queue,
  name: string,
  shown: { offset: number; order: 'next' | 'newest' },
): Promise<JobRecord | null> {
  const [fingerprint = '', jid = ''] = name.split(' ')
  const offset = Math.max(0, shown.offset - PAGE_SIZE / 2)
  const near = await queue.page({ offset, limit: PAGE_SIZE, order: shown.order })
  const job = near.jobs.find((one) => jobFingerprint(one.raw) === fingerprint)
  if (job !== undefined) return job
  const byId = jid === '' ? null : await queue.findJid(jid)
  if (byId !== null && jobFingerprint(byId.raw) === fingerprint) return byId
  const [found] = await findByFingerprint(queue, new Set([fingerprint]))
  return found ?? null
}
