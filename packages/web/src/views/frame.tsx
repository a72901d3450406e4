/**
 * The frame of the console: the bar on top, the tabs with their counts, the page in it.
 */

import type { Child } from '../jsx-runtime.ts'
import { coreRight, firstPath } from '../http/access.ts'
import type { ConsoleTab, Viewer } from '../options.ts'
import type { StatsRecord } from '@howdah/engine/api'
import type { PageContext } from '../pages/context.ts'
import type { LiveTopic } from '../live/live-feed.ts'
import { currentReader } from '../language/reader.ts'
import { words } from '../words/words.ts'
import { assetHref } from './assets.ts'
import { Document, Masthead } from './document.tsx'
import type { DocumentProps } from './document.tsx'
import { Flash } from './flash.tsx'
import type { FlashMessage } from './flash.tsx'
import { Icon } from './icon.tsx'
import { LiveControl } from './live-control.tsx'
import { formatCount } from './numbers.ts'
import { formatMoment } from './time.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import type { View } from './view.ts'

/** One tab, ready to show. */
export interface Tab {
  readonly label: string
  readonly path: string
  /** Left out when unknown. */
  readonly count?: number | undefined
  readonly tone: 'plain' | 'warn' | 'danger'
  /** Whether a count of zero is worth its place. */
  readonly showsZero: boolean
  /** The key that leads there after `g`, for readers who want shortcuts. */
  readonly shortcut?: string | undefined
}

/** What a framed page needs. */
export interface FrameProps {
  readonly context: PageContext
  readonly title: string
  readonly tabs: readonly Tab[]
  readonly flash: FlashMessage | null
  /** The moment that the content is of. */
  readonly asOf: Date
  readonly isLive: boolean
  readonly liveHref?: string | undefined
  readonly liveOn?: readonly LiveTopic[] | undefined
  readonly scripts: readonly string[]
  readonly stylesheets: readonly string[]
  readonly children: Child
}

/** A console page as a document. */
export function Frame(props: FrameProps): View {
  const { context, title, tabs, flash, isLive, liveHref, children } = props
  return (
    <Document
      title={`${title} – ${context.options.title}`}
      {...headOf(context, props)}
      header={<FrameHeader context={context} tabs={tabs} />}
      footer={<FrameFooter context={context} asOf={props.asOf} isLive={isLive} />}
    >
      <Flash message={flash} />
      <div
        class="stack"
        {...(isLive ? { 'data-live': 'content', 'data-live-on': topicsOf(props.liveOn) } : {})}
        {...(liveHref === undefined ? {} : { 'data-live-from': liveHref })}
      >
        {children}
      </div>
      {currentReader().preferences.hasShortcuts ? <ShortcutHelp tabs={tabs} /> : null}
    </Document>
  )
}

/** What a page's document loads. */
export function headOf(
  { options, basePath }: PageContext,
  { isLive, stylesheets = [], scripts = [] }: Pick<FrameProps, 'isLive'> & Partial<FrameProps>,
): Pick<DocumentProps, 'assetBase' | 'stylesheets' | 'scripts'> {
  const assetBase = `${basePath}/assets`
  return {
    assetBase,
    stylesheets: [...(options.stylesheets ?? []), ...stylesheets],
    scripts: [
      ...(isLive ? [assetHref(assetBase, 'console.js')] : []),
      ...(currentReader().preferences.hasShortcuts ? [assetHref(assetBase, 'shortcuts.js')] : []),
      ...scripts,
    ],
  }
}

const ALL_TOPICS: readonly LiveTopic[] = [
  'queues',
  'schedule',
  'retry',
  'dead',
  'busy',
  'processed',
]

function topicsOf(topics: readonly LiveTopic[] = ALL_TOPICS): string {
  return topics.join(' ')
}

function FrameHeader({ context, tabs }: { context: PageContext; tabs: readonly Tab[] }): View {
  const { options, viewer, basePath } = context
  const environment = options.environment
  return (
    <header>
      <Masthead
        title={options.title}
        href={`${basePath}${firstPath(options, viewer)}` || '/'}
        {...(environment === undefined ? {} : { environment })}
      >
        <DatabasePicker context={context} />
        <bdi>{viewer.name}</bdi>
        {canActSomewhere(viewer) ? null : <span class="environment">{words().shell.readOnly}</span>}
        {options.backTo === undefined ? null : (
          <a href={options.backTo.href}>
            <Icon name="back" />
            {options.backTo.label}
          </a>
        )}
      </Masthead>
      <nav class="tabs" aria-label={words().shell.console} data-live="tabs">
        <ul>
          {tabs.map((tab) => (
            <li>
              <TabLink tab={tab} context={context} />
            </li>
          ))}
          {coreRight(viewer) === 'none' ? null : (
            <li>
              <MoreTabs context={context} />
            </li>
          )}
        </ul>
      </nav>
    </header>
  )
}

function canActSomewhere({ canAct, tabs = {} }: Viewer): boolean {
  return canAct || Object.values(tabs).includes('act')
}

function DatabasePicker({ context: { options, basePath } }: { context: PageContext }): View {
  const { databases = [] } = options
  if (databases.length < 2) return <></>
  return (
    <nav class="picker" aria-label={words().shell.databases}>
      {databases.map(({ label, href }) => (
        <a href={href} {...(href === basePath ? { 'aria-current': 'true' } : {})}>
          {label}
        </a>
      ))}
    </nav>
  )
}

function TabLink({ tab, context }: { tab: Tab; context: PageContext }): View {
  const { count, tone } = tab
  const isOn = isCurrent(tab, context)
  const showsCount = count !== undefined && (count > 0 || tab.showsZero)
  const toneClass = tone === 'plain' || count === 0 ? '' : ` count--${tone}`
  return (
    <a
      href={`${context.basePath}${tab.path}` || '/'}
      {...(isOn ? { 'aria-current': 'page' } : {})}
      {...(tab.shortcut === undefined ? {} : { 'data-shortcut': tab.shortcut })}
    >
      {tab.label}
      {showsCount ? <span class={`count${toneClass}`}>{formatCount(count)}</span> : null}
    </a>
  )
}

/** The pages that are looked at less often, under one tab. */
function MoreTabs({ context }: { context: PageContext }): View {
  const text = words().more
  const tabs = [
    { label: words().common.pages.operations, path: '/operations' },
    { label: text.limits, path: '/limits' },
    { label: text.periodic, path: '/periodic' },
    { label: text.profiles, path: '/profiles' },
  ]
  const current = tabs.find((tab) => isCurrent(tab, context))
  return (
    <details class="more">
      <summary class={current === undefined ? undefined : 'more--current'}>
        <span aria-hidden="true">⋯</span>
        {current === undefined ? (
          <span class="visually-hidden">{text.title}</span>
        ) : (
          <span>{current.label}</span>
        )}
      </summary>
      <ul>
        {tabs.map(({ label, path }) => (
          <li>
            <a
              href={`${context.basePath}${path}`}
              {...(path === current?.path ? { 'aria-current': 'page' } : {})}
            >
              {label}
            </a>
          </li>
        ))}
        {(context.viewer.links ?? []).map(({ label, href }) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </details>
  )
}

function isCurrent(tab: Pick<Tab, 'path'>, context: PageContext): boolean {
  const path = context.url.pathname.slice(context.basePath.length).replace(/\/$/, '')
  return path === tab.path || (tab.path !== '' && path.startsWith(`${tab.path}/`))
}

function FrameFooter(props: { context: PageContext; asOf: Date; isLive: boolean }): View {
  const { context, asOf, isLive } = props
  return (
    <footer class="footer">
      <span data-live="moment">{words().shell.asOf(formatMoment(asOf))}</span>
      <a href={`${context.basePath}/settings`}>{words().settings.title}</a>
      {isLive ? <LiveControl events={`${context.basePath}/events`} /> : null}
    </footer>
  )
}

const SHORTCUTS: ReadonlyMap<string, string> = new Map([
  ['', 'h'],
  ['/queues', 'q'],
  ['/scheduled', 's'],
  ['/retries', 'r'],
  ['/dead', 'd'],
  ['/busy', 'b'],
  ['/metrics', 'm'],
  ['/failures', 'f'],
  ['/search', '/'],
])

function shortcutOf(path: string): string | undefined {
  return currentReader().preferences.hasShortcuts ? SHORTCUTS.get(path) : undefined
}

/** The tabs of the console with the numbers known so far. */
export function coreTabs(stats: StatsRecord | null): { first: Tab; rest: readonly Tab[] } {
  const tab = (label: string, path: string, count?: number, tone: Tab['tone'] = 'plain'): Tab => ({
    label,
    path,
    count,
    tone,
    showsZero: true,
    shortcut: shortcutOf(path),
  })
  const { pages } = words().common
  return {
    first: tab(pages.dashboard, ''),
    rest: [
      tab(pages.queues, '/queues', stats?.enqueued),
      tab(pages.scheduled, '/scheduled', stats?.scheduled),
      tab(pages.retries, '/retries', stats?.retries, 'warn'),
      tab(pages.dead, '/dead', stats?.dead, 'danger'),
      tab(pages.busy, '/busy', stats?.busy),
      tab(pages.metrics, '/metrics'),
      tab(pages.failures, '/failures'),
      tab(pages.search, '/search'),
    ],
  }
}

/** A tab of the host with its count, if it came in time. */
export function hostTab(tab: ConsoleTab, count: number | undefined): Tab {
  const { label, path, shortcut } = tab
  const letter = currentReader().preferences.hasShortcuts ? shortcut : undefined
  return { label, path, count, tone: 'danger', showsZero: false, shortcut: letter }
}
