/**
 * The frame of the site's own pages: the bar on top, and Mastodon's side menu beside the content.
 */
import {
  Document,
  Flash,
  buttonClass,
  htmlResponse,
  clearFlash,
  currentReader,
  formatMoment,
  Icon,
  LiveControl,
  Masthead,
  PostButton,
  readerZone,
  readFlash,
  type View,
} from '@howdah/web/views'
import type { Child } from '@howdah/web/jsx-runtime'
import type { SiteContext, SiteDeps } from '../context.ts'
import { HOME } from '../http/safe-return.ts'
import type { Permission } from '../sessions/permissions.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { nameOf, SITE_LANGUAGES } from '../words/site-languages.ts'
import { words } from '../words/words.ts'
import { ASSET_BASE, liveScript, siteStylesheet } from './site-assets.ts'

/** What a page of the site says about itself. */
export interface SitePageProps {
  /** The page's own name; the frame adds the server's. */
  readonly title: string
  /** The menu entry this page belongs to, by its address. */
  readonly menu?: string
  /** Something is under way: the page looks again by itself. */
  readonly isLive?: boolean
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly children: Child
}

/** Seconds between two looks where scripts are off; the script looks more often. */
const REFRESH_SECONDS = 15

/** Renders a page in the frame and answers it, with the flash of the action before. */
export async function sitePage(
  c: SiteContext,
  deps: Pick<SiteDeps, 'config'>,
  props: SitePageProps,
): Promise<Response> {
  const viewer = c.get('viewer')
  const flash = readFlash(c.req.raw)
  const document = (
    <Document
      title={`${props.title} – ${deps.config.localDomain}`}
      assetBase={ASSET_BASE}
      stylesheets={[siteStylesheet()]}
      scripts={props.isLive ? [liveScript()] : []}
      {...(props.isLive ? { refreshSeconds: REFRESH_SECONDS } : {})}
      header={<SiteHeader title={deps.config.localDomain} viewer={viewer} />}
      footer={<SiteFooter c={c} isLive={props.isLive ?? false} />}
      {...(viewer ? { side: <SideMenu viewer={viewer} current={props.menu} /> } : {})}
    >
      <Flash message={flash} />
      {props.children}
    </Document>
  )
  const response = htmlResponse(document, {
    status: props.status ?? 200,
    ...(props.headers ? { headers: props.headers } : {}),
  })
  if (flash) response.headers.append('set-cookie', clearFlash('/'))
  return response
}

function SiteHeader({ title, viewer }: { title: string; viewer: Viewer | null }): View {
  return (
    <header>
      <Masthead title={title} href="/">
        {viewer ? (
          <>
            <span class="who">
              <span class="visually-hidden">{words().frame.loggedInAs} </span>
              <bdi>@{viewer.member.username}</bdi>
            </span>
            <PostButton action="/logout" label={words().frame.logOut} tone="quiet" isSmall />
          </>
        ) : null}
      </Masthead>
    </header>
  )
}

/** Says how old the page is, and holds the place of the button that pauses its updates. */
function SiteFooter({ c, isLive }: { c: SiteContext; isLive: boolean }): View {
  return (
    <footer class="footer">
      {c.get('viewer') ? (
        <span data-live="moment">{words().frame.asOf(formatMoment(c.get('now')))}</span>
      ) : null}
      {isLive ? <LiveControl /> : null}
      {c.get('viewer') ? <TimesLink next={addressOf(c)} /> : null}
      <LanguageChoice next={addressOf(c)} />
    </footer>
  )
}

/** The choice of a clock lies on a page of its own: it lists every zone there is. */
export const TIMES_PATH = '/settings/times'

/** How times are shown, and the way to choose that. */
function TimesLink({ next }: { next: string }): View {
  const back = next.startsWith(TIMES_PATH) ? HOME : next
  return (
    <span>
      {words().frame.times}:{' '}
      <a href={`${TIMES_PATH}?${new URLSearchParams({ next: back }).toString()}`}>
        <ClockName />
      </a>
    </span>
  )
}

function ClockName(): View {
  const { timesIn } = words().frame
  if (currentReader().preferences.time === 'relative') return <>{timesIn.relative}</>
  const zone = readerZone()
  return zone === 'UTC' ? <>{timesIn.utc}</> : <bdi>{zone}</bdi>
}

/** Where to come back to; what answers a form has no address of its own. */
function addressOf(c: SiteContext): string {
  const { pathname, search } = new URL(c.req.url)
  return c.req.method === 'GET' || pathname === '/login' ? pathname + search : HOME
}

/** Each language under the name that its speakers know. */
function LanguageChoice({ next }: { next: string }): View {
  const { language } = currentReader()
  return (
    <form method="post" action="/language" class="languages" aria-label={words().frame.language}>
      <input type="hidden" name="next" value={next} />
      {SITE_LANGUAGES.map((one) => (
        <button
          type="submit"
          name="language"
          value={one}
          lang={one}
          class={buttonClass('quiet', true)}
          {...(one === language ? { 'aria-current': 'true' } : {})}
        >
          {nameOf(one)}
        </button>
      ))}
    </form>
  )
}

interface MenuEntry {
  readonly label: string
  readonly href: string
  /** Opens beside this page: the console is a place of its own. */
  readonly opensTab?: boolean
}

interface MenuGroup {
  readonly label: string
  readonly entries: readonly MenuEntry[]
}

const STAFF: readonly Permission[] = [
  'administrator',
  'manage_users',
  'view_audit_log',
  'view_devops',
  'view_exports',
]

/** Whether there is anything under Administration for a viewer. */
export function isStaff(viewer: Viewer): boolean {
  return STAFF.some((permission) => viewer.can(permission))
}

/** The menu as this viewer may see it; a group without entries is left out. */
function menuFor(viewer: Viewer): readonly MenuGroup[] {
  const { groups, entries } = words().frame
  const administration: MenuEntry[] = isStaff(viewer)
    ? [{ label: entries.overview, href: '/admin' }]
    : []
  if (viewer.can('manage_users'))
    administration.push({ label: entries.users, href: '/admin/users' })
  if (viewer.can('administrator'))
    administration.push({ label: entries.exports, href: '/admin/exports' })
  if (viewer.can('view_audit_log'))
    administration.push({ label: entries.audit, href: '/admin/audit' })
  if (viewer.can('administrator')) administration.push({ label: entries.mail, href: '/admin/mail' })
  if (viewer.can('view_devops'))
    administration.push({ label: entries.doctor, href: '/admin/doctor' })
  if (viewer.can('view_devops'))
    administration.push({ label: entries.sidekiq, href: '/sidekiq', opensTab: true })
  else if (viewer.can('view_exports'))
    administration.push({ label: entries.schedule, href: '/sidekiq/exports', opensTab: true })
  const preferences = [
    { label: entries.importAndExport, href: HOME },
    { label: entries.sessions, href: '/settings/sessions' },
  ]
  return [
    { label: groups.preferences, entries: preferences },
    { label: groups.administration, entries: administration },
  ].filter((group) => group.entries.length > 0)
}

function SideMenu(props: { viewer: Viewer; current: string | undefined }): View {
  return (
    <nav class="side" aria-label={words().frame.menu}>
      {menuFor(props.viewer).map((group) => (
        <div>
          <h2>{group.label}</h2>
          <ul>
            {group.entries.map((entry) => (
              <li>
                <MenuLink entry={entry} isCurrent={entry.href === props.current} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function MenuLink({ entry, isCurrent }: { entry: MenuEntry; isCurrent: boolean }): View {
  if (entry.opensTab) {
    // The name stays the plain word; that it opens a tab is the link's description.
    return (
      <a href={entry.href} target="_blank" rel="noopener" title={words().frame.opensTab}>
        {entry.label}
        <Icon name="external" />
      </a>
    )
  }
  return (
    <a href={entry.href} {...(isCurrent ? { 'aria-current': 'page' } : {})}>
      {entry.label}
    </a>
  )
}
