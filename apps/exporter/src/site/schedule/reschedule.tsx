/**
 * Choosing another time for an export: the form, and what it does.
 */
import type { TabFrame } from '@howdah/web'
import { buttonClass, Field, PageHead, readerZone } from '@howdah/web/views'
import { LONGEST_REASON } from '../../ledger/operation-record.ts'
import type { ExportRecord } from '../../ledger/types.ts'
import type { SiteDeps } from '../context.ts'
import type { PostedForm } from '../http/form.ts'
import { seeOther } from '../http/see-other.ts'
import { fromWallClock, toWallClock } from '../words/wall-clock.ts'
import { staffKind } from '../words/export-types.ts'
import { words } from '../words/words.ts'
import { actionFlash } from './action-flash.ts'

const HOUR_MS = 3_600_000

interface Given {
  readonly at: string
  readonly reason: string
  readonly problem?: { readonly field: 'at' | 'reason'; readonly text: string }
}

/** `GET …/reschedule`: asks. */
export function askToReschedule(frame: TabFrame, row: ExportRecord): Promise<Response> {
  const proposal = row.runsAt ?? new Date(frame.now.getTime() + HOUR_MS)
  return form(frame, row, { at: toWallClock(proposal, readerZone()), reason: '' })
}

/** `POST …/reschedule`: `at` by the clock of the reader's zone, and `reason`. */
export async function reschedule(
  deps: Pick<SiteDeps, 'exports'>,
  frame: TabFrame,
  { row, posted, actor }: { row: ExportRecord; posted: PostedForm; actor: string },
): Promise<Response> {
  const given = { at: posted.get('at'), reason: posted.get('reason').trim() }
  const at = fromWallClock(given.at, posted.get('zone') || 'UTC')
  const refuse = (field: 'at' | 'reason', text: string): Promise<Response> =>
    form(frame, row, { ...given, problem: { field, text } })
  if (at === null) return refuse('at', words().schedule.reschedule.noTime)
  if (at <= frame.now) return refuse('at', words().schedule.reschedule.past)
  if (given.reason === '') return refuse('reason', words().schedule.reschedule.noReason)
  const reason = given.reason.slice(0, LONGEST_REASON)
  const result = await deps.exports.reschedule(row.id, { at, actor, reason })
  return seeOther(
    `${frame.basePath}/exports/${row.id}`,
    actionFlash(result, words().schedule.reschedule.done(staffKind(row), row.username)),
    frame.basePath,
  )
}

function form(frame: TabFrame, row: ExportRecord, given: Given): Promise<Response> {
  const text = words().schedule.reschedule
  const zone = readerZone()
  const back = `${frame.basePath}/exports/${row.id}`
  const title = text.title(staffKind(row), row.username)
  const errorOf = (field: 'at' | 'reason') =>
    given.problem?.field === field ? { error: given.problem.text } : {}
  const invalid = (field: 'at' | 'reason') =>
    given.problem?.field === field ? { 'aria-invalid': 'true' as const } : {}
  return frame.page({
    title,
    status: given.problem === undefined ? 200 : 422,
    children: (
      <>
        <PageHead title={title} note={row.state === 'retrying' ? text.retryNote : text.note} />
        <form method="post" action={`${back}/reschedule`} class="card form prose">
          <input type="hidden" name="zone" value={zone} />
          <Field label={text.when} id="at" hint={text.zone(zone)} {...errorOf('at')}>
            <input
              class="input"
              id="at"
              name="at"
              type="datetime-local"
              required
              value={given.at}
              min={toWallClock(frame.now, zone)}
              aria-describedby="at-hint at-error"
              {...invalid('at')}
            />
          </Field>
          <Field label={text.why} id="reason" hint={text.whyHint} {...errorOf('reason')}>
            <input
              class="input"
              id="reason"
              name="reason"
              required
              maxlength={LONGEST_REASON}
              value={given.reason}
              aria-describedby="reason-hint reason-error"
              {...invalid('reason')}
            />
          </Field>
          <div class="buttons">
            <button type="submit" class={buttonClass('primary')}>
              {text.submit}
            </button>
            <a class={buttonClass('quiet')} href={back}>
              {text.keep}
            </a>
          </div>
        </form>
      </>
    ),
  })
}
