/** The JSON API for administrators, with the session's cookie: the schedule, one export, requests. */
import { adminExportJson } from '../../ledger/export-json.ts'
import type { ExportRecord } from '../../ledger/types.ts'
import { findMember } from '../../mastodon/members.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { jsonError } from '../http/scripts.ts'
import { readJson, readQuery } from '../http/strict-json.ts'
import { ledgerOptions, readFilter } from '../schedule/filter.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { MEMBER_WISH, SCHEDULE_QUERY } from './api-fields.ts'
import { ALWAYS_WITH_MEDIA } from './api.ts'

/** GET /api/v1/admin/exports: a page of the schedule, with the filters of its page. */
export async function listSchedule(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const query = new URL(c.req.url).searchParams
  const asked = readQuery(query, SCHEDULE_QUERY)
  if (asked instanceof Response) return asked
  const wish = ledgerOptions(readFilter(query), c.get('now'))
  const limit = asked.limit ?? wish.limit
  const page = await deps.ledger.list(limit === undefined ? wish : { ...wish, limit })
  const { facts } = await deps.waiting.look(page.exports, c.get('now'))
  return c.json({
    exports: page.exports.map((row) =>
      adminExportJson(row, deps.config.publicUrl, facts.get(row.id) ?? null),
    ),
    total: page.total,
    counts: page.counts,
    next: page.next,
  })
}

/** GET /api/v1/admin/exports/:id */
export async function showScheduled(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const row = await deps.ledger.get(c.req.param('id') ?? '')
  if (row === null) {
    return jsonError('There is no export with this id. GET /api/v1/admin/exports lists them.', 404)
  }
  return c.json(await describe(c, deps, row))
}

async function describe(c: SiteContext, deps: SiteDeps, row: ExportRecord) {
  const { facts } = await deps.waiting.look([row], c.get('now'))
  return adminExportJson(row, deps.config.publicUrl, facts.get(row.id) ?? null)
}

/** POST /api/v1/admin/exports: `user_id`, `type`, `reason`, `urgent`, `without_media` */
export async function requestForMember(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const wish = await readJson(
    c.req.raw,
    MEMBER_WISH,
    '{"user_id":"42","type":"backup","reason":"why"}',
  )
  if (wish instanceof Response) return wish
  const member = await findMember(deps.db, { userId: wish.user_id })
  if (member === null) return jsonError(`There is no member with user id ${wish.user_id}.`, 404)
  const result = await deps.exports.requestFor(member, wish.type, viewer.member.username, {
    reason: wish.reason,
    isUrgent: wish.urgent,
    withoutMedia: wish.without_media,
  })
  switch (result.kind) {
    case 'accepted':
      return c.json(await describe(c, deps, result.export), 202)
    case 'active':
      return c.json(await describe(c, deps, result.export), 409)
    case 'always-with-media':
      return jsonError(ALWAYS_WITH_MEDIA, 422)
    case 'no-space':
      return jsonError('The server has no room for this export right now.', 507)
    case 'too-soon':
    default:
      return jsonError('It cannot be requested yet; its page says when.', 429)
  }
}
