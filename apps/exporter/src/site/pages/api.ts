/**
 * The small JSON API, with the session's cookie: what Import and export shows, for scripts.
 */
import { exportJson, type ExportJson } from '../../ledger/export-json.ts'
import { type ExportRecord, type ExportType, isActive } from '../../ledger/types.ts'
import { BY_MEMBER } from '../../ledger/actors.ts'
import type { Outlook } from '../../ledger/waiting.ts'
import { waitingJson, type WaitingJson } from '../../ledger/waiting-words.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { readExportType } from '../words/export-types.ts'
import { reasonForMember } from '../words/waiting.ts'

/** GET /api/v1/exports: newest first. */
export async function listExports(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const rows = await deps.ledger.forMember(viewer.member.userId)
  const { facts } = await deps.waiting.look(rows.filter(isUnderWay), c.get('now'))
  return c.json(rows.map((row) => exportJson(row, deps.config.publicUrl, waitingOf(row, facts))))
}

const isUnderWay = (row: ExportRecord): boolean => isActive(row.state)

/** GET /api/v1/exports/:id: one of the member's own. */
export async function showExport(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const row = await deps.ledger.get(c.req.param('id') ?? '')
  if (row === null || row.userId !== viewer.member.userId) {
    return jsonError('You have no export with this id.', 404)
  }
  return c.json(await describe(c, deps, row))
}

async function describe(
  c: SiteContext,
  { config, waiting }: SiteDeps,
  row: ExportRecord,
): Promise<ExportJson> {
  const { facts } = await waiting.look([row], c.get('now'))
  return exportJson(row, config.publicUrl, waitingOf(row, facts))
}

function waitingOf({ id }: ExportRecord, facts: Outlook['facts']): WaitingJson | null {
  const known = facts.get(id)
  return known === undefined ? null : waitingJson(known, reasonForMember)
}

/** POST /api/v1/exports: `{"type":"backup"}` */
export async function requestExport(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const wish = await readWish(c.req.raw)
  if (wish === null) {
    return jsonError(
      'Send {"type":"backup"} or {"type":"migration"} as JSON; of a backup "without_media":true is possible.',
      422,
    )
  }
  const { type, withoutMedia } = wish
  const result = await deps.exports.request(viewer.member, type, BY_MEMBER, { withoutMedia })
  switch (result.kind) {
    case 'accepted':
      return c.json(await describe(c, deps, result.export), 202)
    case 'active':
      return c.json(await describe(c, deps, result.export), 409)
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
    case 'always-with-media':
      return jsonError(ALWAYS_WITH_MEDIA, 422)
    case 'no-space':
    default:
      return jsonError('The server has no room for this export right now.', 507)
  }
}

/** In the mode `watch`. */
export const ALWAYS_WITH_MEDIA = 'On this server archives are always made with media.'

interface Wish {
  readonly type: ExportType
  readonly withoutMedia: boolean
}

async function readWish(request: Request): Promise<Wish | null> {
  const body: unknown = await request.json().catch(() => null)
  const fields: object = typeof body === 'object' && body !== null ? body : {}
  const type = 'type' in fields ? readExportType(fields.type) : null
  const withoutMedia = readWithoutMedia(fields, type)
  return type === null || withoutMedia === null ? null : { type, withoutMedia }
}

/** `without_media` of a JSON body: false where it is not there, null where it means nothing. */
export function readWithoutMedia(body: object, type: ExportType | null): boolean | null {
  if (!('without_media' in body) || body.without_media === false) return false
  return body.without_media === true && type === 'backup' ? true : null
}

/** An error as JSON. */
export function jsonError(
  error: string,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({ error }, { status, headers })
}
