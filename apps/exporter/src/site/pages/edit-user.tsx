/**
 * Administration → Users → Edit user: the e-mail address an archive's mail goes to, and what the
 * member has asked for.
 */
import {
  buttonClass,
  Crumbs,
  DataTable,
  EmptyState,
  FactList,
  Field,
  PageHead,
  Time,
  type Column,
  type View,
} from '@howdah/web/views'
import type { ExportRecord } from '../../ledger/types.ts'
import { ExportSource } from '../../mastodon/export-source.ts'
import { findUser, updateEmail, type UserDetail } from '../../mastodon/users.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { readForm } from '../http/form.ts'
import { seeOther } from '../http/see-other.ts'
import { CONSOLE_PATH } from '../schedule/console.ts'
import { ExportBadge, Size } from '../views/export-cells.tsx'
import { noteLook } from '../sessions/looks.ts'
import { listSessions } from '../sessions/session-list.ts'
import { standsAbove, type Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'
import { staffKind } from '../words/export-types.ts'
import { words } from '../words/words.ts'
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
  const user = await findUser(deps.db, c.req.param('id') ?? '')
  if (user === null) return errorPage(c, deps, 404, { text: words().failures.noSuchUser })
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
  const hasChoice = viewer.can('manage_exports') && deps.exports.offersWithoutMedia
  const contents = hasChoice ? await ExportSource.contentsOf(deps.db, user) : null
  return sitePage(c, deps, {
    title: words().editUser.titleOf(`@${user.username}`),
    menu: '/admin/users',
    ...(state.problem === undefined ? {} : { status: 422 }),
    children: (
      <>
        <Crumbs href="/admin/users" label={words().users.title} name={`@${user.username}`} />
        <PageHead title={words().editUser.title} note={<bdi>@{user.username}</bdi>}>
          <Standing user={user} />
        </PageHead>
        <div class="split">
          <EmailForm {...state} mayChange={standsAbove(viewer, user)} />
          <Facts user={user} now={c.get('now')} />
          <LinkCard user={user} rights={linkRights(viewer, user)} />
          {viewer.can('manage_exports') ? (
            <RequestCard userId={user.userId} contents={contents} />
          ) : null}
        </div>
        <SessionsCard user={user} sessions={sessions} now={c.get('now')} />
        <Exports exports={exports} hasConsole={viewer.can('view_exports')} now={c.get('now')} />
      </>
    ),
  })
}

function EmailForm(props: EditState & { mayChange: boolean }): View {
  const { user, typed, problem, mayChange } = props
  const text = words().editUser
  return (
    <form method="post" action={`/admin/users/${user.userId}/edit`} class="card form">
      <h2>{text.contact}</h2>
      <Field
        label={text.email}
        id="email"
        hint={text.emailHint}
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
            {text.save}
          </button>
        </div>
      ) : (
        <p class="soft">{text.mayOnlySee}</p>
      )}
    </form>
  )
}

function Facts({ user, now }: { user: UserDetail; now: Date }): View {
  const { account, facts } = words().editUser
  return (
    <section class="card" aria-labelledby="account">
      <h2 id="account">{account}</h2>
      <FactList
        facts={[
          [facts.name, <bdi>@{user.username}</bdi>],
          [facts.id, user.userId],
          [facts.role, user.roleName === null ? words().users.member : <bdi>{user.roleName}</bdi>],
          [facts.created, <Time at={user.createdAt} now={now} />],
          [facts.lastActive, <Time at={user.lastActiveAt} now={now} />],
        ]}
      />
    </section>
  )
}

interface ExportsProps {
  readonly exports: readonly ExportRecord[]
  readonly hasConsole: boolean
  readonly now: Date
}

function Exports({ exports, hasConsole, now }: ExportsProps): View {
  const { title, columns: heads, none, noneNote, caption } = words().editUser.exports
  const columns: Column<ExportRecord>[] = [
    {
      label: heads.export,
      isRowHead: true,
      cell: (row) =>
        hasConsole ? <a href={`${CONSOLE_PATH}/exports/${row.id}`}>#{row.id}</a> : `#${row.id}`,
    },
    { label: heads.type, cell: (row) => staffKind(row) },
    { label: heads.state, cell: (row) => <ExportBadge row={row} /> },
    { label: heads.requested, cell: (row) => <Time at={row.requestedAt} now={now} /> },
    {
      label: heads.size,
      kind: 'number',
      cell: (row) => <Size bytes={row.sizeBytes} />,
    },
    {
      label: heads.expires,
      cell: (row) => <Time at={row.state === 'done' ? row.expiresAt : null} now={now} />,
    },
  ]
  return (
    <section class="card" aria-labelledby="exports">
      <h2 id="exports">{title}</h2>
      {exports.length === 0 ? (
        <EmptyState title={none}>
          <p>{noneNote}</p>
        </EmptyState>
      ) : (
        <DataTable caption={caption} columns={columns} rows={exports} />
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
  const user = await findUser(deps.db, c.req.param('id') ?? '')
  if (user === null) return errorPage(c, deps, 404, { text: words().failures.noSuchUser })
  const { answers } = words().editUser
  // Whoever changes an address can take the account over through "forgot password".
  if (!standsAbove(viewer, user)) {
    return errorPage(c, deps, 403, { text: answers.refused })
  }
  const email = (await readForm(c.req.raw))?.get('email').trim() ?? ''
  const result = await updateEmail(deps.db, user.userId, email)
  switch (result.kind) {
    case 'invalid':
      return editPage(c, deps, {
        user,
        viewer,
        typed: email,
        problem: answers.invalid,
      })
    case 'taken':
      return editPage(c, deps, {
        user,
        viewer,
        typed: email,
        problem: answers.taken,
      })
    case 'missing':
      return errorPage(c, deps, 404)
    case 'unchanged':
      return seeOther(`/admin/users/${user.userId}/edit`, {
        tone: 'info',
        text: answers.same,
      })
    case 'changed':
    default:
      await auditChange(deps, viewer, { user, email })
      await deps.names.note(user.userId)
      return seeOther(`/admin/users/${user.userId}/edit`, {
        tone: 'ok',
        text: answers.changed(`@${user.username}`),
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
