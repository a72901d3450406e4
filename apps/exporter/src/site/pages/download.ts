/**
 * GET and HEAD /exports/:id/download, and /backups/:id/download by the id of Mastodon's own row:
 * the file, whole or in part, for its member. An administrator may fetch it too, and that is
 * written into the audit.
 */
import { Readable } from 'node:stream'
import type { ExportRecord } from '../../ledger/types.ts'
import type { FileStat } from '../../storage/storage.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { isRangeCurrent, readByteRange } from '../http/byte-range.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { formatDay } from '../words/calendar.ts'

/** By the export's own id. */
export async function download(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  return answer(c, deps, { viewer, row: await deps.ledger.get(c.req.param('id') ?? '') })
}

/** By the id of the row in Mastodon's `backups`, which is in Mastodon's mails. */
export async function downloadBackup(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  return answer(c, deps, { viewer, row: await deps.ledger.byBackupId(c.req.param('id') ?? '') })
}

interface Asked {
  readonly viewer: Viewer
  readonly row: ExportRecord | null
}

async function answer(c: SiteContext, deps: SiteDeps, { viewer, row }: Asked): Promise<Response> {
  const isOwn = row?.userId === viewer.member.userId
  if (row === null || !(isOwn || viewer.can('administrator'))) return errorPage(c, deps, 404)
  if (row.state === 'expired') return gone(c, deps, row)
  const file =
    row.state === 'done' && row.storageKey !== null ? await deps.storage.stat(row.storageKey) : null
  if (row.state !== 'done')
    return errorPage(c, deps, 404, { text: 'This export has no file (yet).' })
  if (file === null || row.storageKey === null) return gone(c, deps, row)
  return send(c, deps, {
    row,
    file,
    key: row.storageKey,
    actor: isOwn ? 'member' : viewer.member.username,
  })
}

function gone(c: SiteContext, deps: SiteDeps, row: ExportRecord): Promise<Response> {
  const day = row.expiresAt === null ? null : formatDay(row.expiresAt)
  return errorPage(c, deps, 410, {
    text: `${day ? `This file was available until ${day} and is deleted now.` : 'This file is deleted.'} You can request a new one under Import and export.`,
  })
}

interface Sending {
  readonly row: ExportRecord
  readonly file: FileStat
  readonly key: string
  readonly actor: string
}

async function send(c: SiteContext, deps: SiteDeps, sending: Sending): Promise<Response> {
  const { row, file, key, actor } = sending
  const { sizeBytes } = file
  const etag = `"${row.sha256 ?? `${row.id}-${sizeBytes}-${file.modifiedAt.getTime()}`}"`
  const headers = fileHeaders(row, file, etag)
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
  // A download that goes on in the middle is the same download: it is counted at its beginning.
  if (start === 0) await deps.ledger.downloaded(row.id, actor)
  else if (actor !== 'member')
    await deps.ledger.audit({ actor, action: 'downloaded a part', exportId: row.id })
  const stored = await deps.storage.read(key, { start, end })
  if (stored === null) return gone(c, deps, row)
  return new Response(Readable.toWeb(stored.stream), { status, headers })
}

function fileHeaders(row: ExportRecord, file: FileStat, etag: string): Record<string, string> {
  const name = (row.fileName ?? `export-${row.id}.zip`).replaceAll(/[^\w.-]/g, '_')
  return {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="${name}"`,
    'accept-ranges': 'bytes',
    'last-modified': file.modifiedAt.toUTCString(),
    etag,
  }
}
