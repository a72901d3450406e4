/**
 * The words of the ledger: an export, its nine states, its attempts and the events of its story.
 *
 * Ids are decimal strings, because Mastodon's are 64-bit integers that a JavaScript number would
 * round. Dates are `Date`s in UTC. Sizes are bytes.
 */

import type { Reason } from './reasons/reason.ts'

/** What an export makes: the whole account (`backup`) or the lists to take along (`migration`). */
export type ExportType = 'backup' | 'migration'

/** What is asked for; an {@link ExportRecord} fits. */
export interface ExportKind {
  readonly type: ExportType
  /** False only for an archive without the files of its posts. */
  readonly includesMedia: boolean
}

export const EXPORT_TYPES: readonly ExportType[] = ['backup', 'migration']

/**
 * Where an export stands.
 *
 * - `pending` waits in the queue, `scheduled` waits for a time, `running` is being built
 * - `retrying` failed and has a next try, `failed` gave up, `stuck` has a row but no job anywhere
 * - `done` has an archive, `expired` had one, `cancelled` was stopped by a person
 */
export type ExportState =
  | 'pending'
  | 'scheduled'
  | 'running'
  | 'retrying'
  | 'failed'
  | 'stuck'
  | 'done'
  | 'expired'
  | 'cancelled'

export const EXPORT_STATES: readonly ExportState[] = [
  'pending',
  'scheduled',
  'running',
  'retrying',
  'failed',
  'stuck',
  'done',
  'expired',
  'cancelled',
]

/** States in which an export keeps its member from requesting a second one of the same type. */
export const ACTIVE_STATES: readonly ExportState[] = [
  'pending',
  'scheduled',
  'running',
  'retrying',
  'stuck',
]

/** States from which an export can be tried again at once. */
export const RETRYABLE_STATES: readonly ExportState[] = ['retrying', 'failed', 'stuck']

export function isActive(state: ExportState): boolean {
  return ACTIVE_STATES.includes(state)
}

/** `own`: asked for one by one; `bulk`: asked for together, and let in by turns. */
export type ExportLane = 'own' | 'bulk'

/** The off-peak window, a time that somebody chose, or its turn in a bulk request. */
export type WaitsFor = 'window' | 'time' | 'turn'

/** Whose worker builds an export. */
export type Performer = 'howdah' | 'mastodon'

/** How far a run is: the stage in words, items done, and of how many (null while unknown). */
export interface ExportProgress {
  readonly stage: string
  readonly done: number
  readonly total: number | null
}

/** One row of the export schedule. */
export interface ExportRecord {
  readonly id: string
  readonly userId: string
  readonly accountId: string
  readonly username: string
  /** The address in Mastodon's `users` table at this moment; null once the user is gone. */
  readonly email: string | null
  readonly type: ExportType
  readonly state: ExportState
  readonly jid: string | null
  /** Whose worker builds it: ours, or Mastodon's own, which we only watch. */
  readonly performer: Performer
  /** Row of Mastodon's own `backups` table; only for type `backup`. */
  readonly backupId: string | null
  readonly requestedAt: Date
  /** One of the words of actors.ts, or the user name of the administrator who asked. */
  readonly requestedBy: string
  /** When it runs: the time of a scheduled export, the next try of a retrying one; else null. */
  readonly runsAt: Date | null
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly expiresAt: Date | null
  /** Tries so far, those by hand included: a run cut short by a restart is not a try. */
  readonly attempts: number
  readonly maxAttempts: number
  readonly progress: ExportProgress | null
  readonly sizeBytes: number | null
  readonly fileName: string | null
  /** Where the archive lies in the storage of its type. */
  readonly storageKey: string | null
  readonly sha256: string | null
  /** Its files, where it was split into several; `sizeBytes` is their sum then. Else empty. */
  readonly parts: readonly ArchivePart[]
  /** The last failure as a sentence; null once the export is done. */
  readonly error: string | null
  /** The same for readers of other languages; null: only the sentence is known. */
  readonly errorReason: Reason | null
  readonly errorClass: string | null
  /** Media files that the database names and the archive does not have, or not wholly. */
  readonly missingFiles: number
  /** The first hundred of them. */
  readonly missingFileNames: readonly string[]
  /** Why, in words, one for each name; empty for archives made before reasons were kept. */
  readonly missingFileReasons: readonly string[]
  readonly downloads: number
  readonly lastDownloadAt: Date | null
  readonly heartbeatAt: Date | null
  /** Where its job lies; null: in the usual queue. */
  readonly queue: string | null
  readonly lane: ExportLane
  /** What keeps it, or kept it, from starting at once; null: nothing. */
  readonly waitsFor: WaitsFor | null
  /** A little more than the archive is expected to take; null when nobody estimated it. */
  readonly estimatedBytes: number | null
  /** Why an administrator asked for it. */
  readonly reason: string | null
  /** False: an archive that was asked for without the files of its posts. */
  readonly includesMedia: boolean
  /** The newer export whose archive took the place of this one's; null: its file is there, or had its time. */
  readonly replacedBy: string | null
}

/** One of several files of an archive: a whole zip of its own. */
export interface ArchivePart {
  readonly fileName: string
  readonly storageKey: string
  readonly sizeBytes: number
  /** Hexadecimal. */
  readonly sha256: string
  /** Its own row in Mastodon's `backups`; null for archives that only we know. */
  readonly backupId: string | null
}

/** How a try ended; `running` while it has not. */
export type AttemptOutcome = 'running' | 'done' | 'retry' | 'failed' | 'interrupted' | 'cancelled'

/** One try to build an export. */
export interface AttemptRecord {
  /** 1 for the first run of this export; also counts runs that were cut short. */
  readonly number: number
  readonly startedAt: Date
  readonly finishedAt: Date | null
  /** The stage it was in when it ended. */
  readonly stage: string | null
  /** Identity of the process that ran it. */
  readonly worker: string
  readonly errorClass: string | null
  readonly error: string | null
  readonly errorReason: Reason | null
  readonly backtrace: readonly string[] | null
  readonly outcome: AttemptOutcome
}

/** One line of an export's story, or of the audit log (then without an export). */
export interface EventRecord {
  readonly id: string
  readonly exportId: string | null
  readonly at: Date
  /** `member`, an administrator's user name, `worker` or `howdah`. */
  readonly actor: string
  /** A verb in the past tense, such as `requested`, `started`, `failed`, `downloaded`. */
  readonly action: string
  readonly detail: string | null
  /** The same for readers of other languages; null: only the sentence is known. */
  readonly detailReason: Reason | null
}

/** Input of {@link Ledger.request}. */
export interface NewExport {
  readonly userId: string
  readonly accountId: string
  readonly username: string
  readonly type: ExportType
  readonly requestedBy: string
  /** Leave out to run as soon as a worker is free. */
  readonly runsAt?: Date
  /** Jid of the job that will build it, when it is known already. */
  readonly jid?: string
  /** Tries before it gives up; 5 when left out. */
  readonly maxAttempts?: number
  /** `howdah` when left out. */
  readonly performer?: Performer
  /** Mastodon's row, when it is there already. */
  readonly backupId?: string
  /** Now when left out. */
  readonly requestedAt?: Date
  readonly waitsFor?: WaitsFor
  readonly queue?: string
  readonly estimatedBytes?: number
  /** Why an administrator asks. */
  readonly reason?: string
  /** True when left out; false only for a `backup` that Howdah builds. */
  readonly includesMedia?: boolean
}

export type RequestOutcome =
  | { readonly kind: 'created'; readonly export: ExportRecord }
  | { readonly kind: 'active'; readonly export: ExportRecord }

/** Permission to build: the export and the number of this run, which every later write must show. */
export interface Run {
  readonly export: ExportRecord
  readonly number: number
  /** Storage key of what an earlier run left unfinished, to go on with. */
  readonly leftoverKey: string | null
}

/** What can be done to many exports at once. */
export type OperationAction = 'retry' | 'cancel' | 'delete-file'
export type OperationState = 'running' | 'done' | 'aborted'

export interface ExportFilter {
  readonly state?: ExportState | readonly ExportState[]
  readonly type?: ExportType
  /** Part of a user name or of an e-mail address, or an exact export or user id. */
  readonly search?: string
  readonly requestedSince?: Date
}

/**
 * `newest` and `oldest` go by request; `next` by when it runs, what has ended last; `largest` by size;
 * `tries` begins with the most.
 */
export type ExportSort = 'newest' | 'oldest' | 'next' | 'largest' | 'tries'

export interface ExportPageOptions extends ExportFilter {
  readonly sort?: ExportSort
  /** `next` of the page before. */
  readonly after?: string
  /** Rows a page; 50 when left out, at most 500. */
  readonly limit?: number
}

export interface ExportPage {
  readonly exports: readonly ExportRecord[]
  /** Rows that match the whole filter. */
  readonly total: number
  /** Rows a state that match the filter without its state. */
  readonly counts: Readonly<Record<ExportState, number>>
  /** Cursor of the following page; null on the last. */
  readonly next: string | null
}

/** A page whose numbers are null where so many exports fit that counting them takes too long. */
export type CountedPage =
  | ExportPage
  | (Omit<ExportPage, 'total' | 'counts'> & { readonly total: null; readonly counts: null })

/** What {@link Ledger.noteVerified} writes. */
export interface VerifiedArchive {
  readonly sizeBytes: number
  /** Hexadecimal; null for an archive of several files. */
  readonly sha256: string | null
  /** Empty for an archive of one file. */
  readonly parts: readonly ArchivePart[]
  readonly missingFiles: number
  readonly missingFileNames: readonly string[]
  /** One for each name. */
  readonly missingFileReasons: readonly string[]
}

/** What {@link Ledger.done} writes. */
export interface FinishedExport {
  readonly sizeBytes: number
  readonly fileName: string
  readonly storageKey: string
  readonly sha256?: string | null
  readonly expiresAt: Date | null
  readonly missingFiles: number
  readonly missingFileNames: readonly string[]
  /** One for each name. */
  readonly missingFileReasons?: readonly string[]
}

/** What {@link Ledger.failed} writes. */
export interface FailedRun {
  /** Number of the run that failed; null when it failed before it could start one. */
  readonly run: number | null
  /** The job's count, 1 for the first try. */
  readonly attempt: number
  readonly error: string | Reason
  readonly errorClass: string
  readonly backtrace: readonly string[]
  readonly stage: string | null
  readonly worker: string
  /** When it will be tried again; null when it will not. */
  readonly retryAt: Date | null
}
