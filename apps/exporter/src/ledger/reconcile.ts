/**
 * Compares what the ledger believes with where the jobs really are, and puts the ledger right.
 *
 * Redis moves jobs without telling us: the clock moves a due job to its queue, an administrator
 * deletes one, a server loses its data. Every minute each active export is looked up:
 *
 * - its job is somewhere else than the state says → the state follows the job
 * - it was never pushed (a crash between insert and push) → it is pushed now
 * - its job is nowhere, on two looks a minute apart → `stuck`
 * - it runs, and nothing was heard for five minutes → `stuck`
 * - it is stuck, and still without a job → reported as lost, for the policy to queue it again
 *
 * Exports that Mastodon's own workers build are judged by their jobs alone: such a worker writes
 * nothing into our ledger, but its process says every ten seconds what it runs.
 */
import type { RedisClient } from '@howdah/engine'
import { locateJobs } from '@howdah/engine/api'
import { ExportQueue } from './export-queue.ts'
import { knownQueues } from './known-queues.ts'
import type { Ledger } from './ledger.ts'
import {
  claimPush,
  correct,
  noteMissing,
  unclaimPush,
  watchedExports,
  type WatchedExport,
} from './upkeep.ts'
import type { Reason } from './reasons/reason.ts'
import { type FoundState, judge, type Verdict } from './verdict.ts'
import { noteRunning } from './watched.ts'

const PAGE = 500
/**
 * Redis has no index by jid, so every queue is read through: once for all exports of a look, not
 * once for each page. A queue of 100,000 jobs takes about a second.
 */
const MOST = 20_000
const SEARCH_MS = 10_000

export interface ReconcileOptions {
  readonly ledger: Ledger
  readonly redis: RedisClient
  /** Where a job that was never pushed goes; jobs are looked for in all queues. */
  readonly queue: string
  /** Injected so that tests need not wait. */
  readonly now?: Date
  /** `nextAfterId` of the look before; left out: from the first export on. */
  readonly afterId?: string
  /** Exports to look at; 20,000 when left out. */
  readonly most?: number
}

export interface ReconcileReport {
  readonly looked: number
  readonly stuck: readonly string[]
  /** Stuck ones without a job anywhere, whether found just now or earlier: safe to queue again. */
  readonly lost: readonly string[]
  readonly pushed: readonly string[]
  readonly corrected: readonly string[]
  /** Where the next look goes on; "0" when this one came to the end. */
  readonly nextAfterId: string
}

export async function reconcile(options: ReconcileOptions): Promise<ReconcileReport> {
  const report: MutableReport = {
    looked: 0,
    stuck: [],
    lost: [],
    pushed: [],
    corrected: [],
    nextAfterId: '0',
  }
  const rows = await readRows(options, report)
  const jids = rows.flatMap(({ jid }) => (jid === null ? [] : [jid]))
  const queues = await knownQueues(options.redis, options.queue)
  const places = await locateJobs(options.redis, jids, { queues, budgetMs: SEARCH_MS })
  const now = options.now ?? new Date()
  for (const row of rows) {
    const place = row.jid === null ? null : (places.get(row.jid) ?? null)
    report.looked += 1
    await carryOut(options, row, judge(row, place, now), report)
  }
  return report
}

/** The active exports, up to as many as one look has time for; the next look goes on after them. */
async function readRows(
  { ledger, afterId = '0', most = MOST }: ReconcileOptions,
  report: MutableReport,
): Promise<readonly WatchedExport[]> {
  const rows: WatchedExport[] = []
  for (let last = afterId; rows.length < most;) {
    const page = await watchedExports(ledger.db, last, Math.min(PAGE, most - rows.length))
    rows.push(...page)
    last = page.at(-1)?.id ?? '0'
    report.nextAfterId = last
    if (last === '0') break
  }
  return rows
}

interface MutableReport {
  looked: number
  stuck: string[]
  lost: string[]
  pushed: string[]
  corrected: string[]
  nextAfterId: string
}

async function carryOut(
  options: ReconcileOptions,
  row: WatchedExport,
  verdict: Verdict,
  report: MutableReport,
): Promise<void> {
  const { db } = options.ledger
  switch (verdict.kind) {
    case 'fine':
      return
    case 'alive':
      return noteRunning(db, row.id, options.now ?? new Date())
    case 'lost':
      report.lost.push(row.id)
      return
    case 'found':
      return noteMissing(db, row.id, null)
    case 'missing':
      return noteMissing(db, row.id, options.now ?? new Date())
    case 'push':
      if (await pushAgain(options, row)) report.pushed.push(row.id)
      return
    case 'stuck':
      await putRight(options, row, { to: 'stuck', runsAt: null, reason: verdict.reason })
      report.stuck.push(row.id)
      if (verdict.isLost) report.lost.push(row.id)
      return
    case 'follow':
      await putRight(options, row, {
        ...verdict,
        reason: { code: 'job-found', state: verdict.to },
      })
      report.corrected.push(row.id)
  }
}

async function putRight(
  { ledger }: ReconcileOptions,
  row: WatchedExport,
  change: {
    readonly to: FoundState | 'stuck'
    readonly runsAt: Date | null
    readonly reason: Reason
    readonly error?: string | null
    readonly attempts?: number
  },
): Promise<void> {
  await correct(ledger.db, {
    id: row.id,
    from: row.state,
    run: row.run,
    to: change.to,
    runsAt: change.runsAt,
    reason: change.reason,
    ...(change.error ? { error: change.error } : {}),
    ...(change.attempts === undefined ? {} : { attempts: change.attempts }),
  })
}

async function pushAgain(options: ReconcileOptions, row: WatchedExport): Promise<boolean> {
  const { ledger, redis } = options
  const jid = row.jid ?? ExportQueue.newJid()
  const record = await ledger.get(row.id)
  if (record === null || !(await claimPush(ledger.db, row.id, jid))) return false
  const queue = new ExportQueue({ redis, queue: options.queue })
  const at = row.state === 'scheduled' && row.runs_at !== null ? row.runs_at : undefined
  try {
    await queue.push(record, jid, at === undefined ? {} : { at })
  } catch (error) {
    await unclaimPush(ledger.db, row.id)
    throw error
  }
  return true
}
