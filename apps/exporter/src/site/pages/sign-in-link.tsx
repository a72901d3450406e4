/**
 * One-time links: an administrator makes one for a member, the member opens it.
 *
 * Opening asks first: programs that check the links in mails would use it up otherwise.
 */
import { buttonClass, formatMoment, Notice, PageHead, type View } from '@howdah/web/views'
import { signInLinkMessage } from '../../mail/sign-in-link.ts'
import { findMember, type Member } from '../../mastodon/members.ts'
import { findUser, type UserDetail } from '../../mastodon/users.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { visitorOf } from '../http/client-address.ts'
import { readForm } from '../http/form.ts'
import { HOME } from '../http/safe-return.ts'
import { seeOther } from '../http/see-other.ts'
import { openSession } from '../sessions/log-in.ts'
import { LINK_HOURS, type SignInLink, SignInLinks } from '../sessions/sign-in-links.ts'
import { standsAbove, type Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'
import { words } from '../words/words.ts'
import { welcome } from './log-in.tsx'

/** What a role may do with links for a member. */
export interface LinkRights {
  /** To the member's own address. */
  readonly maySend: boolean
  /** Whoever sees the link can get at the member's archive: only who may download it anyway. */
  readonly maySee: boolean
}

/** Sending needs the right to change the member's access, and a role above theirs. */
export function linkRights(viewer: Viewer, user: UserDetail): LinkRights {
  return { maySend: standsAbove(viewer, user), maySee: viewer.can('administrator') }
}

/** The card on Edit user; nothing for roles that may not. */
export function LinkCard({ user, rights }: { user: UserDetail; rights: LinkRights }): View {
  if (!rights.maySend) return <></>
  const { title, note, send, show } = words().editUser.link
  return (
    <form method="post" action={`/admin/users/${user.userId}/sign-in-link`} class="card form">
      <h2>{title}</h2>
      <p>{note(`@${user.username}`, LINK_HOURS)}</p>
      <div class="buttons">
        <button type="submit" name="how" value="send" class={buttonClass('primary')}>
          {send(user.email)}
        </button>
        {rights.maySee ? (
          <button type="submit" name="how" value="show" class={buttonClass('default')}>
            {show}
          </button>
        ) : null}
      </div>
    </form>
  )
}

/** POST /admin/users/:id/sign-in-link: `how` is `send` or `show` */
export async function postSignInLink(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const user = await findUser(deps.db, c.req.param('id') ?? '')
  if (user === null) return errorPage(c, deps, 404, { text: words().failures.noSuchUser })
  const how = (await readForm(c.req.raw))?.get('how')
  const rights = linkRights(viewer, user)
  const isAllowed = how === 'show' ? rights.maySee : rights.maySend
  const { refused, memorial } = words().editUser.link
  if (!isAllowed) return errorPage(c, deps, 403, { text: refused })
  const member = await findMember(deps.db, { userId: user.userId })
  if (member === null || member.account.memorial) {
    return errorPage(c, deps, 403, { text: memorial })
  }
  return make({ c, deps, viewer }, { user, locale: member.locale, isShown: how === 'show' })
}

interface Call {
  readonly c: SiteContext
  readonly deps: SiteDeps
  readonly viewer: Viewer
}

async function make(
  { c, deps, viewer }: Call,
  {
    user,
    locale,
    isShown,
  }: { readonly user: UserDetail; readonly locale: string | null; readonly isShown: boolean },
): Promise<Response> {
  const actor = viewer.member.username
  const link = await new SignInLinks(deps.db).create(user.userId, actor)
  const url = `${deps.config.publicUrl}/login/link/${link.token}`
  await audit(deps, {
    actor,
    action: isShown ? 'made a one-time link' : 'sent a one-time link',
    user,
  })
  if (isShown) return showLink(c, deps, { user, url, link })
  const back = `/admin/users/${user.userId}/edit`
  try {
    const news = { to: user.email, username: user.username, url, expiresAt: link.expiresAt }
    const locales = [locale, deps.config.defaultLocale]
    await deps.mailer.send(signInLinkMessage(news, { ...deps.config, locales }))
  } catch (error) {
    deps.logger.warn({ err: error }, 'A one-time link could not be sent.')
    return seeOther(back, { tone: 'warn', text: words().editUser.link.notSent })
  }
  return seeOther(back, { tone: 'ok', text: words().editUser.link.sent(user.email) })
}

/** Into the story of the member's newest export, where there is one, and into the audit. */
async function audit(
  { ledger }: SiteDeps,
  entry: {
    readonly actor: string
    readonly action: string
    readonly user: Pick<UserDetail, 'userId' | 'username'>
  },
): Promise<void> {
  const [newest] = await ledger.forMember(entry.user.userId)
  await ledger.audit({
    actor: entry.actor,
    action: entry.action,
    detail: `@${entry.user.username} (id ${entry.user.userId})`,
    ...(newest === undefined ? {} : { exportId: newest.id }),
  })
}

function showLink(
  c: SiteContext,
  deps: SiteDeps,
  { user, url, link }: { user: UserDetail; url: string; link: SignInLink },
): Promise<Response> {
  const { title, titleOf, until, warning, back } = words().editUser.link
  const member = `@${user.username}`
  return sitePage(c, deps, {
    title,
    menu: '/admin/users',
    headers: { 'cache-control': 'no-store' },
    children: (
      <>
        <PageHead title={titleOf(member)} note={until(formatMoment(link.expiresAt))} />
        <Notice tone="warn">
          <p>{warning}</p>
        </Notice>
        <p>
          <code class="command" dir="ltr">
            {url}
          </code>
        </p>
        <p>
          <a class={buttonClass('default')} href={`/admin/users/${user.userId}/edit`}>
            {back(member)}
          </a>
        </p>
      </>
    ),
  })
}

/** GET /login/link/:token: asks, and changes nothing. */
export async function showSignInLink(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const token = c.req.param('token') ?? ''
  const claim = await new SignInLinks(deps.db).read(token)
  const member = claim === null ? null : await findMember(deps.db, { userId: claim.userId })
  if (member === null) return usedUp(c, deps)
  const { title, note, button } = words().entering.link
  const account = `@${member.username}@${deps.config.localDomain}`
  return sitePage(c, deps, {
    title,
    children: (
      <div class="narrow stack log-in">
        <PageHead title={title} note={note(account)} />
        <form method="post" action={`/login/link/${token}`} class="card form">
          <button type="submit" class={buttonClass('primary')}>
            {button}
          </button>
        </form>
      </div>
    ),
  })
}

/** POST /login/link/:token: uses it up. */
export async function postOpenLink(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const claim = await new SignInLinks(deps.db).use(c.req.param('token') ?? '')
  const member: Member | null =
    claim === null ? null : await findMember(deps.db, { userId: claim.userId })
  if (member === null || member.account.memorial) return usedUp(c, deps)
  await audit(deps, { actor: 'member', action: 'signed in by a one-time link', user: member })
  const visitor = visitorOf(c.req.raw, c.env)
  // Their own data and nothing else, whatever their role is.
  const entry = { ...visitor, member, method: 'link', permissions: 0n } as const
  const sessionId = await openSession(deps.db, entry)
  return welcome(c, deps, { sessionId, next: HOME })
}

function usedUp(c: SiteContext, deps: SiteDeps): Promise<Response> {
  return errorPage(c, deps, 410, { text: words().entering.link.usedUp })
}
