/** Exports that do not end as their members expect. */
import { reasonOf } from '../../start-error.ts'
import { adoptBackup } from '../../adopt/adopt-backup.ts'
import { findBackupJobs } from '../../adopt/ruby-jobs.ts'
import {
  exportsWithoutMember,
  failuresSince,
  incompleteArchives,
  stuckExports,
  type FailureGroup,
} from '../../ledger/findings.ts'
import { readRetentionDays } from '../../ledger/settings.ts'
import { correct } from '../../ledger/upkeep.ts'
import { unknownBackups } from '../../ledger/watched.ts'
import { unfinishedBackups } from '../../mastodon/findings.ts'
import { readBackupRetentionDays } from '../../mastodon/settings.ts'
import {
  command,
  failure,
  firstOf,
  ok,
  page,
  setting,
  warning,
  type Check,
  type Finding,
  type Patient,
  type Remedy,
} from '../check.ts'
import { formatBytes } from '../../format-bytes.ts'
import { type Reason, reasonText } from '../../ledger/reasons/reason.ts'
import type { CheckWords } from '../words/check-words.ts'

const MANY = 1_000
const DAY_MS = 86_400_000
/** Mastodon's own worker gives up after about ten minutes; an hour is past all hope. */
const LOST_MS = 3_600_000

const at = (name: string): string => `@${name}`

function membersOf(words: CheckWords, rows: readonly { readonly username: string }[]): string {
  return firstOf(
    words,
    rows.map(({ username }) => at(username)),
  )
}

const stuck: Check = {
  name: 'stuck-exports',
  title: (words) => words.titles['stuck-exports'],
  looksAt: 'exports without a job anywhere, or without a sign of life for 5 minutes',
  needs: ['tables'],
  look: async ({ db }) => {
    const rows = await stuckExports(db, MANY)
    if (rows.length === 0) return ok(({ found }) => found.none)
    return failure(
      (words) => words.found.exports.stuck(rows.length, membersOf(words, rows)),
      (words) => words.means.jobsLost,
      { kind: 'mend', label: (words) => words.labels.queueAgain },
    )
  },
  mend: async ({ db, exports }, actor) => {
    let queued = 0
    const reasons: string[] = []
    for (const { id } of await stuckExports(db, MANY)) {
      const result = await exports.retryNow(id, actor).catch((error: unknown) => ({
        kind: 'unchanged' as const,
        reason: `${reasonOf(error)}.`,
      }))
      if (result.kind === 'changed') queued += 1
      else reasons.push(result.reason)
    }
    return (words) => [words.mended.queuedAgain(queued), ...reasons.slice(0, 3)].join(' ')
  },
}

const lost: Check = {
  name: 'compiling-requests',
  title: (words) => words.titles['compiling-requests'],
  looksAt: 'unfinished rows of Mastodon’s table backups that are older than an hour, and all jobs',
  needs: ['tables', 'redis'],
  look: async (patient) => {
    const rows = await lostRequests(patient)
    if (rows.length === 0) return ok(({ found }) => found.none)
    return failure(
      (words) => {
        const names = rows.map(({ id, username }) =>
          username === null ? words.found.exports.row(id) : at(username),
        )
        return words.found.exports.noJob(rows.length, firstOf(words, names))
      },
      (words) => words.means.underWayForDays,
      { kind: 'mend', label: (words) => words.labels.enterAndBuild },
    )
  },
  mend: async (patient, actor) => {
    const { db, ledger } = patient
    let queued = 0
    for (const { id } of await lostRequests(patient)) {
      const record = await adoptBackup(
        { db, ledger },
        { backupId: id, jid: null, performer: 'mastodon' },
      )
      if (record !== null && (await takeUp(patient, record.id, actor))) queued += 1
    }
    return (words) => words.mended.takenUp(queued)
  },
}

/** It is as if the reconciler had looked twice and found nothing. */
async function takeUp({ db, exports }: Patient, id: string, actor: string): Promise<boolean> {
  const reason: Reason = { code: 'job-nowhere' }
  await correct(db, { id, from: 'pending', run: 0, to: 'stuck', runsAt: null, reason })
  return (await exports.retryNow(id, actor)).kind === 'changed'
}

interface LostRequest {
  readonly id: string
  readonly username: string | null
}

/** In `watch` and `take-over` the reconciler has most of them; these are the rest. */
async function lostRequests({ db, redis, now }: Patient): Promise<readonly LostRequest[]> {
  const before = new Date(now.getTime() - LOST_MS)
  const unfinished = await unfinishedBackups(db, before, MANY)
  if (unfinished.length === 0) return []
  const unknown = await unknownBackups(db, before, { afterId: '0', limit: MANY, isOpen: true })
  const ids = new Set(unknown.map(({ id }) => id))
  const jobs = await findBackupJobs(redis)
  if (!jobs.isComplete) throw new Error('the queues are too long to be read in time')
  return unfinished
    .filter(({ id }) => ids.has(id) && !jobs.jids.has(id))
    .map(({ id, username }) => ({ id, username }))
}

const failures: Check = {
  name: 'failures',
  title: (words) => words.titles.failures,
  looksAt: 'what failed in the last 24 hours, by kind of error',
  needs: ['tables'],
  look: async ({ db, now, config }) => {
    const groups = await failuresSince(db, new Date(now.getTime() - DAY_MS))
    const [most] = groups
    if (most === undefined) return ok(({ found }) => found.exports.noFailure)
    const total = groups.reduce((sum, { count }) => sum + count, 0)
    const kinds = groups.map(({ errorClass, count }) => `${errorClass} ${count}`)
    const isFinal = groups.some((group) => group.isFinal)
    return {
      state: isFinal ? 'error' : 'warning',
      found: (words) =>
        words.found.exports.failures(total, firstOf(words, kinds), errorText(words, most)),
      means: isFinal
        ? (words) => words.means.toldOfFailure
        : (words) => words.means.triedByThemselves,
      remedy: remedyOf(most, config.database.statementTimeoutMs),
    }
  },
}

function errorText(words: CheckWords, { error, reason }: FailureGroup): string {
  return reason === null ? error : reasonText(reason, words.reasons, formatBytes)
}

/** One for each cause that has a remedy of its own; the reason itself says the rest. */
function remedyOf(group: FailureGroup, statementTimeoutMs: number): Remedy {
  if (/disk|ENOSPC|No space/i.test(`${group.errorClass} ${group.error}`)) {
    return command('df -h && howdah doctor --only disk-space')
  }
  if (/57014|longer than/.test(group.error)) {
    const seconds = Math.round((2 * statementTimeoutMs) / 1_000)
    return setting(`HOWDAH_STATEMENT_TIMEOUT_SECONDS=${seconds}`)
  }
  return page((words) => words.labels.lookAndRetry, `/sidekiq/exports/${group.newestId}`)
}

const missing: Check = {
  name: 'missing-members',
  title: (words) => words.titles['missing-members'],
  looksAt: 'exports of the last 30 days without a row in users',
  needs: ['tables'],
  look: async ({ db, now }) => {
    const since = new Date(now.getTime() - 30 * DAY_MS)
    const rows = await exportsWithoutMember(db, since, MANY)
    const [first] = rows
    if (first === undefined) return ok(({ found }) => found.exports.noneMissing)
    return warning(
      (words) => words.found.exports.membersGone(rows.length, membersOf(words, rows)),
      (words) => words.means.nobodyToServe,
      page((words) => words.labels.cancelOrDelete, `/sidekiq/exports/${first.id}`),
    )
  },
}

const incomplete: Check = {
  name: 'missing-media',
  title: (words) => words.titles['missing-media'],
  looksAt: 'media files that archives of the last 7 days had to leave out',
  needs: ['tables'],
  look: async ({ db, now }) => {
    const rows = await incompleteArchives(db, new Date(now.getTime() - 7 * DAY_MS), MANY)
    const [first] = rows
    if (first === undefined) return ok(({ found }) => found.exports.complete)
    const files = rows.reduce((sum, { missingFiles }) => sum + missingFiles, 0)
    return warning(
      ({ found }) => {
        const example = `@${first.username}: ${first.reason ?? found.jobs.noReason}`
        return found.exports.filesMissing(files, rows.length, example)
      },
      (words) => words.means.storageLacks,
      page((words) => words.labels.seeWhich, `/sidekiq/exports/${first.id}`),
    )
  },
}

const retention: Check = {
  name: 'retention',
  title: (words) => words.titles.retention,
  looksAt:
    'HOWDAH_RETENTION_DAYS or what was set under Exports, and Mastodon’s setting “User archive retention period”',
  needs: ['tables'],
  look: lookAtRetention,
}

/** Mastodon deletes rows and files by its own period, ours too. */
async function lookAtRetention({ db, config }: Patient): Promise<Finding> {
  const configured = config.exports.retentionDays
  const [ours, theirs] = await Promise.all([
    readRetentionDays(db, configured),
    readBackupRetentionDays(db),
  ])
  if (theirs === null) return ok(({ found }) => found.exports.keptAlone(ours))
  if (theirs >= ours) return ok(({ found }) => found.exports.kept(ours, theirs))
  return warning(
    ({ found }) => found.exports.deletedEarlier(ours, theirs),
    (words) => words.means.vanishEarly,
    ours === configured
      ? setting(`HOWDAH_RETENTION_DAYS=${theirs}`)
      : page((words) => words.labels.changeSetting, '/admin/exports'),
  )
}

export const EXPORT_CHECKS: readonly Check[] = [
  stuck,
  lost,
  failures,
  missing,
  incomplete,
  retention,
]
