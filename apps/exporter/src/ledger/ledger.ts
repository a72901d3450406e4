/**
 * The ledger remembers every export before, during and after its job: one object with everything
 * that may be asked of it or written into it.
 *
 * The statements themselves lie beside it by subject: `entry.ts` (a new one), `attached.ts` (its job,
 * its row), `life.ts` (until its end), `runs.ts` (while it is built), `reading.ts` and `schedule.ts` (one export, many exports),
 * `story.ts` (attempts, events), `audit.ts`, `upkeep.ts` (what the reconciler and the expiry look for). The database guarantees that a member has at most one
 * active export of a type; nothing here checks first and writes later.
 */
import type { Kysely } from 'kysely'
import type { KeptValue } from '@howdah/engine/api'
import { isPerson } from './actors.ts'
import type { Reason } from './reasons/reason.ts'
import * as attached from './attached.ts'
import { writeAudit, type AuditEntry, type AuditRecord } from './audit.ts'
import { auditActions, readAudit, type AuditFilter, type AuditPage } from './audit-reading.ts'
import { readCounts, type StateCounts } from './counts.ts'
import { enterExport } from './entry.ts'
import { forgottenAt } from './history.ts'
import * as life from './life.ts'
import type { Sought } from './live-queue.ts'
import { Looks, type Look } from './looks.ts'
import type { MemberNames } from './member-names.ts'
import { migrateLedger } from './migrations.ts'
import * as reading from './reading.ts'
import * as runs from './runs.ts'
import * as schedule from './schedule.ts'
import { KeptNumbers, type ExportNumbers } from './numbers.ts'
import { SpanCounts } from './span-counts.ts'
import * as story from './story.ts'
import { pendingJobs, readUpcoming, type Upcoming } from './upcoming.ts'
import type { LedgerDatabase } from './tables.ts'
import type {
  AttemptRecord,
  CountedPage,
  EventRecord,
  ExportFilter,
  ExportPage,
  ExportPageOptions,
  ExportProgress,
  ExportRecord,
  ExportState,
  ExportType,
  FailedRun,
  FinishedExport,
  NewExport,
  RequestOutcome,
  Run,
  VerifiedArchive,
} from './types.ts'

export class Ledger {
  /** For the statements of this room; other rooms use the methods. */
  readonly db: Kysely<LedgerDatabase>
  readonly #looks: Looks
  readonly #numbers: KeptNumbers
  readonly #spans: SpanCounts

  constructor(db: Kysely<LedgerDatabase>) {
    this.db = db
    this.#looks = new Looks(db)
    this.#numbers = new KeptNumbers(db)
    this.#spans = new SpanCounts(db)
  }

  /** Makes or updates schema `howdah`; safe when several processes start at once. */
  migrate(): Promise<void> {
    return migrateLedger(this.db)
  }

  // From request to end -----------------------------------------------------------------------

  /** Enters a new export, or answers with the one that is active already. */
  request(input: NewExport): Promise<RequestOutcome> {
    return enterExport(this.db, input)
  }

  /** Notes the job that will build it, once it is pushed. */
  attachJob(id: string, jid: string, state: ExportState = 'pending'): Promise<void> {
    return attached.attachJob(this.db, id, jid, state)
  }

  /** Notes Mastodon's own row for it. @returns false when it has one already. */
  attachBackup(id: string, backupId: string): Promise<boolean> {
    return attached.attachBackup(this.db, id, backupId)
  }

  /** Forgets Mastodon's row, which is gone. */
  detachBackup(id: string): Promise<void> {
    return attached.detachBackup(this.db, id)
  }

  /**
   * Begins a run. Null when this job has nothing to do: the export is cancelled, finished, gone, or
   * belongs to another job. A run that was still open is closed as `interrupted` and may no longer
   * write.
   */
  start(
    id: string,
    by: { jid: string | null; attempt: number; worker: string },
  ): Promise<Run | null> {
    return runs.start(this.db, id, by)
  }

  /**
   * Saves how far a run is, which is also its heartbeat.
   * @returns false when the run may not go on: cancelled, or another run has taken over.
   */
  progress(id: string, run: number, progress: ExportProgress | null): Promise<boolean> {
    return runs.progress(this.db, id, run, progress)
  }

  /** Notes which unfinished file the run writes, so that a crash leaves nothing unknown. */
  notePartial(id: string, run: number, partialKey: string): Promise<boolean> {
    return runs.notePartial(this.db, id, run, partialKey)
  }

  /** Notes what is about to be published. @returns false when the run may no longer write. */
  noteVerified(id: string, run: number, verified: VerifiedArchive): Promise<boolean> {
    return runs.noteVerified(this.db, id, run, verified)
  }

  /** The run has made its archive. @returns false when the run may no longer write. */
  done(id: string, run: number, finished: FinishedExport): Promise<boolean> {
    return runs.done(this.db, id, run, finished)
  }

  /** A try failed: `retrying` when it will be tried again, `failed` when not. */
  failed(id: string, failure: FailedRun): Promise<ExportRecord | null> {
    return runs.failed(this.db, id, failure)
  }

  /** The run was stopped by its process, which gives the job back to the queue. */
  interrupted(id: string, run: number, stage: string | null): Promise<void> {
    return runs.interrupted(this.db, id, run, stage)
  }

  /** @returns the export as it is now, or null when there was nothing to cancel. */
  cancel(
    id: string,
    actor: string,
    event: { readonly detail?: string | Reason; readonly reason?: string } = {},
  ): Promise<ExportRecord | null> {
    return life.cancel(this.db, id, { actor, ...event })
  }

  /** Undoes a request whose job could not be pushed: it must not block the member. */
  abandon(id: string, error: string): Promise<void> {
    return life.abandon(this.db, id, error)
  }

  /**
   * Makes a failed, stuck, retrying or scheduled export wait in the queue again, as job `jid`.
   * @returns null when its state does not allow it or another export of the member is active.
   */
  requeue(id: string, by: life.Requeue): Promise<ExportRecord | null> {
    return life.requeue(this.db, id, by)
  }

  /** The archive's file is gone: `expired`. @returns null when it was not `done`. */
  expire(id: string, actor: string, reason?: string): Promise<ExportRecord | null> {
    return life.expire(this.db, id, { actor, ...(reason === undefined ? {} : { reason }) })
  }

  /** A newer archive took the place of this one: `expired`. @returns null when it was not `done`. */
  replace(id: string, newerId: string): Promise<ExportRecord | null> {
    return life.replace(this.db, id, newerId)
  }

  /** Counts a download and notes who it was. */
  downloaded(id: string, actor: string): Promise<void> {
    return life.downloaded(this.db, id, actor)
  }

  // Reading -----------------------------------------------------------------------------------

  get(id: string): Promise<ExportRecord | null> {
    return reading.get(this.db, id)
  }

  byJid(jid: string): Promise<ExportRecord | null> {
    return reading.byJid(this.db, jid)
  }

  byJids(jids: readonly string[]): Promise<ReadonlyMap<string, ExportRecord>> {
    return reading.byJids(this.db, jids)
  }

  byBackupId(backupId: string): Promise<ExportRecord | null> {
    return reading.byBackupId(this.db, backupId)
  }

  /** The export of the member and type that is not finished yet. */
  active(userId: string, type: ExportType): Promise<ExportRecord | null> {
    return reading.active(this.db, userId, type)
  }

  /** The export schedule: a page of it, how many there are, and how many in each state. */
  list(options: ExportPageOptions = {}): Promise<ExportPage> {
    return schedule.wholePage(this.db, options)
  }

  /**
   * The same for a page of the site: a search is answered by an index of members, what so many fit that
   * counting takes longer than the page has no numbers, and those of the last days may be seconds old.
   * @param all how many are in each state, where that is asked for anyway
   */
  page(
    filter: ExportPageOptions,
    names: MemberNames,
    all: () => Promise<StateCounts> = () => this.countStates(),
  ): Promise<CountedPage> {
    return schedule.countedPage(this.db, filter, { names, spans: this.#spans, all })
  }

  /** How many exports fit a filter without its state, by state. */
  countFitting(filter: ExportFilter): Promise<StateCounts> {
    return schedule.countFitting(this.db, filter)
  }

  /** The first exports of a view, without counting how many there are. */
  async first(options: ExportPageOptions): Promise<readonly ExportRecord[]> {
    return (await schedule.readPage(this.db, options)).exports
  }

  /** What is planned for the next 24 hours. */
  upcoming(now: Date): Promise<Upcoming> {
    return readUpcoming(this.db, now)
  }

  /** The jobs of pending exports, oldest first. */
  pendingJobs(limit: number): Promise<readonly Sought[]> {
    return pendingJobs(this.db, limit)
  }

  /** How many exports are in each state. */
  countStates(): Promise<StateCounts> {
    return readCounts(this.db)
  }

  /** How many exports have given up since then. */
  failedSince(since: Date): Promise<number> {
    return schedule.countFailedSince(this.db, since)
  }

  /** A text that changes whenever an export, its progress or an operation does. */
  digest(): Promise<string> {
    return schedule.ledgerDigest(this.db)
  }

  /** All exports of a member, newest first; at most 200. */
  forMember(userId: string): Promise<readonly ExportRecord[]> {
    return reading.forMember(this.db, userId)
  }

  /** How many exports each of these members has had, those without any left out. */
  countByUser(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return reading.countByUser(this.db, userIds)
  }

  /** When the newest successful export of the member and type was requested. */
  lastSuccessAt(userId: string, type: ExportType): Promise<Date | null> {
    return reading.lastSuccessAt(this.db, userId, type)
  }

  // The story ---------------------------------------------------------------------------------

  /** Oldest first. */
  attempts(id: string): Promise<readonly AttemptRecord[]> {
    return story.attempts(this.db, id)
  }

  /**
   * How exports ended, how large they were and how long they took, over the last days: of many exports
   * as it was some minutes ago, an hour at most.
   */
  numbers(days: number, now: Date): Promise<KeptValue<ExportNumbers>> {
    return this.#numbers.get(days, now)
  }

  /** What happened to an export, oldest first. */
  events(id: string): Promise<readonly EventRecord[]> {
    return story.events(this.db, id)
  }

  /**
   * Writes down what a person or the program did: into the story of the export, where one is named,
   * and, when it was a person or concerns no export, into the audit.
   */
  async audit(entry: AuditEntry & { readonly exportId?: string }): Promise<void> {
    const { exportId, ...line } = entry
    if (exportId !== undefined) await story.noteEvent(this.db, { ...line, exportId })
    if (exportId !== undefined && !isPerson(entry.actor)) return
    const target = exportId === undefined ? {} : { target: `export ${exportId}` }
    await writeAudit(this.db, { ...target, ...line })
  }

  /**
   * Writes down that somebody is about to be shown what is another's; of the same on the same page once
   * in a quarter of an hour. Rejects when it cannot be written: show nothing then.
   */
  look(look: Look): Promise<void> {
    return look.things.length === 0 ? Promise.resolve() : this.#looks.record(look)
  }

  /** When an export that is no longer here was forgotten; null when it was never here. */
  forgottenAt(id: string): Promise<Date | null> {
    return forgottenAt(this.db, id)
  }

  /** The audit, newest first. */
  async auditLog(filter: AuditFilter = {}): Promise<readonly AuditRecord[]> {
    const { records } = await readAudit(this.db, filter)
    return records
  }

  /** One page of the audit, newest first, and where the next one begins. */
  auditPage(filter: AuditFilter): Promise<AuditPage> {
    return readAudit(this.db, filter)
  }

  /** Every verb that occurs in the audit. */
  auditActions(): Promise<readonly string[]> {
    return auditActions(this.db)
  }
}
