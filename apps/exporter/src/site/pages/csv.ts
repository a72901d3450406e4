/**
 * GET /settings/exports/:name.csv: a member's list as a file, in Mastodon's import format.
 */
import { csvText } from '../../archive/csv.ts'
import { type CsvKind, ExportSource } from '../../mastodon/export-source.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { streamBytes } from '../http/stream-bytes.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'

/** Mastodon's names in addresses → the names of its files. */
const KINDS: Readonly<Record<string, CsvKind>> = {
  follows: 'following_accounts',
  followers: 'followers',
  lists: 'lists',
  mutes: 'muted_accounts',
  blocks: 'blocked_accounts',
  domain_blocks: 'blocked_domains',
  bookmarks: 'bookmarks',
}

/** Streams the list: a member with half a million followers costs no memory. */
export async function showCsv(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const name = (c.req.param('file') ?? '').replace(/\.csv$/, '')
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  if (kind === undefined) return errorPage(c, deps, 404)
  const source = await ExportSource.open({
    db: deps.db,
    instance: deps.instance,
    member: viewer.member,
  })
  return new Response(streamBytes(csvText(source.csv(kind))), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${kind}.csv"`,
    },
  })
}
