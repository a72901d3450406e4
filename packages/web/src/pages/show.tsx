/**
 * Shows content in the console's frame.
 */

import { clearFlash } from '../http/flash-cookie.ts'
import { coreRight, tabRight } from '../http/access.ts'
import { withDeadline } from '../http/deadline.ts'
import { HTML, htmlResponse } from '../http/html-response.ts'
import type { ConsoleTab, FramedContent, TabFrame } from '../options.ts'
import { coreTabs, Frame, hostTab } from '../views/frame.tsx'
import type { Tab } from '../views/frame.tsx'
import type { StatsRecord } from '@howdah/engine/api'
import type { PageContext } from './context.ts'

/** A count in a tab is not worth a slower page. */
const TAB_COUNT_LIMIT_MS = 300

/** A framed page with the numbers in its tabs; throws when Redis does not answer. */
export async function showPage(context: PageContext, content: FramedContent): Promise<Response> {
  return showWith(context, content, await context.stats())
}

/** A framed page without numbers: for when Redis does not answer. */
export async function showWithoutStats(
  context: PageContext,
  content: FramedContent,
): Promise<Response> {
  return showWith(context, content, null)
}

async function showWith(
  context: PageContext,
  content: FramedContent,
  stats: StatsRecord | null,
): Promise<Response> {
  const flash = content.flash ?? context.flash
  const frame = (
    <Frame
      context={context}
      title={content.title}
      tabs={await tabsOf(context, stats)}
      flash={flash}
      asOf={content.asOf ?? context.now}
      isLive={content.isLive ?? false}
      liveHref={content.liveHref}
      liveOn={content.liveOn}
      scripts={content.scripts ?? []}
      stylesheets={content.stylesheets ?? []}
    >
      {content.children}
    </Frame>
  )
  return htmlResponse(frame, { status: content.status ?? 200, headers: pageHeaders(context) })
}

/** The headers of every framed page: its message is shown once. */
export function pageHeaders({ flash, basePath }: PageContext): Readonly<Record<string, string>> {
  return {
    'content-type': HTML,
    ...(flash === null ? {} : { 'set-cookie': clearFlash(basePath) }),
  }
}

async function tabsOf(context: PageContext, stats: StatsRecord | null): Promise<readonly Tab[]> {
  const { first, rest } = coreTabs(stats)
  const { options, viewer } = context
  const tabs = (options.tabs ?? []).filter((tab) => tabRight(viewer, tab) !== 'none')
  const hostTabs = await Promise.all(
    tabs.map(async (tab) => hostTab(tab, await countOf(context, tab))),
  )
  return coreRight(viewer) === 'none' ? hostTabs : [first, ...hostTabs, ...rest]
}

async function countOf(context: PageContext, tab: ConsoleTab): Promise<number | undefined> {
  if (tab.count === undefined) return undefined
  try {
    return await withDeadline(tab.count(context.request), TAB_COUNT_LIMIT_MS)
  } catch (error) {
    context.options.onError?.(error)
    return undefined
  }
}

/** What a tab of the host answers with. */
export function tabFrame(context: PageContext, tab: ConsoleTab): TabFrame {
  const { viewer } = context
  return {
    viewer: { ...viewer, canAct: tabRight(viewer, tab) === 'act' },
    basePath: context.basePath,
    now: context.now,
    flash: context.flash,
    page: async (content) => showWith(context, content, await statsIfAny(context)),
  }
}

/** The host's pages come from its own database and are worth showing while Redis is down. */
async function statsIfAny(context: PageContext): Promise<StatsRecord | null> {
  try {
    return await context.stats()
  } catch (error) {
    context.options.onError?.(error)
    return null
  }
}
