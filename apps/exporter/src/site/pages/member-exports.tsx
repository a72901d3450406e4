/**
 * What a member does on Import and export: look, request, cancel, delete a file.
 */
import { buttonClass, formatBytes, PageHead, Time } from '@howdah/web/views'
import { EXPORT_TYPES, type ExportRecord, type ExportType, isActive } from '../../ledger/types.ts'
import { readSettings } from '../../ledger/settings.ts'
import type { Outlook } from '../../ledger/waiting.ts'
import { type ActionResult, BY_MEMBER, type RequestResult } from '../../ledger/requests.ts'
import { ExportSource } from '../../mastodon/export-source.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { readForm } from '../http/form.ts'
import { HOME } from '../http/safe-return.ts'
import { seeOther } from '../http/see-other.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'
import { formatDay } from '../words/calendar.ts'
import { MEMBER_TYPES, readExportType } from '../words/export-types.ts'
import { readChoices } from './member-choices.tsx'
import { ImportAndExport, type RequestState } from './import-and-export.tsx'

/** GET /settings/export */
export async function showMemberExports(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const { member } = viewer
  const source = await ExportSource.open({ db: deps.db, instance: deps.instance, member })
  const [counts, history, choices, settings] = await Promise.all([
    source.counts(),
    deps.ledger.forMember(member.userId),
    readChoices(deps, member.userId),
    readSettings(deps.ledger.db),
  ])
  const active = history.filter((row) => isActive(row.state))
  const { facts } = await deps.waiting.look(active, c.get('now'))
  const requests = await Promise.all(
    EXPORT_TYPES.map((type) =>
      requestState(deps, member.userId, {
        type,
        active: active.find((row) => row.type === type) ?? null,
        facts,
      }),
    ),
  )
  return sitePage(c, deps, {
    title: 'Import and export',
    menu: HOME,
    isLive: requests.some((state) => state.active !== null),
    children: (
      <ImportAndExport
        counts={counts}
        requests={requests}
        history={history}
        choices={choices}
        minIntervalDays={deps.config.exports.minIntervalDays}
        retentionDays={settings.get('retention-days')?.value ?? deps.config.exports.retentionDays}
        now={c.get('now')}
      />
    ),
  })
}

async function requestState(
  { exports }: SiteDeps,
  userId: string,
  { type, active, facts }: Pick<RequestState, 'type' | 'active'> & Pick<Outlook, 'facts'>,
): Promise<RequestState> {
  return {
    type,
    active,
    facts: facts.get(active?.id ?? '') ?? null,
    nextAt: active ? null : await exports.nextRequestAt(userId, type),
  }
}

/** POST /settings/export: `type` */
export async function postMemberExport(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const form = await readForm(c.req.raw)
  // Mastodon's own button posts no type; it means the archive.
  const type = readExportType(form?.get('type') || 'backup')
  if (form === null || type === null) return errorPage(c, deps, 400)
  const result = await deps.exports.request(viewer.member, type, BY_MEMBER)
  return seeOther(HOME, requestFlash(result, type))
}

function requestFlash(
  result: RequestResult,
  type: ExportType,
): { tone: 'ok' | 'warn'; text: string } {
  const name = MEMBER_TYPES[type]
  switch (result.kind) {
    case 'accepted':
      return { tone: 'ok', text: `${name} requested. You will get an e-mail when it is ready.` }
    case 'active':
      return { tone: 'ok', text: `${name}: your request is already under way. One is enough.` }
    case 'too-soon':
      return { tone: 'warn', text: `You can request the next one on ${formatDay(result.nextAt)}.` }
    case 'no-space':
    default:
      return {
        tone: 'warn',
        text: `There is no room for it on this server right now: it needs about ${formatBytes(result.neededBytes)}. The administrators need to make room first.`,
      }
  }
}

/** The member's own export of an address, or null: other members' are as if they did not exist. */
async function ownExport(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<ExportRecord | null> {
  const row = await deps.ledger.get(c.req.param('id') ?? '')
  return row?.userId === viewer.member.userId ? row : null
}

/** POST /settings/exports/:id/cancel */
export function postCancel(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  return actOnOwn({ c, deps, viewer }, (id) => deps.exports.cancel(id, BY_MEMBER), {
    changed: 'Your request is cancelled. You can request a new one.',
    unchanged: null,
  })
}

/** GET /settings/exports/:id/delete */
export async function confirmDelete(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const row = await ownExport(c, deps, viewer)
  if (row === null || row.state !== 'done') return errorPage(c, deps, 404)
  return sitePage(c, deps, {
    title: 'Delete this file',
    menu: HOME,
    children: (
      <>
        <PageHead
          title="Delete this file?"
          note="It is deleted from this server at once. What you have downloaded already stays with you."
        />
        <form method="post" action={`/settings/exports/${row.id}/delete`} class="card form prose">
          <p>
            {MEMBER_TYPES[row.type]} of <Time at={row.requestedAt} show="absolute" />
            {row.sizeBytes === null ? '' : `, ${formatBytes(row.sizeBytes)}`}
          </p>
          <div class="buttons">
            <button type="submit" class={buttonClass('danger')}>
              Delete the file
            </button>
            <a class={buttonClass('quiet')} href={HOME}>
              Keep it
            </a>
          </div>
        </form>
      </>
    ),
  })
}

/** POST /settings/exports/:id/delete */
export function postDelete(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  return actOnOwn({ c, deps, viewer }, (id) => deps.exports.deleteFile(id, BY_MEMBER), {
    changed: 'The file is deleted.',
    unchanged: 'That file was already deleted.',
  })
}

/** POST /settings/exports/:id/retry */
export function postRetry(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  return actOnOwn({ c, deps, viewer }, (id) => tryAgain(deps, id), {
    changed: 'We try it again. You will get an e-mail when it is ready.',
    unchanged: null,
  })
}

async function tryAgain({ exports, ledger }: SiteDeps, id: string): Promise<ActionResult> {
  const row = await ledger.get(id)
  if (row?.state === 'failed') return exports.retryNow(id, BY_MEMBER)
  return { kind: 'unchanged', reason: 'There is nothing to try again.' }
}

interface Call {
  readonly c: SiteContext
  readonly deps: SiteDeps
  readonly viewer: Viewer
}

async function actOnOwn(
  { c, deps, viewer }: Call,
  act: (id: string) => Promise<ActionResult>,
  /** `unchanged` null: the reason of the service, which members understand too. */
  words: { readonly changed: string; readonly unchanged: string | null },
): Promise<Response> {
  const row = await ownExport(c, deps, viewer)
  if (row === null) return errorPage(c, deps, 404)
  const result = await act(row.id)
  if (result.kind === 'changed') return seeOther(HOME, { tone: 'ok', text: words.changed })
  return seeOther(HOME, { tone: 'warn', text: words.unchanged ?? result.reason })
}
