/**
 * "Mark as failed and tell the user", for exports that are stuck: asks, and does it.
 */
import type { TabFrame } from '@howdah/web'
import { buttonClass, Field, PageHead } from '@howdah/web/views'
import { LONGEST_REASON } from '../../ledger/operation-record.ts'
import type { ExportRecord } from '../../ledger/types.ts'
import type { SiteDeps } from '../context.ts'
import type { PostedForm } from '../http/form.ts'
import { seeOther } from '../http/see-other.ts'
import { DETAIL_WORDS } from './detail-words.ts'

const WORDS = DETAIL_WORDS.giveUp

/** `GET …/give-up`: asks. */
export function askToGiveUp(
  frame: TabFrame,
  row: ExportRecord,
  problem?: string,
): Promise<Response> {
  const back = `${frame.basePath}/exports/${row.id}`
  const title = WORDS.title(row.type, row.username)
  return frame.page({
    title,
    status: problem === undefined ? 200 : 422,
    children: (
      <>
        <PageHead title={title} note={WORDS.note} />
        <form method="post" action={`${back}/give-up`} class="card form prose">
          <Field
            label={WORDS.why}
            id="reason"
            hint={WORDS.whyHint}
            {...(problem === undefined ? {} : { error: problem })}
          >
            <input
              class="input"
              id="reason"
              name="reason"
              required
              maxlength={LONGEST_REASON}
              aria-describedby="reason-hint reason-error"
              {...(problem === undefined ? {} : { 'aria-invalid': 'true' })}
            />
          </Field>
          <div class="buttons">
            <button type="submit" class={buttonClass('danger')}>
              {WORDS.button}
            </button>
            <a class={buttonClass('quiet')} href={back}>
              {WORDS.keep}
            </a>
          </div>
        </form>
      </>
    ),
  })
}

/** `POST …/give-up`: `reason`. */
export async function giveUp(
  deps: Pick<SiteDeps, 'exports'>,
  frame: TabFrame,
  { row, posted, actor }: { row: ExportRecord; posted: PostedForm; actor: string },
): Promise<Response> {
  const reason = posted.get('reason').trim().slice(0, LONGEST_REASON)
  if (reason === '') return askToGiveUp(frame, row, WORDS.noReason)
  const result = await deps.exports.giveUp(row.id, actor, reason)
  return seeOther(
    `${frame.basePath}/exports/${row.id}`,
    result.kind === 'changed'
      ? { tone: 'ok', text: WORDS.done(row.type, row.username) }
      : { tone: 'warn', text: result.reason },
    frame.basePath,
  )
}
