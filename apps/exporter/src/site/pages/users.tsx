/**
 * Administration → Users: find a member by name, e-mail address or id.
 */
import {
  buttonClass,
  type Column,
  DataTable,
  EmptyState,
  Field,
  PageHead,
  plural,
  Tag,
  Time,
  type View,
} from '@howdah/web/views'
import { searchUsers, type UserSummary } from '../../mastodon/users.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { noteLook } from '../sessions/looks.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { sitePage } from '../views/site-page.tsx'

const PAGE_SIZE = 40
const LONGEST_SEARCH = 100

/** GET /admin/users */
export async function showUsers(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const search = (c.req.query('q') ?? '').trim().slice(0, LONGEST_SEARCH)
  const after = /^\d{1,18}$/.test(c.req.query('after') ?? '')
    ? (c.req.query('after') ?? null)
    : null
  const found = await searchUsers(deps.db, { search, after, limit: PAGE_SIZE })
  await noteLook(deps, viewer, { what: 'addresses', request: c.req.raw, shown: found.users })
  return sitePage(c, deps, {
    title: search === '' ? 'Users' : `Users matching “${search}”`,
    menu: '/admin/users',
    children: <Users {...found} search={search} isFirst={after === null} now={c.get('now')} />,
  })
}

interface UsersProps {
  readonly users: readonly UserSummary[]
  readonly next: string | null
  readonly search: string
  readonly isFirst: boolean
  readonly now: Date
}

function Users(props: UsersProps): View {
  const { users, next, search, isFirst } = props
  return (
    <>
      <PageHead title="Users" note="The members of this server, newest first." />
      <form
        class="toolbar filters"
        method="get"
        action="/admin/users"
        role="search"
        aria-label="Users"
      >
        <Field label="Search" id="q">
          <input
            class="input"
            id="q"
            name="q"
            type="search"
            value={search}
            maxlength={LONGEST_SEARCH}
            placeholder="name, e-mail or id"
          />
        </Field>
        <div class="buttons">
          <button class={buttonClass()} type="submit">
            Search
          </button>
          {search === '' && isFirst ? null : (
            <a class={buttonClass('quiet')} href="/admin/users">
              Clear
            </a>
          )}
        </div>
      </form>
      {users.length === 0 ? (
        <EmptyState title="No users match">
          <p>Search by a part of the name or of the e-mail address, or by the exact id.</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={`${plural(users.length, 'user')} on this page`}
          columns={columns(props.now)}
          rows={users}
          rowKey={(user) => user.userId}
        />
      )}
      <UserPages next={next} search={search} isFirst={isFirst} />
    </>
  )
}

function columns(now: Date): Column<UserSummary>[] {
  return [
    {
      label: 'Name',
      isRowHead: true,
      cell: (user) => <a href={`/admin/users/${user.userId}/edit`}>@{user.username}</a>,
    },
    { label: 'E-mail', cell: (user) => <span class="email">{user.email}</span> },
    { label: 'Role', cell: (user) => user.roleName ?? <span class="soft">Member</span> },
    { label: 'Created', cell: (user) => <Time at={user.createdAt} now={now} show="absolute" /> },
    {
      label: 'Last active',
      cell: (user) => <Time at={user.lastActiveAt} now={now} show="relative" />,
    },
    { label: 'Id', kind: 'number', cell: (user) => user.userId },
    {
      label: 'Edit',
      kind: 'actions',
      hasHiddenHead: true,
      cell: (user) => (
        <span class="buttons">
          <Standing user={user} />
          <a class={buttonClass('quiet', true)} href={`/admin/users/${user.userId}/edit`}>
            Edit user<span class="visually-hidden"> {user.username}</span>
          </a>
        </span>
      ),
    },
  ]
}

/** What is unusual about an account; nothing for most. */
export function Standing({ user }: { user: UserSummary }): View {
  if (user.isSuspended) return <Tag tone="danger" text="suspended" />
  if (user.isDisabled) return <Tag tone="warn" text="frozen" />
  return <></>
}

function UserPages(props: { next: string | null; search: string; isFirst: boolean }): View {
  const { next, search, isFirst } = props
  if (next === null && isFirst) return <></>
  const query = (after: string | null): string => {
    const parts = new URLSearchParams()
    if (search !== '') parts.set('q', search)
    if (after !== null) parts.set('after', after)
    return parts.size === 0 ? '' : `?${parts.toString()}`
  }
  return (
    <nav class="pagination" aria-label="Pages of users">
      <span class="pagination__links">
        {isFirst ? null : (
          <a class={buttonClass('default', true)} href={`/admin/users${query(null)}`}>
            First page
          </a>
        )}
        {next === null ? null : (
          <a class={buttonClass('default', true)} href={`/admin/users${query(next)}`} rel="next">
            Next page
          </a>
        )}
      </span>
    </nav>
  )
}
