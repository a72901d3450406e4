/**
 * Sessions: where somebody is logged in here, and ending that from elsewhere – their own under
 * Preferences, and those of a member whose role is below on Edit user.
 */
import { PageHead, PostButton, type View } from '@howdah/web/views'
import { isRowId } from '../../ledger/reading.ts'
import { findUser, type UserDetail } from '../../mastodon/users.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { seeOther } from '../http/see-other.ts'
import { endSessions, listSessions, type ListedSession } from '../sessions/session-list.ts'
import { standsAbove, type Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { SessionTable } from '../views/session-table.tsx'
import { sitePage } from '../views/site-page.tsx'
import { words } from '../words/words.ts'

export const SESSIONS_PATH = '/settings/sessions'

/** GET /settings/sessions */
export async function showSessions(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const sessions = await listSessions(deps.db, viewer.member.userId)
  const { title, note, endOthers, caption } = words().sessions
  return sitePage(c, deps, {
    title,
    menu: SESSIONS_PATH,
    children: (
      <>
        <PageHead title={title} note={note}>
          {sessions.length > 1 ? (
            <PostButton action={`${SESSIONS_PATH}/end-others`} label={endOthers} />
          ) : null}
        </PageHead>
        <SessionTable
          caption={caption}
          sessions={sessions}
          currentId={viewer.session.id}
          base={SESSIONS_PATH}
          now={c.get('now')}
        />
      </>
    ),
  })
}

/** POST /settings/sessions/:id/end */
export async function postEndSession(
  c: SiteContext,
  { db }: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const id = idOf(c)
  const count = id === null ? 0 : await endSessions(db, viewer.member.userId, { id })
  return seeOther(SESSIONS_PATH, flash(count))
}

/** POST /settings/sessions/end-others */
export async function postEndOthers(
  _c: SiteContext,
  { db }: SiteDeps,
  { member, session }: Viewer,
): Promise<Response> {
  const count = await endSessions(db, member.userId, { allBut: session.id })
  return seeOther(SESSIONS_PATH, flash(count))
}

function flash(count: number): { tone: 'ok' | 'info'; text: string } {
  const { endedAlready, ended } = words().sessions
  return count === 0 ? { tone: 'info', text: endedAlready } : { tone: 'ok', text: ended(count) }
}

function idOf(c: SiteContext): string | null {
  const id = c.req.param('session') ?? ''
  return isRowId(id) ? id : null
}

/** On Edit user, for roles that may end them; nothing where there are none. */
export function SessionsCard({
  user,
  sessions,
  now,
}: {
  readonly user: Pick<UserDetail, 'userId' | 'username'>
  readonly sessions: readonly ListedSession[]
  readonly now: Date
}): View {
  if (sessions.length === 0) return <></>
  const base = `/admin/users/${user.userId}/sessions`
  const { title, caption, endAll } = words().sessions.ofMember
  return (
    <section class="card" aria-labelledby="sessions">
      <h2 id="sessions">{title}</h2>
      <SessionTable
        caption={caption(`@${user.username}`)}
        sessions={sessions}
        base={base}
        now={now}
      />
      {sessions.length > 1 ? <PostButton action={`${base}/all/end`} label={endAll} /> : null}
    </section>
  )
}

/** POST /admin/users/:id/sessions/:session/end; `all` in the place of an id ends all. */
export async function postEndSessionOf(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const user = await findUser(deps.db, c.req.param('id') ?? '')
  if (user === null) return errorPage(c, deps, 404, { text: words().failures.noSuchUser })
  if (!standsAbove(viewer, user)) {
    return errorPage(c, deps, 403, { text: words().sessions.ofMember.refused })
  }
  const id = idOf(c)
  const isAll = c.req.param('session') === 'all'
  const count =
    id === null && !isAll
      ? 0
      : await endSessions(deps.db, user.userId, id === null ? 'all' : { id })
  await deps.ledger.audit({
    actor: viewer.member.username,
    action: 'ended sessions',
    target: `@${user.username} (id ${user.userId})`,
    detail: count === 1 ? '1 session' : `${count} sessions`,
  })
  return seeOther(`/admin/users/${user.userId}/edit`, flash(count))
}
