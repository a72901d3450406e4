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
import { staffKind } from '../words/export-types.ts'
import { words } from '../words/words.ts'
import { actionFlash } from './action-flash.ts'

/** `GET …/give-up`: asks. */
export function askToGiveUp(
  frame: TabFrame,
  row: ExportRecord,
  problem?: string,
): Promise<Response> {
  const back = `${frame.basePath}/exports/${row.id}`
  const title = words().exportPage.giveUp.title(staffKind(row), row.username)
  return frame.page({
    title,
    status: problem === undefined ? 200 : 422,
    children: (
      <>
        <PageHead title={title} note={words().exportPage.giveUp.note} />
        <form method="post" action={`${back}/give-up`} class="card form prose">
          <Field
            label={words().exportPage.giveUp.why}
            id="reason"
            hint={words().exportPage.giveUp.whyHint}
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
              {words().exportPage.giveUp.button}
            </button>
            <a class={buttonClass('quiet')} href={back}>
              {words().exportPage.giveUp.keep}
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
  if (reason === '') return askToGiveUp(frame, row, words().exportPage.giveUp.noReason)
  const result = await deps.exports.giveUp(row.id, actor, reason)
  return seeOther(
    `${frame.basePath}/exports/${row.id}`,
    actionFlash(result, words().exportPage.giveUp.done(staffKind(row), row.username)),
    frame.basePath,
  )
}
