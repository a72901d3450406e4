/** The JSON API for administrators, with the session's cookie: the schedule, one export, requests. */
import { adminExportJson } from '../../ledger/export-json.ts'
import { LONGEST_REQUEST_REASON } from '../../ledger/requests.ts'
import type { ExportRecord } from '../../ledger/types.ts'
import { findMember } from '../../mastodon/members.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { ledgerOptions, readFilter } from '../schedule/filter.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { readExportType } from '../words/export-types.ts'
import { ALWAYS_WITH_MEDIA, jsonError, readWithoutMedia } from './api.ts'

const LONGEST_PAGE = 200
/** GET /api/v1/admin/exports: a page of the schedule, with the filters of its page. */
export async function listSchedule(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const query = new URL(c.req.url).searchParams
  const wish = ledgerOptions(readFilter(query), c.get('now'))
  const limit = Number(query.get('limit') ?? wish.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > LONGEST_PAGE) {
    return jsonError(`limit must be a whole number from 1 to ${LONGEST_PAGE}.`, 422)
  }
  const page = await deps.ledger.list({ ...wish, limit })
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
  if (row === null) return jsonError('There is no export with this id.', 404)
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
  const wish = await readWish(c.req.raw)
  if (wish === null) {
    return jsonError(
      'Send {"user_id":"42","type":"backup","reason":"why"} as JSON; the member reads the reason.',
      422,
    )
  }
  const member = await findMember(deps.db, { userId: wish.userId })
  if (member === null) return jsonError(`There is no member with user id ${wish.userId}.`, 404)
  const result = await deps.exports.requestFor(member, wish.type, viewer.member.username, {
    reason: wish.reason,
    isUrgent: wish.isUrgent,
    withoutMedia: wish.withoutMedia,
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
      return jsonError('It cannot be requested yet.', 429)
  }
}

interface Wish {
  readonly userId: string
  readonly type: NonNullable<ReturnType<typeof readExportType>>
  readonly reason: string
  readonly isUrgent: boolean
  readonly withoutMedia: boolean
}

async function readWish(request: Request): Promise<Wish | null> {
  const body: unknown = await request.json().catch(() => null)
  if (typeof body !== 'object' || body === null) return null
  const { user_id: userId, type: name, reason, urgent } = body as Record<string, unknown>
  const type = readExportType(name ?? 'backup')
  const text = typeof reason === 'string' ? reason.trim() : ''
  if (typeof userId !== 'string' || type === null) return null
  if (text === '' || text.length > LONGEST_REQUEST_REASON) return null
  const withoutMedia = readWithoutMedia(body, type)
  if (withoutMedia === null) return null
  return { userId, type, reason: text, isUrgent: urgent === true, withoutMedia }
}
