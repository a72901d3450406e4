/**
 * Why an export failed, as a sentence that says what happened, with which value, and what to do.
 *
 * A failure keeps the class and the backtrace of the error below it, so that a search for either
 * still finds what others wrote about it.
 */
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
  /** Null when it failed before the run began. */
  readonly run: FailedRunOf | null

  constructor(
    code: FailureCode,
    message: string,
    options: { readonly cause?: unknown; readonly run?: FailedRunOf | null },
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.run = options.run ?? null
    this.name = options.cause === undefined ? 'ExportFailure' : originalClass(options.cause)
    const frames = framesOf(options.cause)
    if (frames !== '') this.stack = `${this.name}: ${message}\n${frames}`
  }
}

/** The member's row is gone: trying again changes nothing. */
export function memberMissing(userId: string, run: FailedRunOf | null): ExportFailure {
  const failure = new ExportFailure(
    'member-missing',
    `The member with user id ${userId} no longer exists. Delete this job: there is nobody to ` +
      'make an archive for.',
    { run },
  )
  failure.name = 'MemberMissing'
  return failure
}

/** The disk check before the first byte is written. */
export function diskTooSmall(scene: FailureScene, run: FailedRunOf | null): ExportFailure {
  const failure = new ExportFailure('disk-full', diskSentence(scene), { run })
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
  if (error instanceof ExportFailure)
    return new ExportFailure(error.code, error.message, { cause: error, run })
  if (error instanceof MediaUnreadableError) return mediaFailure(error, run)
  if (error instanceof S3Error) return bucketFailure(error, run)
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ExportFailure('disk-full', diskSentence(scene), { cause: error, run })
  }
  if (NOT_WRITABLE.has(code)) {
    return new ExportFailure('storage-not-writable', writeSentence(scene, code), {
      cause: error,
      run,
    })
  }
  if (isTimeout(error)) {
    return new ExportFailure('database-timeout', timeoutSentence(scene, code), {
      cause: error,
      run,
    })
  }
  if (isConnectionLoss(error)) {
    return new ExportFailure('database-unreachable', connectionSentence(error), {
      cause: error,
      run,
    })
  }
  const message = error instanceof Error ? error.message : String(error)
  return new ExportFailure('other', message, { cause: error, run })
}

/** The last three: something else lies where the folder should be. */
const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'EISDIR'])

function diskSentence(scene: FailureScene): string {
  const free = scene.freeBytes === null ? 'nothing' : formatBytes(Number(scene.freeBytes))
  const needed =
    scene.neededBytes === null ? '' : `; this archive needs about ${formatBytes(scene.neededBytes)}`
  return (
    `The disk is full: ${free} free in ${scene.folder}${needed}. Free some space, or let ` +
    `${scene.folderVariable} name a folder on a larger disk, then retry.`
  )
}

function writeSentence(scene: FailureScene, code: string): string {
  return (
    `The archive cannot be written to ${scene.folder} (${code}). See that it is a folder in which ` +
    'the user that runs "howdah work" may write, then retry.'
  )
}

function bucketFailure(error: S3Error, run: FailedRunOf | null): ExportFailure {
  const isUnreachable = error.isTransient
  const remedy = isUnreachable
    ? 'What has arrived is safe: the export is tried again by itself and goes on there.'
    : (REFUSAL_REMEDIES[error.code] ??
      'Check S3_BUCKET, S3_REGION and S3_ENDPOINT, and that the key may read, write, list and ' +
        'delete objects and uploads in it; then retry.')
  return new ExportFailure(
    isUnreachable ? 'storage-unreachable' : 'storage-refused',
    `${error.message.replace(/\.$/, '')}. ${remedy}`,
    { cause: error, run },
  )
}

const REFUSAL_REMEDIES: Readonly<Record<string, string>> = {
  AccessControlListNotSupported:
    'This bucket knows no ACLs: set S3_PERMISSION to an empty value, as for Mastodon, then retry.',
  NoSuchBucket: 'Correct S3_BUCKET or S3_ENDPOINT, then retry.',
  InvalidAccessKeyId: 'Correct AWS_ACCESS_KEY_ID, then retry.',
  SignatureDoesNotMatch: 'Correct AWS_SECRET_ACCESS_KEY or S3_REGION, then retry.',
  RequestTimeTooSkewed: "Set this machine's clock right, then retry.",
}

function mediaFailure(error: MediaUnreadableError, run: FailedRunOf | null): ExportFailure {
  if (error.cause instanceof S3Error) return bucketFailure(error.cause, run)
  const code = codeOf(error.cause)
  const isForbidden = code === 'EACCES' || code === 'EPERM'
  const remedy = isForbidden
    ? 'Give the user that runs "howdah work" the right to read Mastodon\'s media folder, then retry.'
    : 'Check the disk that holds it, or delete the file so that it is listed as missing, then retry.'
  return new ExportFailure(
    'media-unreadable',
    `The media file ${error.storageKey} exists but cannot be read (${code}). ${remedy}`,
    { cause: error.cause, run },
  )
}

function timeoutSentence(scene: FailureScene, code: string): string {
  const seconds = scene.statementTimeoutMs / 1_000
  const doing = scene.stage === null ? '' : ` while it read the ${scene.stage} of ${scene.member}`
  const sqlState = /^[0-9A-Z]{5}$/.test(code) ? ` (SQLSTATE ${code})` : ''
  return (
    `The database took longer than ${seconds} s to answer${doing} and was stopped${sqlState}. ` +
    'Retry when it is less busy, or raise HOWDAH_STATEMENT_TIMEOUT_SECONDS.'
  )
}

function connectionSentence(error: unknown): string {
  return (
    `The connection to the database was lost or refused: ${reasonOf(error)}. Check that ` +
    'PostgreSQL runs and accepts connections; the export is tried again by itself.'
  )
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

/** 48_200_000 → "48.2 MB". */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}
