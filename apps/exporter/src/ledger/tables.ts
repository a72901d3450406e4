/**
 * Kysely's view of the schema `howdah`, and how its rows become records.
 *
 * Checklist: a new column needs a step in migrations/ and in migration-steps.ts, a line here, a line in
 * {@link toExportRecord} and a field in types.ts.
 */
import type { ColumnType, Generated, Selectable } from 'kysely'
import type { MastodonDatabase } from '../mastodon/tables.ts'
import { readReason } from './reasons/stored.ts'
import type {
  ArchivePart,
  AttemptOutcome,
  AttemptRecord,
  EventRecord,
  ExportFilter,
  ExportLane,
  ExportProgress,
  ExportRecord,
  ExportState,
  ExportType,
  OperationAction,
  OperationState,
  Performer,
  WaitsFor,
} from './types.ts'

/** bigint columns arrive as strings; numbers may be written. */
type BigIntColumn = ColumnType<string, string | number, string | number>
type NullableBigInt = ColumnType<
  string | null,
  string | number | null | undefined,
  string | number | null
>
/** The reason that the column beside it says in English, as JSON: see reasons/stored.ts. */
type Facts = ColumnType<unknown, string | null | undefined, string | null>
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>

export interface ExportsTable {
  id: Generated<string>
  user_id: BigIntColumn
  account_id: BigIntColumn
  username: string
  type: ExportType
  state: ExportState
  jid: Nullable<string>
  performer: Generated<Performer>
  /** When the job was pushed; null between the insert and the push. */
  enqueued_at: Nullable<Date>
  backup_id: NullableBigInt
  requested_at: Generated<Date>
  requested_by: string
  runs_at: Nullable<Date>
  started_at: Nullable<Date>
  finished_at: Nullable<Date>
  expires_at: Nullable<Date>
  attempts: Generated<number>
  max_attempts: Generated<number>
  /** Fencing token: grows with every start; only the holder of the newest may write. */
  run: Generated<number>
  progress_stage: Nullable<string>
  progress_done: NullableBigInt
  progress_total: NullableBigInt
  heartbeat_at: Nullable<Date>
  /** When the reconciler first found no job for it; null while one is known. */
  missing_since: Nullable<Date>
  size_bytes: NullableBigInt
  file_name: Nullable<string>
  storage_key: Nullable<string>
  /** The unfinished file of a run; null when there is nothing to clean. */
  partial_key: Nullable<string>
  sha256: Nullable<string>
  /** JSON; see {@link ArchivePart}. */
  parts: ColumnType<ArchivePart[], string | undefined, string>
  /** Of its parts, to be found by. */
  part_backup_ids: ColumnType<string[], string[] | undefined, string[]>
  error: Nullable<string>
  error_facts: Facts
  error_class: Nullable<string>
  missing_files: Generated<number>
  missing_file_names: Generated<string[]>
  missing_file_reasons: Generated<string[]>
  downloads: Generated<number>
  last_download_at: Nullable<Date>
  /** When the member was told how it ended; null = not yet. */
  mailed_at: Nullable<Date>
  lane: Generated<ExportLane>
  waits_for: Nullable<WaitsFor>
  queue: Nullable<string>
  estimated_bytes: NullableBigInt
  reason: Nullable<string>
  includes_media: Generated<boolean>
  replaced_by: Nullable<string>
}

/** Added up; see counts.ts. */
export interface ExportCountsTable {
  state: ExportState
  type: ExportType
  count: BigIntColumn
}

export interface ExportAttemptsTable {
  id: Generated<string>
  export_id: BigIntColumn
  number: number
  started_at: Generated<Date>
  finished_at: Nullable<Date>
  stage: Nullable<string>
  worker: string
  error_class: Nullable<string>
  error: Nullable<string>
  error_facts: Facts
  backtrace: Nullable<string[]>
  outcome: AttemptOutcome
}

export interface ExportEventsTable {
  id: Generated<string>
  export_id: NullableBigInt
  at: Generated<Date>
  actor: string
  action: string
  detail: Nullable<string>
  detail_facts: Facts
}

export interface ServerSettingsTable {
  name: string
  value: number
  changed_by: string
  changed_at: Generated<Date>
}

export interface MemberChoicesTable {
  user_id: BigIntColumn
  mail: Generated<boolean>
  changed_at: Generated<Date>
}

export interface RecurringExportsTable {
  user_id: BigIntColumn
  type: ExportType
  every_months: number
  /** The first of its times; the others are counted from it, so that none drifts. */
  anchor_at: Date
  /** Null once it has ended. */
  next_at: Nullable<Date>
  /** Until then one process has it. */
  claimed_until: Nullable<Date>
  last_export_id: NullableBigInt
  /** Exports that failed, one after the other. */
  failures: Generated<number>
  ended_reason: Nullable<string>
  includes_media: Generated<boolean>
}

export interface AuditTable {
  id: Generated<string>
  at: Generated<Date>
  actor: string
  action: string
  target: Nullable<string>
  reason: Nullable<string>
  result: Generated<string>
  detail: Nullable<string>
  detail_facts: Facts
  page: Nullable<string>
  subjects: Generated<string[]>
}

/** A look by its key, and when it was last written into the audit. */
export interface LooksTable {
  key: string
  at: Date
}

/** An {@link ExportFilter} as JSON: dates are text there. */
export type StoredFilter = Omit<ExportFilter, 'requestedSince'> & {
  readonly requestedSince?: string
}

export interface OperationsTable {
  id: Generated<string>
  action: OperationAction
  /** JSON; see {@link ExportFilter}. */
  filter: ColumnType<StoredFilter, string, string>
  reason: string
  created_by: string
  created_at: Generated<Date>
  ended_at: Nullable<Date>
  state: Generated<OperationState>
  total: number
  looked: Generated<number>
  changed: Generated<number>
  cursor: ColumnType<string, string | undefined, string>
  up_to: BigIntColumn
  owner: Nullable<string>
  beat_at: Nullable<Date>
  problem: Nullable<string>
}

/** The ledger's own tables. */
export type LedgerTables = {
  'howdah.server_settings': ServerSettingsTable
  'howdah.member_choices': MemberChoicesTable
  'howdah.recurring_exports': RecurringExportsTable
  'howdah.audit': AuditTable
  'howdah.looks': LooksTable
  'howdah.operations': OperationsTable
  'howdah.exports': ExportsTable
  'howdah.export_counts': ExportCountsTable
  'howdah.export_attempts': ExportAttemptsTable
  'howdah.export_events': ExportEventsTable
}

/** What the ledger reads and writes: its own tables, and the address in Mastodon's `users`. */
export type LedgerDatabase = LedgerTables & Pick<MastodonDatabase, 'users'>

/** A row of `howdah.exports`, joined with the member's present address. */
export type ExportRow = Selectable<ExportsTable> & { email: string | null }

export function toExportRecord(row: ExportRow): ExportRecord {
  return {
    id: row.id,
    userId: row.user_id,
    accountId: row.account_id,
    username: row.username,
    email: row.email,
    type: row.type,
    state: row.state,
    jid: row.jid,
    performer: row.performer,
    backupId: row.backup_id,
    requestedAt: row.requested_at,
    requestedBy: row.requested_by,
    runsAt: row.runs_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    expiresAt: row.expires_at,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    progress: toProgress(row),
    sizeBytes: toNumber(row.size_bytes),
    fileName: row.file_name,
    storageKey: row.storage_key,
    sha256: row.sha256,
    parts: row.parts,
    error: row.error,
    errorReason: readReason(row.error_facts, row.error),
    errorClass: row.error_class,
    missingFiles: row.missing_files,
    missingFileNames: row.missing_file_names,
    missingFileReasons: row.missing_file_reasons,
    downloads: row.downloads,
    lastDownloadAt: row.last_download_at,
    heartbeatAt: row.heartbeat_at,
    queue: row.queue,
    lane: row.lane,
    waitsFor: row.waits_for,
    estimatedBytes: toNumber(row.estimated_bytes),
    reason: row.reason,
    includesMedia: row.includes_media,
    replacedBy: row.replaced_by,
  }
}

function toProgress(row: ExportRow): ExportProgress | null {
  if (row.progress_stage === null) return null
  return {
    stage: row.progress_stage,
    done: Number(row.progress_done ?? 0),
    total: toNumber(row.progress_total),
  }
}

function toNumber(value: string | null): number | null {
  return value === null ? null : Number(value)
}

export function toAttemptRecord(row: Selectable<ExportAttemptsTable>): AttemptRecord {
  return {
    number: row.number,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    stage: row.stage,
    worker: row.worker,
    errorClass: row.error_class,
    error: row.error,
    errorReason: readReason(row.error_facts, row.error),
    backtrace: row.backtrace,
    outcome: row.outcome,
  }
}

export function toEventRecord(row: Selectable<ExportEventsTable>): EventRecord {
  return {
    id: row.id,
    exportId: row.export_id,
    at: row.at,
    actor: row.actor,
    action: row.action,
    detail: row.detail,
    detailReason: readReason(row.detail_facts, row.detail),
  }
}
