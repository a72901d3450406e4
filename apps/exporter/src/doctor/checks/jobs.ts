/** Jobs that are in the wrong place: dead, twice, or failed for good. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  Queue,
  readJobRecord,
  readSetEntry,
  RetrySet,
  ScheduledSet,
  type JobRecord,
  type SetEntry,
} from '@howdah/engine/api'
import { activeJobsOf } from '../../ledger/findings.ts'
import { JOB_CLASSES } from '../../ledger/export-queue.ts'
import { MAIL_JOB } from '../../ledger/news-queue.ts'
import { readJobOwner } from '../../ledger/job-owner.ts'
import { firstOf, ok, page, warning, type Check, type Patient } from '../check.ts'

/** Read at once, so that no job moves meanwhile and counts twice; it takes Redis a millisecond or two. */
const MOST_JOBS = 2_000
const MOST_DEAD = 500
const DAY_MS = 86_400_000

/** Of those whose death a member feels. */
const CLASSES: ReadonlySet<string> = new Set([...Object.values(JOB_CLASSES), MAIL_JOB])
/** What is looked for first: parsing thousands of jobs of others would take most of the check. */
const MARKS = [...CLASSES].map((name) => Buffer.from(`"${name}"`))

function mayBeOurs(stored: Buffer): boolean {
  return MARKS.some((mark) => stored.includes(mark))
}

const dead: Check = {
  name: 'dead-jobs',
  title: (words) => words.titles['dead-jobs'],
  looksAt: 'the dead set, the last 24 hours',
  needs: ['redis'],
  look: async ({ redis, now }) => {
    const since = (now.getTime() - DAY_MS) / 1_000
    const reply = await redis.callBuffer(
      'ZREVRANGEBYSCORE',
      redis.keys.dead,
      '+inf',
      since,
      'WITHSCORES',
      'LIMIT',
      0,
      MOST_DEAD,
    )
    const buried = (await pairsOf(reply)).filter(({ class: jobClass }) => CLASSES.has(jobClass))
    const [newest] = buried
    if (newest === undefined) return ok(({ found }) => found.none)
    return warning(
      ({ found: { jobs } }) => jobs.died(buried.length, newest.errorMessage ?? jobs.noReason),
      (words) => words.means.notTriedAgain,
      page((words) => words.labels.lookAtReasons, '/sidekiq/dead'),
    )
  },
}

/** Jobs looked at before pages have their turn: a millisecond. */
const AT_ONCE = 200

/** Of stored jobs those that may be ours, read. Thousands of them would keep pages waiting. */
async function readOurs<Stored, Job>(
  stored: readonly Stored[],
  { textOf, read }: { textOf: (one: Stored) => unknown; read: (text: Buffer, one: Stored) => Job },
): Promise<Job[]> {
  const jobs: Job[] = []
  for (const [index, one] of stored.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await nextTurn()
    const text = textOf(one)
    if (Buffer.isBuffer(text) && mayBeOurs(text)) jobs.push(read(text, one))
  }
  return jobs
}

/** Of members and scores, those that may be jobs of ours. */
function pairsOf(reply: unknown): Promise<SetEntry[]> {
  const flat: readonly unknown[] = Array.isArray(reply) ? reply : []
  const pairs = Array.from({ length: Math.floor(flat.length / 2) }, (_, at) => {
    return { stored: flat[at * 2], score: String(flat[at * 2 + 1]) }
  })
  return readOurs(pairs, {
    textOf: ({ stored }) => stored,
    read: (text, { score }) => readSetEntry(text, score),
  })
}

/** A job that waits, and how it is taken away. */
interface Waiting {
  readonly job: JobRecord
  remove(): Promise<boolean>
}

const duplicates: Check = {
  name: 'duplicates',
  title: (words) => words.titles.duplicates,
  looksAt: `the export queue, the scheduled and the retry set, up to ${MOST_JOBS} jobs of each`,
  needs: ['redis', 'tables'],
  look: async (patient) => {
    const extra = await findExtra(patient)
    if (extra.length === 0) return ok(({ found }) => found.none)
    const users = [...new Set(extra.map(({ userId }) => userId))]
    return warning(
      (words) => {
        const names = users.map((id) => words.found.jobs.user(id))
        return words.found.jobs.tooMany(extra.length, firstOf(words, names))
      },
      (words) => words.means.sameWorkAgain,
      { kind: 'mend', label: (words) => words.labels.deleteDuplicates },
    )
  },
  mend: async (patient, actor) => {
    let deleted = 0
    for (const { waiting } of await findExtra(patient)) {
      if (await waiting.remove()) deleted += 1
    }
    await patient.ledger.audit({ actor, action: 'deleted duplicates', detail: `${deleted} jobs` })
    return (words) => words.mended.jobsDeleted(deleted)
  },
}

interface Extra {
  readonly userId: string
  readonly waiting: Waiting
}

/** Of each member and type the ledger's own job stays; where none is the ledger's, the oldest. */
async function findExtra(patient: Patient): Promise<readonly Extra[]> {
  const groups = new Map<string, Waiting[]>()
  for (const waiting of await waitingJobs(patient)) {
    const owner = readJobOwner(waiting.job)
    if (owner?.kind !== 'export' || !owner.isBuilder) continue
    const key = `${owner.userId}:${owner.type}`
    groups.set(key, [...(groups.get(key) ?? []), waiting])
  }
  const crowded = [...groups].filter(([, jobs]) => jobs.length > 1)
  const userIds = [...new Set(crowded.map(([key]) => key.split(':')[0] ?? ''))]
  const active = await activeJobsOf(patient.db, userIds)
  const jidOf = new Map(active.map(({ userId, type, jid }) => [`${userId}:${type}`, jid]))
  return crowded.flatMap(([key, jobs]) => {
    const jid = jidOf.get(key) ?? null
    const own = jobs.find(({ job }) => job.jid === jid) ?? jobs[0]
    const userId = key.split(':')[0] ?? ''
    return jobs
      .filter((one) => one !== own && !(jid !== null && isSuperseded(one.job, jid)))
      .map((waiting) => ({ userId, waiting }))
  })
}

/**
 * An export that was moved to another time, as those of bulk requests are by turns, has a new job; the one
 * before builds nothing, wherever it still lies, and goes by itself.
 */
function isSuperseded(job: JobRecord, jid: string): boolean {
  const owner = readJobOwner(job)
  return owner?.kind === 'export' && owner.exportId !== null && job.jid !== jid
}

async function waitingJobs({ redis, config }: Patient): Promise<readonly Waiting[]> {
  const { keys } = redis
  const queue = new Queue(redis, config.exports.queue)
  const scheduled = new ScheduledSet(redis)
  const retries = new RetrySet(redis)
  const [queued, later, again] = await Promise.all([
    // From the right end, where the next jobs are.
    redis.callBuffer('LRANGE', keys.queue(queue.name), -MOST_JOBS, -1),
    redis.callBuffer('ZRANGE', keys.schedule, 0, MOST_JOBS - 1, 'WITHSCORES'),
    redis.callBuffer('ZRANGE', keys.retry, 0, MOST_JOBS - 1, 'WITHSCORES'),
  ])
  const next: readonly unknown[] = Array.isArray(queued) ? queued.toReversed() : []
  const jobs = await readOurs(next, {
    textOf: (stored) => stored,
    read: (text) => readJobRecord(text, queue.name),
  })
  return [
    ...jobs.map((job) => ({ job, remove: () => queue.delete(job) })),
    ...(await pairsOf(later)).map((job) => ({ job, remove: () => scheduled.delete(job) })),
    ...(await pairsOf(again)).map((job) => ({ job, remove: () => retries.delete(job) })),
  ]
}

export const JOB_CHECKS: readonly Check[] = [dead, duplicates]
