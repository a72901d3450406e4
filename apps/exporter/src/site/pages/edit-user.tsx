/**
 * Administration → Users → Edit user: the e-mail address an archive's mail goes to, and what the
 * member has asked for.
 */
import {
  buttonClass,
  type Column,
  DataTable,
  EmptyState,
  Field,
  formatBytes,
  PageHead,
  Time,
  type View,
} from '@howdah/web/views'
import type { ExportRecord } from '../../ledger/types.ts'
import { findUser, updateEmail, type UserDetail } from '../../mastodon/users.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { readForm } from '../http/form.ts'
import { seeOther } from '../http/see-other.ts'
import { CONSOLE_PATH } from '../schedule/console.ts'
import { ExportBadge } from '../views/export-cells.tsx'
import { noteLook } from '../sessions/looks.ts'
import { listSessions } from '../sessions/session-list.ts'
import { standsAbove, type Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'
import { RequestCard } from './request-for-user.tsx'
import { SessionsCard } from './sessions.tsx'
import { LinkCard, linkRights } from './sign-in-link.tsx'
import { Standing } from './users.tsx'

/** GET /admin/users/:id/edit */
export async function showEditUser(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const user = await findUser(deps.db, userIdOf(c))
  if (user === null) return errorPage(c, deps, 404, { text: 'There is no such user (any more).' })
  return editPage(c, deps, { user, viewer })
}

interface EditState {
  readonly user: UserDetail
  readonly viewer: Viewer
  /** What was typed, when it was refused. */
  readonly typed?: string
  readonly problem?: string
}

async function editPage(c: SiteContext, deps: SiteDeps, state: EditState): Promise<Response> {
  const { user, viewer } = state
  await noteLook(deps, viewer, { what: 'addresses', request: c.req.raw, shown: [user] })
  const exports = await deps.ledger.forMember(user.userId)
  const sessions = standsAbove(viewer, user) ? await listSessions(deps.db, user.userId) : []
  return sitePage(c, deps, {
    title: `Edit user @${user.username}`,
    menu: '/admin/users',
    ...(state.problem === undefined ? {} : { status: 422 }),
    children: (
      <>
        <nav aria-label="You are here">
          <ol class="crumbs">
            <li>
              <a href="/admin/users">Users</a>
            </li>
            <li aria-current="page">@{user.username}</li>
          </ol>
        </nav>
        <PageHead title="Edit user" note={`@${user.username}`}>
          <Standing user={user} />
        </PageHead>
        <div class="split">
          <EmailForm {...state} mayChange={standsAbove(viewer, user)} />
          <Facts user={user} now={c.get('now')} />
          <LinkCard user={user} rights={linkRights(viewer, user)} />
          {viewer.can('manage_exports') ? <RequestCard userId={user.userId} /> : null}
        </div>
        <SessionsCard user={user} sessions={sessions} now={c.get('now')} />
        <Exports exports={exports} hasConsole={viewer.can('view_exports')} now={c.get('now')} />
      </>
    ),
  })
}

function EmailForm(props: EditState & { mayChange: boolean }): View {
  const { user, typed, problem, mayChange } = props
  return (
    <form method="post" action={`/admin/users/${user.userId}/edit`} class="card form">
      <h2>Contact</h2>
      <Field
        label="E-mail address"
        id="email"
        hint="The mail about a finished archive goes here. A change is noted in the audit."
        {...(problem === undefined ? {} : { error: problem })}
      >
        <input
          class="input"
          id="email"
          name="email"
          type="email"
          autocomplete="off"
          value={typed ?? user.email}
          required
          maxlength={320}
          readonly={!mayChange}
          aria-describedby={problem === undefined ? 'email-hint' : 'email-hint email-error'}
          {...(problem === undefined ? {} : { 'aria-invalid': 'true' })}
        />
      </Field>
      {mayChange ? (
        <div>
          <button type="submit" class={buttonClass('primary')}>
            Save
          </button>
        </div>
      ) : (
        <p class="soft">Your role may see this address but not change it.</p>
      )}
    </form>
  )
}

function Facts({ user, now }: { user: UserDetail; now: Date }): View {
  return (
    <section class="card" aria-labelledby="account">
      <h2 id="account">Account</h2>
      <dl class="facts">
        <div>
          <dt>Name</dt>
          <dd>@{user.username}</dd>
        </div>
        <div>
          <dt>User id</dt>
          <dd>{user.userId}</dd>
        </div>
        <div>
          <dt>Role</dt>
          <dd>{user.roleName ?? 'Member'}</dd>
        </div>
        <div>
          <dt>Created</dt>
          <dd>
            <Time at={user.createdAt} now={now} />
          </dd>
        </div>
        <div>
          <dt>Last active</dt>
          <dd>
            <Time at={user.lastActiveAt} now={now} />
          </dd>
        </div>
      </dl>
    </section>
  )
}

interface ExportsProps {
  readonly exports: readonly ExportRecord[]
  readonly hasConsole: boolean
  readonly now: Date
}

function Exports({ exports, hasConsole, now }: ExportsProps): View {
  const columns: Column<ExportRecord>[] = [
    {
      label: 'Export',
      isRowHead: true,
      cell: (row) =>
        hasConsole ? <a href={`${CONSOLE_PATH}/exports/${row.id}`}>#{row.id}</a> : `#${row.id}`,
    },
    { label: 'Type', cell: (row) => row.type },
    { label: 'State', cell: (row) => <ExportBadge row={row} /> },
    { label: 'Requested', cell: (row) => <Time at={row.requestedAt} now={now} /> },
    {
      label: 'Size',
      kind: 'number',
      cell: (row) => (row.sizeBytes === null ? '–' : formatBytes(row.sizeBytes)),
    },
    {
      label: 'Expires',
      cell: (row) => <Time at={row.state === 'done' ? row.expiresAt : null} now={now} />,
    },
  ]
  return (
    <section class="card" aria-labelledby="exports">
      <h2 id="exports">Exports</h2>
      {exports.length === 0 ? (
        <EmptyState title="No exports yet">
          <p>What this member requests under Import and export appears here.</p>
        </EmptyState>
      ) : (
        <DataTable
          caption="Exports of this member, newest first"
          columns={columns}
          rows={exports}
        />
      )}
    </section>
  )
}

/** POST /admin/users/:id/edit: `email` */
export async function postEditUser(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const user = await findUser(deps.db, userIdOf(c))
  if (user === null) return errorPage(c, deps, 404, { text: 'There is no such user (any more).' })
  // Whoever changes an address can take the account over through "forgot password".
  if (!standsAbove(viewer, user)) {
    return errorPage(c, deps, 403, { text: 'Your role may not change the address of this user.' })
  }
  const email = (await readForm(c.req.raw))?.get('email').trim() ?? ''
  const result = await updateEmail(deps.db, user.userId, email)
  switch (result.kind) {
    case 'invalid':
      return editPage(c, deps, {
        user,
        viewer,
        typed: email,
        problem: 'This is not an e-mail address.',
      })
    case 'taken':
      return editPage(c, deps, {
        user,
        viewer,
        typed: email,
        problem: 'Another user has this address.',
      })
    case 'missing':
      return errorPage(c, deps, 404)
    case 'unchanged':
      return seeOther(`/admin/users/${user.userId}/edit`, {
        tone: 'info',
        text: 'Nothing to change: it is the same address.',
      })
    case 'changed':
    default:
      await auditChange(deps, viewer, { user, email })
      return seeOther(`/admin/users/${user.userId}/edit`, {
        tone: 'ok',
        text: `The e-mail address of @${user.username} is changed.`,
      })
  }
}

async function auditChange(
  deps: SiteDeps,
  viewer: Viewer,
  change: { readonly user: UserDetail; readonly email: string },
): Promise<void> {
  await deps.ledger.audit({
    actor: viewer.member.username,
    action: 'changed an e-mail address',
    target: `@${change.user.username}`,
    detail: `@${change.user.username} (id ${change.user.userId}): ${change.user.email} → ${change.email}`,
  })
}

function userIdOf(c: SiteContext): string {
  const id = c.req.param('id') ?? ''
  // No user has the id 0; what cannot be a bigint is as unknown as that.
  return /^\d{1,18}$/.test(id) ? id : '0'
}
