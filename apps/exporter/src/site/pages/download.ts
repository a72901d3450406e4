/**
 * GET and HEAD /exports/:id/download, and /backups/:id/download by the id of Mastodon's own row:
 * the file, whole or in part, for its member. An administrator may fetch it too, and that is
 * written into the audit. Of an archive in several files `?part=2` is the second; without it, or by
 * the row of a part, the links of all are shown or that part is sent.
 */
import { Readable } from 'node:stream'
import type { ArchivePart, ExportRecord } from '../../ledger/types.ts'
import type { FileStat } from '../../storage/storage.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { CONSOLE_PATH } from '../schedule/console.ts'
import { isRangeCurrent, readByteRange } from '../http/byte-range.ts'
import { HOME } from '../http/safe-return.ts'
import {
  allowDownload,
  askProofFor,
  hasProof,
  mayContinue,
  mayDownloadOwn,
} from '../sessions/proof.ts'
import { noteLook } from '../sessions/looks.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { formatDay } from '../words/calendar.ts'
import { words } from '../words/words.ts'

/** By the export's own id. */
export async function download(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const row = await deps.ledger.get(c.req.param('id') ?? '')
  const number = Number(c.req.query('part') ?? Number.NaN)
  const part = row?.parts[number - 1] ?? null
  return answer(c, deps, { viewer, row, part })
}

/** By the id of the row in Mastodon's `backups`, which is in Mastodon's mails. */
export async function downloadBackup(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const backupId = c.req.param('id') ?? ''
  const row = await deps.ledger.byBackupId(backupId)
  const part = row?.parts.find((found) => found.backupId === backupId) ?? null
  return answer(c, deps, { viewer, row, part })
}

interface Asked {
  readonly viewer: Viewer
  readonly row: ExportRecord | null
  /** One of several files; null: the only one, or it was not said which. */
  readonly part: ArchivePart | null
}

async function answer(c: SiteContext, deps: SiteDeps, asked: Asked): Promise<Response> {
  const { viewer, row, part } = asked
  const isOwn = row?.userId === viewer.member.userId
  if (row === null || !(isOwn || viewer.can('administrator'))) return errorPage(c, deps, 404)
  if (row.state === 'expired') return gone(c, deps, row)
  if (row.state !== 'done')
    return errorPage(c, deps, 404, { text: words().memberExports.download.none })
  // The mail has one link; the page that it leads to then has one for each.
  if (row.parts.length > 0 && part === null)
    return c.redirect(isOwn ? HOME : `${CONSOLE_PATH}/exports/${row.id}`)
  const wall = await askWho(c, deps, { viewer, row, isOwn })
  if (wall !== null) return wall
  const key = part?.storageKey ?? row.storageKey
  const file = key === null ? null : await deps.storage.stat(key)
  if (file === null || key === null) return gone(c, deps, row)
  return send(c, deps, {
    row,
    file,
    key,
    fileName: part?.fileName ?? row.fileName ?? `export-${row.id}.zip`,
    sha256: part === null ? row.sha256 : part.sha256,
    viewer,
    isOwn,
  })
}

/**
 * The way to the page that asks who it is, where the last proof is too old. A download that has begun
 * goes on without: programs fetch the rest of a large file for hours.
 */
async function askWho(
  c: SiteContext,
  deps: SiteDeps,
  { viewer, row, isOwn }: { viewer: Viewer; row: ExportRecord; isOwn: boolean },
): Promise<Response | null> {
  const now = c.get('now')
  if (isOwn ? mayDownloadOwn(viewer, now) : hasProof(viewer, now)) {
    await allowDownload(deps, viewer.session, row.id)
    return null
  }
  if (await mayContinue(deps, viewer.session, row.id)) {
    if (/^bytes=[1-9]/.test(c.req.header('range') ?? '')) return null
  }
  const { pathname, search } = new URL(c.req.url)
  return askProofFor(pathname + search)
}

function gone(c: SiteContext, deps: SiteDeps, row: ExportRecord): Promise<Response> {
  const { gone: isGone, goneSince, replaced } = words().memberExports.download
  if (row.replacedBy !== null) return errorPage(c, deps, 410, { text: replaced })
  const text = row.expiresAt === null ? isGone : goneSince(formatDay(row.expiresAt))
  return errorPage(c, deps, 410, { text })
}

interface Sending {
  readonly row: ExportRecord
  readonly file: FileStat
  readonly key: string
  readonly fileName: string
  readonly sha256: string | null
  readonly viewer: Viewer
  readonly isOwn: boolean
}

async function send(c: SiteContext, deps: SiteDeps, sending: Sending): Promise<Response> {
  const { row, file, key } = sending
  const { sizeBytes } = file
  const etag = `"${sending.sha256 ?? `${row.id}-${sizeBytes}-${file.modifiedAt.getTime()}`}"`
  const headers = fileHeaders(sending, etag)
  if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const isCurrent = isRangeCurrent(c.req.header('if-range') ?? null, {
    etag,
    modifiedAt: file.modifiedAt,
  })
  const range = isCurrent
    ? readByteRange(c.req.header('range') ?? null, sizeBytes)
    : readByteRange(null, sizeBytes)
  if (range.kind === 'unsatisfiable') {
    return errorPage(c, deps, 416, { headers: { 'content-range': `bytes */${sizeBytes}` } })
  }
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: sizeBytes - 1 }
  headers['content-length'] = String(end - start + 1)
  if (range.kind === 'part') headers['content-range'] = `bytes ${start}-${end}/${sizeBytes}`
  const status = range.kind === 'part' ? 206 : 200
  if (c.req.method === 'HEAD') return new Response(null, { status, headers })
  // Opened first: what cannot be read is no download.
  const stored = await deps.storage.read(key, { start, end })
  if (stored === null) return gone(c, deps, row)
  try {
    await noteDownload(c, deps, { ...sending, start })
  } catch (error) {
    stored.stream.destroy()
    throw error
  }
  return new Response(Readable.toWeb(stored.stream), { status, headers })
}

/** Counts it, and notes who looks at another's, before the first byte is sent. */
async function noteDownload(
  c: SiteContext,
  deps: SiteDeps,
  { row, viewer, isOwn, start }: Sending & { readonly start: number },
): Promise<void> {
  // A download that goes on in the middle is the same download: it is counted at its beginning.
  if (start === 0) await deps.ledger.downloaded(row.id, isOwn ? 'member' : viewer.member.username)
  const shown = [{ ...row, thing: `export ${row.id}` }]
  await noteLook(deps, viewer, { what: 'archive', request: c.req.raw, shown })
}

function fileHeaders({ fileName, file }: Sending, etag: string): Record<string, string> {
  const name = fileName.replaceAll(/[^\w.-]/g, '_')
  return {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="${name}"`,
    'accept-ranges': 'bytes',
    'last-modified': file.modifiedAt.toUTCString(),
    etag,
  }
}
