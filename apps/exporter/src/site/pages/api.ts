/**
 * The small JSON API, with the session's cookie: what Import and export shows, for scripts.
 */
import type { ExportRecord } from '../../ledger/types.ts'
import { BY_MEMBER } from '../../ledger/requests.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { readExportType } from '../words/export-types.ts'

/** An export as the API shows it. Ids are strings, because Mastodon's do not fit a number. */
export interface ExportJson {
  readonly id: string
  readonly type: string
  readonly state: string
  readonly progress: { stage: string; done: number; total: number | null } | null
  readonly size: number | null
  readonly requested_at: string
  readonly runs_at: string | null
  readonly expires_at: string | null
  readonly download_url: string | null
  /** Its files, where it is split into several: each is a zip of its own. */
  readonly parts: readonly { name: string; size: number; sha256: string; download_url: string }[]
}

/** The JSON of an export. */
export function exportJson(row: ExportRecord, publicUrl: string): ExportJson {
  return {
    id: row.id,
    type: row.type,
    state: row.state,
    progress: row.progress,
    size: row.sizeBytes,
    requested_at: row.requestedAt.toISOString(),
    runs_at: row.runsAt?.toISOString() ?? null,
    expires_at: row.expiresAt?.toISOString() ?? null,
    download_url: row.state === 'done' ? `${publicUrl}/exports/${row.id}/download` : null,
    parts: row.state === 'done' ? partsJson(row, publicUrl) : [],
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

/** GET /api/v1/exports: newest first. */
export async function listExports(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const rows = await deps.ledger.forMember(viewer.member.userId)
  return c.json(rows.map((row) => exportJson(row, deps.config.publicUrl)))
}

/** POST /api/v1/exports: `{"type":"backup"}` */
export async function requestExport(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const type = await readType(c.req.raw)
  if (type === null) {
    return jsonError('Send {"type":"backup"} or {"type":"migration"} as JSON.', 422)
  }
  const result = await deps.exports.request(viewer.member, type, BY_MEMBER)
  const { publicUrl } = deps.config
  switch (result.kind) {
    case 'accepted':
      return c.json(exportJson(result.export, publicUrl), 202)
    case 'active':
      return c.json(exportJson(result.export, publicUrl), 409)
    case 'too-soon':
      return jsonError(
        `The next ${type} can be requested at ${result.nextAt.toISOString()}.`,
        429,
        {
          'retry-after': String(
            Math.max(1, Math.ceil((result.nextAt.getTime() - Date.now()) / 1000)),
          ),
        },
      )
    case 'no-space':
    default:
      return jsonError('The server has no room for this export right now.', 507)
  }
}

async function readType(request: Request): Promise<ReturnType<typeof readExportType>> {
  try {
    const body: unknown = await request.json()
    return typeof body === 'object' && body !== null && 'type' in body
      ? readExportType(body.type)
      : null
  } catch {
    return null // Not JSON: the caller says what to send.
  }
}

/** An error as JSON. */
export function jsonError(
  error: string,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({ error }, { status, headers })
}
