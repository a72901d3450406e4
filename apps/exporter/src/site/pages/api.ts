/**
 * The small JSON API, with the session's cookie: what Import and export shows, for scripts.
 */
import { exportJson, type ExportJson } from '../../ledger/export-json.ts'
import { type ExportRecord, isActive } from '../../ledger/types.ts'
import { BY_MEMBER } from '../../ledger/actors.ts'
import type { Outlook } from '../../ledger/waiting.ts'
import { waitingJson, type WaitingJson } from '../../ledger/waiting-words.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { jsonError } from '../http/scripts.ts'
import { readJson } from '../http/strict-json.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { OWN_WISH } from './api-fields.ts'
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
    return jsonError('You have no export with this id. GET /api/v1/exports lists yours.', 404)
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
  const wish = await readJson(c.req.raw, OWN_WISH, '{"type":"backup","without_media":false}')
  if (wish instanceof Response) return wish
  const { type, without_media: withoutMedia } = wish
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
