/**
 * What a viewer may do where: on the console's own pages, and in each tab of the host.
 */

import type { ConsoleOptions, ConsoleTab, TabRight, Viewer } from '../options.ts'

/** The tab of the host that owns a path below the base path, if one does. */
export function tabAt(tabs: readonly ConsoleTab[], path: string): ConsoleTab | undefined {
  return tabs.find((tab) => path === tab.path || path.startsWith(`${tab.path}/`))
}

/** What the viewer may do in a tab of the host. */
export function tabRight(viewer: Viewer, tab: Pick<ConsoleTab, 'path'>): TabRight {
  return viewer.tabs?.[tab.path] ?? (viewer.canAct ? 'act' : 'look')
}

/** What the viewer may do on the console's own pages. */
export function coreRight(viewer: Viewer): TabRight {
  if (viewer.canLook === false) return 'none'
  return viewer.canAct ? 'act' : 'look'
}

/** The first page, below the base path, that the viewer may see: "" is the dashboard. */
export function firstPath({ tabs = [] }: ConsoleOptions, viewer: Viewer): string {
  if (coreRight(viewer) !== 'none') return ''
  return tabs.find((tab) => tabRight(viewer, tab) !== 'none')?.path ?? ''
}
