/**
 * Administration → Users: find a member by name, e-mail address or id.
 */
import {
  buttonClass,
  type Column,
  DataTable,
  EmptyState,
  Field,
  formatCount,
  PageHead,
  Tag,
  Time,
  type View,
} from '@howdah/web/views'
import { isRowId } from '../../ledger/reading.ts'
import { searchUsers, type UserSummary } from '../../mastodon/users.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { CONSOLE_PATH } from '../schedule/console.ts'
import { filterQuery, NO_FILTER } from '../schedule/filter.ts'
import { noteLook } from '../sessions/looks.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { sitePage } from '../views/site-page.tsx'
import { words } from '../words/words.ts'

const PAGE_SIZE = 40
const LONGEST_SEARCH = 100

/** GET /admin/users */
export async function showUsers(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const search = (c.req.query('q') ?? '').trim().slice(0, LONGEST_SEARCH)
  const last = c.req.query('after') ?? ''
  const after = isRowId(last) ? last : null
  const among =
    search === '' ? null : await deps.names.find(search, { limit: PAGE_SIZE + 1, before: after })
  const found = await searchUsers(deps.db, { search, after, limit: PAGE_SIZE, among })
  // Nothing is shown before it is noted who looks; the rest is read meanwhile.
  const [exports] = await Promise.all([
    deps.ledger.countByUser(found.users.map(({ userId }) => userId)),
    noteLook(deps, viewer, { what: 'addresses', request: c.req.raw, shown: found.users }),
  ])
  const hasSchedule = viewer.can('view_exports')
  return sitePage(c, deps, {
    title: search === '' ? words().users.title : words().users.matching(search),
    menu: '/admin/users',
    children: (
      <Users
        {...found}
        {...{ exports, hasSchedule, search }}
        isFirst={after === null}
        now={c.get('now')}
      />
    ),
  })
}

interface UsersProps {
  readonly users: readonly UserSummary[]
  /** How many each has had, by user id. */
  readonly exports: ReadonlyMap<string, number>
  /** Whether the viewer may see them in the schedule. */
  readonly hasSchedule: boolean
  readonly next: string | null
  readonly search: string
  readonly isFirst: boolean
  readonly now: Date
}

function Users(props: UsersProps): View {
  const { users, next, search, isFirst } = props
  const text = words().users
  return (
    <>
      <PageHead title={text.title} note={text.note} />
      <form
        class="toolbar filters"
        method="get"
        action="/admin/users"
        role="search"
        aria-label={text.title}
      >
        <Field label={text.search} id="q">
          <input
            class="input"
            id="q"
            name="q"
            type="search"
            value={search}
            maxlength={LONGEST_SEARCH}
            placeholder={text.placeholder}
          />
        </Field>
        <div class="buttons">
          <button class={buttonClass()} type="submit">
            {text.search}
          </button>
          {search === '' && isFirst ? null : (
            <a class={buttonClass('quiet')} href="/admin/users">
              {text.clear}
            </a>
          )}
        </div>
      </form>
      {users.length === 0 ? (
        <EmptyState title={text.none}>
          <p>{text.noneNote}</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={text.onPage(users.length)}
          columns={columns(props)}
          rows={users}
          rowKey={(user) => user.userId}
        />
      )}
      <UserPages next={next} search={search} isFirst={isFirst} />
    </>
  )
}

function columns({ now, exports, hasSchedule }: UsersProps): Column<UserSummary>[] {
  const { columns: heads, member, edit } = words().users
  return [
    {
      label: heads.name,
      isRowHead: true,
      cell: (user) => (
        <a href={`/admin/users/${user.userId}/edit`}>
          <bdi>@{user.username}</bdi>
        </a>
      ),
    },
    { label: heads.email, cell: (user) => <bdi class="email">{user.email}</bdi> },
    { label: heads.role, cell: (user) => <Role name={user.roleName} member={member} /> },
    {
      label: heads.created,
      cell: (user) => <Time at={user.createdAt} now={now} show="absolute" />,
    },
    {
      label: heads.lastActive,
      cell: (user) => <Time at={user.lastActiveAt} now={now} show="relative" />,
    },
    {
      label: heads.exports,
      kind: 'number',
      cell: ({ userId, username }) => (
        <ExportCount {...{ username, hasSchedule }} count={exports.get(userId) ?? 0} />
      ),
    },
    { label: heads.id, kind: 'number', cell: (user) => user.userId },
    {
      label: heads.edit,
      kind: 'actions',
      hasHiddenHead: true,
      cell: (user) => (
        <span class="buttons">
          <Standing user={user} />
          <a class={buttonClass('quiet', true)} href={`/admin/users/${user.userId}/edit`}>
            {edit}
            <span class="visually-hidden">
              {' '}
              <bdi>{user.username}</bdi>
            </span>
          </a>
        </span>
      ),
    },
  ]
}

interface ExportCountProps {
  readonly username: string
  readonly count: number
  readonly hasSchedule: boolean
}

function ExportCount({ username, count, hasSchedule }: ExportCountProps): View {
  if (count === 0 || !hasSchedule) return <>{formatCount(count)}</>
  return (
    <a href={`${CONSOLE_PATH}/exports${filterQuery(NO_FILTER, { search: `@${username}` })}`}>
      {formatCount(count)}
      <span class="visually-hidden">
        {' '}
        <bdi>{username}</bdi>
      </span>
    </a>
  )
}

function Role({ name, member }: { name: string | null; member: string }): View {
  return name === null ? <span class="soft">{member}</span> : <bdi>{name}</bdi>
}

/** What is unusual about an account; nothing for most. */
export function Standing({ user }: { user: UserSummary }): View {
  const { suspended, frozen } = words().users.standings
  if (user.isSuspended) return <Tag tone="danger" text={suspended} />
  if (user.isDisabled) return <Tag tone="warn" text={frozen} />
  return <></>
}

function UserPages(props: { next: string | null; search: string; isFirst: boolean }): View {
  const { next, search, isFirst } = props
  if (next === null && isFirst) return <></>
  const { pages, firstPage, nextPage } = words().users
  const query = (after: string | null): string => {
    const parts = new URLSearchParams()
    if (search !== '') parts.set('q', search)
    if (after !== null) parts.set('after', after)
    return parts.size === 0 ? '' : `?${parts.toString()}`
  }
  return (
    <nav class="pagination" aria-label={pages}>
      <span class="pagination__links">
        {isFirst ? null : (
          <a class={buttonClass('default', true)} href={`/admin/users${query(null)}`}>
            {firstPage}
          </a>
        )}
        {next === null ? null : (
          <a class={buttonClass('default', true)} href={`/admin/users${query(next)}`} rel="next">
            {nextPage}
          </a>
        )}
      </span>
    </nav>
  )
}
