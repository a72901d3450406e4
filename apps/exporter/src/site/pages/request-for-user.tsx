/** On Edit user: an administrator requests an export for a member, with a reason the member reads. */
import { buttonClass, formatBytes, type View } from '@howdah/web/views'
import type { Contents } from '../../ledger/policy.ts'
import { LONGEST_REQUEST_REASON, type RequestResult } from '../../ledger/requests.ts'
import type { ExportRecord } from '../../ledger/types.ts'
import { findMember } from '../../mastodon/members.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { readForm } from '../http/form.ts'
import { seeOther } from '../http/see-other.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { ReasonField, TypeField } from '../views/request-fields.tsx'
import { WithoutMedia } from '../views/without-media.tsx'
import { readExportType } from '../words/export-types.ts'
import { words } from '../words/words.ts'

interface RequestCardProps {
  readonly userId: string
  /** What the member has; null where archives always have media. */
  readonly contents: Contents | null
}

export function RequestCard({ userId, contents }: RequestCardProps): View {
  const text = words().editUser.request
  return (
    <section class="card" aria-labelledby="request">
      <h2 id="request">{text.title}</h2>
      <form method="post" action={`/admin/users/${userId}/request-export`} class="form">
        <TypeField label={text.what} types={text.types} />
        <ReasonField label={text.reason} hint={text.reasonHint} />
        {contents === null ? null : (
          <WithoutMedia contents={contents} note={words().withoutMedia.staffNote} />
        )}
        <label class="check">
          <input type="checkbox" name="urgent" value="1" /> {text.urgent}
        </label>
        <div>
          <button type="submit" class={buttonClass()}>
            {text.button}
          </button>
        </div>
      </form>
    </section>
  )
}

/** POST /admin/users/:id/request-export: `type`, `reason`, `urgent`, `without-media` */
export async function postRequestForUser(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const form = await readForm(c.req.raw)
  const member = await findMember(deps.db, { userId: c.req.param('id') ?? '' })
  if (form === null || member === null) return errorPage(c, deps, 404)
  const back = `/admin/users/${member.userId}/edit`
  const type = readExportType(form.get('type'))
  const reason = form.get('reason').trim()
  if (type === null || reason === '' || reason.length > LONGEST_REQUEST_REASON) {
    return seeOther(back, { tone: 'warn', text: words().editUser.request.needsReason })
  }
  const withoutMedia = type === 'backup' && form.get('without-media') !== ''
  const result = await deps.exports.requestFor(member, type, viewer.member.username, {
    reason,
    isUrgent: form.get('urgent') !== '',
    withoutMedia,
  })
  return seeOther(back, flash(result, { withoutMedia, member: `@${member.username}` }))
}

function flash(
  result: RequestResult,
  { withoutMedia, member }: { readonly withoutMedia: boolean; readonly member: string },
): { tone: 'ok' | 'warn'; text: string } {
  const text = words().editUser.request
  switch (result.kind) {
    case 'accepted':
      return { tone: 'ok', text: text.accepted(result.export.id, member) }
    case 'active':
      return { tone: 'warn', text: activeText(result.export, { withoutMedia, member }) }
    case 'always-with-media':
      return { tone: 'warn', text: words().withoutMedia.answers.always }
    case 'no-space':
      return { tone: 'warn', text: text.noSpace(formatBytes(result.neededBytes)) }
    case 'too-soon':
    default:
      return { tone: 'warn', text: text.tooSoon(member) }
  }
}

/** One that is under way as it was asked for now, or the other kind. */
function activeText(
  { id, includesMedia }: ExportRecord,
  { withoutMedia, member }: { readonly withoutMedia: boolean; readonly member: string },
): string {
  const { staffWithMedia, staffWithoutMedia } = words().withoutMedia.answers
  if (includesMedia !== withoutMedia) return words().editUser.request.active(id, member)
  return includesMedia ? staffWithMedia(id, member) : staffWithoutMedia(id, member)
}
