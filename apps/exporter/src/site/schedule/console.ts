/**
 * Mounts the console under /sidekiq: who may look, what jobs mean, and what the ledger must learn.
 */
import {
  type Console,
  type ConsoleAction,
  type ConsoleLook,
  createConsole,
  type JobMemory,
  type TabRight,
  type Viewer as ConsoleViewer,
} from '@howdah/web'
import type { Restored } from '../../ledger/restore.ts'
import type { SiteDeps } from '../context.ts'
import { auditLine } from './console-audit.ts'
import { askProof } from '../sessions/proof.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { siteStylesheet } from '../views/site-assets.ts'
import { words } from '../words/words.ts'
import { exportsTab } from './exports-tab.tsx'
import { describeJobs } from './job-notes.ts'

/** Where the console lives, as in Mastodon. */
export const CONSOLE_PATH = '/sidekiq'

/** Makes the console. `viewerOf` gives the member behind a request, or null. */
export function mountConsole(
  deps: SiteDeps,
  viewerOf: (request: Request) => Promise<Viewer | null>,
): Console {
  return createConsole({
    redis: deps.redis,
    basePath: CONSOLE_PATH,
    title: `Sidekiq – ${deps.config.localDomain}`,
    publicOrigin: new URL(deps.config.publicUrl).origin,
    restartCommand: deps.config.restartCommand,
    backTo: {
      // Asked for with each page: it is in the language of its reader.
      get label() {
        return words().schedule.toSettings
      },
      href: '/settings/export',
    },
    stylesheets: [siteStylesheet()],
    allow: async (request) => consoleViewer(await viewerOf(request)),
    describeJob: (jobs) => describeJobs(deps.db, CONSOLE_PATH, jobs),
    recallJob: (jid) => recallJob(deps, jid),
    tabs: [exportsTab(deps, viewerOf)],
    confirmIdentity: async (request, act) => {
      const viewer = await viewerOf(request)
      return viewer === null ? null : askProof(deps, viewer, act)
    },
    onAction: (action) => record(deps, action),
    onLook: (look) => recordLook(deps, look),
    onError: (error) => deps.logger.error({ err: error }, 'A page of the console failed.'),
  })
}

/** The export that the job made, which the ledger knows when Redis has forgotten the job. */
async function recallJob({ ledger }: SiteDeps, jid: string): Promise<JobMemory | null> {
  const row = await ledger.byJid(jid)
  if (row === null) return null
  return {
    label: words().exportPage.numbered(row.id, row.username),
    href: `${CONSOLE_PATH}/exports/${row.id}`,
    lastSeenAt: row.finishedAt ?? row.heartbeatAt ?? row.startedAt ?? row.requestedAt,
    state: row.state,
  }
}

function consoleViewer(viewer: Viewer | null): ConsoleViewer | null {
  if (viewer === null || !maySeeConsole(viewer)) return null
  return {
    name: `@${viewer.member.username}`,
    canLook: viewer.can('view_devops'),
    canAct: viewer.can('manage_jobs'),
    seesAddresses: viewer.can('manage_users'),
    tabs: { '/exports': exportsRight(viewer) },
    links: viewer.can('view_audit_log')
      ? [{ label: words().audit.title, href: '/admin/audit' }]
      : [],
  }
}

/** Whether there is anything in the console for a viewer. */
export function maySeeConsole(viewer: Viewer): boolean {
  return viewer.can('view_devops') || viewer.can('view_exports')
}

function exportsRight(viewer: Viewer): TabRight {
  if (!viewer.can('view_exports')) return 'none'
  return viewer.can('manage_exports') ? 'act' : 'look'
}

/** The ledger follows what was done to jobs; the audit log keeps who did it. */
async function record(deps: SiteDeps, action: ConsoleAction): Promise<void> {
  const actor = actorOf(action.viewer)
  await deps.ledger.audit(await auditLine(deps, action, actor))
  await deps.exports.followConsole({
    actor,
    action: action.action === 'run-now' ? 'enqueue' : action.action,
    jids: action.jids,
    ...(action.action === 'undo' ? { restored: restoredIn(action) } : {}),
  })
}

/** Where jobs lie that were put back, and when they are due. */
function restoredIn({ to, dueAt }: ConsoleAction): Restored {
  const set = SETS.find((one) => one === to) ?? 'queue'
  return { set, dueAt: dueAt ?? new Map() }
}

const SETS = ['schedule', 'retry', 'dead'] as const

/** Into the audit, but for what is the viewer's own. */
function recordLook({ ledger }: SiteDeps, { viewer, page, jobs }: ConsoleLook): Promise<void> {
  const others = jobs.filter(({ owner }) => owner !== viewer.name)
  return ledger.look({
    actor: actorOf(viewer),
    what: 'arguments',
    page,
    things: others.map(({ jid, owner }) =>
      owner === null ? [`job ${jid}`] : [`job ${jid}`, owner],
    ),
  })
}

function actorOf({ name }: ConsoleViewer): string {
  return name.replace(/^@/, '')
}
