/** An export as JSON: what the API answers and `--json` prints. Ids are strings, Mastodon's do not fit a number. */
import { isOwnWish } from './actors.ts'
import type { ExportRecord } from './types.ts'
import type { WaitingFacts } from './waiting.ts'
import { waitingJson, type WaitingJson } from './waiting-words.ts'

/** What a member sees of their own. */
export interface ExportJson {
  readonly id: string
  readonly type: string
  /** Whether the member's files were left out of the archive on request. */
  readonly without_media: boolean
  readonly state: string
  readonly progress: { stage: string; done: number; total: number | null } | null
  readonly size: number | null
  readonly requested_at: string
  readonly runs_at: string | null
  readonly expires_at: string | null
  readonly download_url: string | null
  /** The newer export whose archive took its place; null for any other that has expired, too. */
  readonly replaced_by: string | null
  /** Its files, where it is split into several: each is a zip of its own. */
  readonly parts: readonly { name: string; size: number; sha256: string; download_url: string }[]
  /** `member` or `administrators`. */
  readonly requested_by: string
  /** Why administrators asked. */
  readonly reason: string | null
  /** Place, reasons and estimate; null when it does not wait. */
  readonly waiting: WaitingJson | null
}

/** What administrators see. */
export interface AdminExportJson extends ExportJson {
  readonly user_id: string
  readonly username: string
  readonly estimated_size: number | null
  readonly started_at: string | null
  readonly finished_at: string | null
  readonly attempts: number
  readonly max_attempts: number
  readonly error: string | null
  readonly missing_files: number
  readonly jid: string | null
}

/** @param waiting in the words of who it is for; null when it does not wait */
export function exportJson(
  row: ExportRecord,
  publicUrl: string,
  waiting: WaitingJson | null,
): ExportJson {
  return {
    id: row.id,
    type: row.type,
    without_media: !row.includesMedia,
    state: row.state,
    progress: row.progress,
    size: row.sizeBytes,
    requested_at: row.requestedAt.toISOString(),
    runs_at: row.runsAt?.toISOString() ?? null,
    expires_at: row.expiresAt?.toISOString() ?? null,
    download_url: row.state === 'done' ? `${publicUrl}/exports/${row.id}/download` : null,
    replaced_by: row.replacedBy,
    parts: row.state === 'done' ? partsJson(row, publicUrl) : [],
    requested_by: isOwnWish(row) ? 'member' : 'administrators',
    reason: row.reason,
    waiting,
  }
}

function partsJson({ id, parts }: ExportRecord, publicUrl: string): ExportJson['parts'] {
  return parts.map(({ fileName, sizeBytes, sha256 }, index) => ({
    name: fileName,
    size: sizeBytes,
    sha256,
    download_url: `${publicUrl}/exports/${id}/download?part=${index + 1}`,
  }))
}

export function adminExportJson(
  row: ExportRecord,
  publicUrl: string,
  facts: WaitingFacts | null,
): AdminExportJson {
  return {
    ...exportJson(row, publicUrl, facts === null ? null : waitingJson(facts)),
    requested_by: row.requestedBy,
    user_id: row.userId,
    username: row.username,
    estimated_size: row.estimatedBytes,
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
    attempts: row.attempts,
    max_attempts: row.maxAttempts,
    error: row.error,
    missing_files: row.missingFiles,
    jid: row.jid,
  }
}
