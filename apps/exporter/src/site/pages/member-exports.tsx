/**
 * What a member does on Import and export: look, request, cancel, delete a file.
 */
import { buttonClass, formatBytes, PageHead, Time } from '@howdah/web/views'
import { wantsMail } from '../../ledger/choices.ts'
import { EXPORT_TYPES, type ExportKind, type ExportRecord, isActive } from '../../ledger/types.ts'
import { readRetentionDays } from '../../ledger/settings.ts'
import type { Outlook } from '../../ledger/waiting.ts'
import { BY_MEMBER } from '../../ledger/actors.ts'
import type { ActionResult, RequestResult } from '../../ledger/requests.ts'
import { ExportSource } from '../../mastodon/export-source.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { readForm } from '../http/form.ts'
import { HOME } from '../http/safe-return.ts'
import { seeOther } from '../http/see-other.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'
import { formatDay } from '../words/calendar.ts'
import { memberKind, memberType, readExportType } from '../words/export-types.ts'
import { type News, newsOf } from '../words/news.ts'
import { words } from '../words/words.ts'
import { readChoices } from './member-choices.tsx'
import { ImportAndExport, type RequestState } from './import-and-export.tsx'

/** GET /settings/export */
export async function showMemberExports(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const { member } = viewer
  const [counts, history, choices, retentionDays] = await Promise.all([
    ExportSource.countsOf(deps.db, member),
    deps.ledger.forMember(member.userId),
    readChoices(deps, member.userId),
    readRetentionDays(deps.ledger.db, deps.config.exports.retentionDays),
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
    title: words().memberExports.title,
    menu: HOME,
    isLive: requests.some((state) => state.active !== null),
    children: (
      <ImportAndExport
        counts={counts}
        requests={requests}
        history={history}
        choices={choices}
        offersWithoutMedia={deps.exports.offersWithoutMedia}
        minIntervalDays={deps.config.exports.minIntervalDays}
        retentionDays={retentionDays}
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
  const withoutMedia = type === 'backup' && form.get('without-media') !== ''
  const result = await deps.exports.request(viewer.member, type, BY_MEMBER, { withoutMedia })
  const wanted = { type, includesMedia: !withoutMedia }
  return seeOther(HOME, requestFlash(result, wanted, await newsFor(deps, viewer)))
}

function requestFlash(
  result: RequestResult,
  wanted: ExportKind,
  news: News,
): { tone: 'ok' | 'warn'; text: string } {
  const { answers } = words().memberExports
  switch (result.kind) {
    case 'accepted':
      return { tone: 'ok', text: answers.accepted[news](memberKind(wanted)) }
    case 'active':
      return activeFlash(result.export, wanted)
    case 'always-with-media':
      return { tone: 'warn', text: words().withoutMedia.answers.always }
    case 'too-soon':
      return { tone: 'warn', text: answers.tooSoon(formatDay(result.nextAt)) }
    case 'no-space':
    default:
      return { tone: 'warn', text: answers.noSpace(formatBytes(result.neededBytes)) }
  }
}

/** Of two requests for the same the second is none; of two for different archives it was in vain. */
function activeFlash(
  { type, includesMedia }: ExportRecord,
  wanted: ExportKind,
): { tone: 'ok' | 'warn'; text: string } {
  const { active } = words().memberExports.answers
  const { activeWithMedia, activeWithoutMedia } = words().withoutMedia.answers
  if (includesMedia === wanted.includesMedia) return { tone: 'ok', text: active(memberType(type)) }
  return { tone: 'warn', text: includesMedia ? activeWithMedia : activeWithoutMedia }
}

/** Mail is promised only to a member who gets it. */
async function newsFor({ ledger }: SiteDeps, { member }: Viewer): Promise<News> {
  return newsOf({ wantsMail: await wantsMail(ledger.db, member.userId) })
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
  const { cancelled, inMastodon, ended } = words().memberExports.answers
  return actOnOwn({ c, deps, viewer }, (id) => deps.exports.cancel(id, BY_MEMBER), {
    changed: cancelled,
    unchanged: ({ state }) => (state === 'running' ? inMastodon : ended),
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
  const text = words().memberExports.delete
  return sitePage(c, deps, {
    title: text.title,
    menu: HOME,
    children: (
      <>
        <PageHead title={text.question} note={text.note} />
        <form method="post" action={`/settings/exports/${row.id}/delete`} class="card form prose">
          <p>
            {text.which(memberKind(row), <Time at={row.requestedAt} show="absolute" />)}
            {row.sizeBytes === null ? '' : `, ${formatBytes(row.sizeBytes)}`}
          </p>
          <div class="buttons">
            <button type="submit" class={buttonClass('danger')}>
              {text.button}
            </button>
            <a class={buttonClass('quiet')} href={HOME}>
              {text.keep}
            </a>
          </div>
        </form>
      </>
    ),
  })
}

/** POST /settings/exports/:id/delete */
export function postDelete(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const { deleted, alreadyDeleted } = words().memberExports.answers
  return actOnOwn({ c, deps, viewer }, (id) => deps.exports.deleteFile(id, BY_MEMBER), {
    changed: deleted,
    unchanged: () => alreadyDeleted,
  })
}

/** POST /settings/exports/:id/retry */
export async function postRetry(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const { again, active, nothingToTry } = words().memberExports.answers
  return actOnOwn({ c, deps, viewer }, (id) => tryAgain(deps, id), {
    changed: again[await newsFor(deps, viewer)],
    unchanged: ({ state, type }) => (state === 'failed' ? active(memberType(type)) : nothingToTry),
  })
}

/** Only what failed: what waits for its next try goes on by itself. */
async function tryAgain({ exports, ledger }: SiteDeps, id: string): Promise<ActionResult | null> {
  const row = await ledger.get(id)
  return row?.state === 'failed' ? exports.retryNow(id, BY_MEMBER) : null
}

interface Call {
  readonly c: SiteContext
  readonly deps: SiteDeps
  readonly viewer: Viewer
}

async function actOnOwn(
  { c, deps, viewer }: Call,
  act: (id: string) => Promise<ActionResult | null>,
  answers: {
    readonly changed: string
    /** Why nothing came of it, from the export as it is. */
    readonly unchanged: (row: ExportRecord) => string
  },
): Promise<Response> {
  const row = await ownExport(c, deps, viewer)
  if (row === null) return errorPage(c, deps, 404)
  const result = await act(row.id)
  if (result?.kind === 'changed') return seeOther(HOME, { tone: 'ok', text: answers.changed })
  const now = (await ownExport(c, deps, viewer)) ?? row
  return seeOther(HOME, { tone: 'warn', text: answers.unchanged(now) })
}
