/**
 * Why an export failed, as a sentence that says what happened, with which value, and what to do.
 *
 * A failure keeps the class and the backtrace of the error below it, so that a search for either
 * still finds what others wrote about it.
 */
import type { Reason, StorageRemedy } from '../ledger/reasons/reason.ts'
import { inEnglish } from '../ledger/reasons/stored.ts'
import type { Run } from '../ledger/types.ts'
import { reasonOf } from '../start-error.ts'
import { S3Error } from '../storage/s3/errors.ts'

export type FailureCode =
  | 'disk-full'
  | 'database-timeout'
  | 'database-unreachable'
  | 'member-missing'
  | 'media-unreadable'
  | 'storage-not-writable'
  | 'storage-refused'
  | 'storage-unreachable'
  | 'other'

/** What the sentence needs to know about the run. */
export interface FailureScene {
  /** `@ada` */
  readonly member: string
  readonly stage: string | null
  /** Folder that the archive is written to. */
  readonly folder: string
  readonly freeBytes: bigint | null
  readonly neededBytes: number | null
  readonly statementTimeoutMs: number
  /** The environment variable that moves the folder. */
  readonly folderVariable: string
}

/** Which run failed, so that the ledger closes the right one. */
export interface FailedRunOf {
  readonly exportId: string
  readonly run: Run['number']
  readonly stage: string | null
  readonly worker: string
}

export class ExportFailure extends Error {
  readonly code: FailureCode
  /** Null for an error that nobody foresaw: then the message is its own. */
  readonly reason: Reason | null
  /** Null when it failed before the run began. */
  readonly run: FailedRunOf | null

  constructor(
    code: FailureCode,
    said: Reason | string,
    options: { readonly cause?: unknown; readonly run?: FailedRunOf | null },
  ) {
    const message = typeof said === 'string' ? said : inEnglish(said)
    super(message, { cause: options.cause })
    this.code = code
    this.reason = typeof said === 'string' ? null : said
    this.run = options.run ?? null
    this.name = options.cause === undefined ? 'ExportFailure' : originalClass(options.cause)
    const frames = framesOf(options.cause)
    if (frames !== '') this.stack = `${this.name}: ${message}\n${frames}`
  }
}

/** The member's row is gone: trying again changes nothing. */
export function memberMissing(userId: string, run: FailedRunOf | null): ExportFailure {
  const failure = new ExportFailure('member-missing', { code: 'member-missing', userId }, { run })
  failure.name = 'MemberMissing'
  return failure
}

/** The disk check before the first byte is written. */
export function diskTooSmall(scene: FailureScene, run: FailedRunOf | null): ExportFailure {
  const failure = new ExportFailure('disk-full', diskReason(scene), { run })
  failure.name = 'DiskFull'
  return failure
}

/** Media that the database names, the storage has, and this process may not or cannot read. */
export class MediaUnreadableError extends Error {
  readonly storageKey: string

  constructor(storageKey: string, cause: unknown) {
    super(`${storageKey} cannot be read.`, { cause })
    this.name = 'MediaUnreadableError'
    this.storageKey = storageKey
  }
}

/** Turns whatever was thrown into a failure that a person can act on. */
export function explainFailure(
  error: unknown,
  scene: FailureScene,
  run: FailedRunOf | null,
): ExportFailure {
  if (error instanceof ExportFailure) {
    return new ExportFailure(error.code, error.reason ?? error.message, { cause: error, run })
  }
  if (error instanceof MediaUnreadableError) return mediaFailure(error, run)
  if (error instanceof S3Error) return bucketFailure(error, run)
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ExportFailure('disk-full', diskReason(scene), { cause: error, run })
  }
  if (NOT_WRITABLE.has(code)) {
    const reason: Reason = { code: 'not-writable', folder: scene.folder, error: code }
    return new ExportFailure('storage-not-writable', reason, { cause: error, run })
  }
  if (isTimeout(error)) {
    return new ExportFailure('database-timeout', timeoutReason(scene, code), { cause: error, run })
  }
  if (isConnectionLoss(error)) {
    const reason: Reason = { code: 'database-away', error: reasonOf(error) }
    return new ExportFailure('database-unreachable', reason, { cause: error, run })
  }
  const message = error instanceof Error ? error.message : String(error)
  return new ExportFailure('other', message, { cause: error, run })
}

/** The last three: something else lies where the folder should be. */
const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'EISDIR'])

function diskReason(scene: FailureScene): Reason {
  return {
    code: 'disk-full',
    freeBytes: scene.freeBytes === null ? null : Number(scene.freeBytes),
    neededBytes: scene.neededBytes,
    folder: scene.folder,
    variable: scene.folderVariable,
  }
}

function bucketFailure(error: S3Error, run: FailedRunOf | null): ExportFailure {
  const sentence = error.message.replace(/\.$/, '')
  if (error.isTransient) {
    const reason: Reason = { code: 'storage-away', error: sentence }
    return new ExportFailure('storage-unreachable', reason, { cause: error, run })
  }
  const remedy = REFUSAL_REMEDIES[error.code] ?? 'other'
  const reason: Reason = { code: 'storage-refused', error: sentence, remedy }
  return new ExportFailure('storage-refused', reason, { cause: error, run })
}

const REFUSAL_REMEDIES: Readonly<Record<string, StorageRemedy>> = {
  AccessControlListNotSupported: 'acl',
  NoSuchBucket: 'bucket',
  InvalidAccessKeyId: 'key',
  SignatureDoesNotMatch: 'secret',
  RequestTimeTooSkewed: 'clock',
}

function mediaFailure(error: MediaUnreadableError, run: FailedRunOf | null): ExportFailure {
  if (error.cause instanceof S3Error) return bucketFailure(error.cause, run)
  const code = codeOf(error.cause)
  const isForbidden = code === 'EACCES' || code === 'EPERM'
  const reason: Reason = {
    code: isForbidden ? 'media-forbidden' : 'media-broken',
    file: error.storageKey,
    error: code,
  }
  return new ExportFailure('media-unreadable', reason, { cause: error.cause, run })
}

function timeoutReason(scene: FailureScene, code: string): Reason {
  return {
    code: 'database-slow',
    seconds: scene.statementTimeoutMs / 1_000,
    stage: scene.stage,
    member: scene.member,
    sqlState: /^[0-9A-Z]{5}$/.test(code) ? code : null,
  }
}

/** 57014 = stopped by statement_timeout, 55P03 = by lock_timeout; the last is pg's own limit. */
function isTimeout(error: unknown): boolean {
  const code = codeOf(error)
  if (code === '57014' || code === '55P03') return true
  return error instanceof Error && error.message === 'Query read timeout'
}

const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'])

/** What `pg` says without a code: cut under way, cut while idle, no answer to the greeting. */
const LOST_CONNECTION =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when)/

/** SQLSTATE classes 08 (connection) and 57P (the server shuts down), 53300 (too many clients). */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error)
  if (NETWORK_CODES.has(code) || /^(?:08...|57P0.|53300)$/.test(code)) return true
  return error instanceof Error && LOST_CONNECTION.test(error.message)
}

/** An error code of Node.js (`ENOSPC`) or an SQLSTATE (`57014`); "" without one. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
}

/** `DatabaseError`, `RangeError`; for a system error, whose class is only "Error", its code. */
export function originalClass(error: unknown): string {
  if (!(error instanceof Error)) return 'ThrownValue'
  if (error instanceof ExportFailure) return error.name
  const name = error.constructor.name
  return name === 'Error' || name === 'SystemError' ? codeOf(error) || 'Error' : name
}

function framesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
}
