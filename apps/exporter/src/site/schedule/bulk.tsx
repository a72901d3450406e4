/**
 * Acting on several exports: the ticked ones at once, or all that fit the filter as an operation.
 * Both ask first and want a reason.
 */
import {
  buttonClass,
  Field,
  type FlashMessage,
  formatCount,
  Notice,
  PageHead,
  type View,
} from '@howdah/web/views'
import { LONGEST_REASON, statesFor } from '../../ledger/operation-record.ts'
import { isRowId } from '../../ledger/reading.ts'
import type { ActionResult } from '../../ledger/requests.ts'
import type { ExportFilter, OperationAction } from '../../ledger/types.ts'
import { type PostedForm, readForm } from '../http/form.ts'
import { seeOther } from '../http/see-other.ts'
import { askProof } from '../sessions/proof.ts'
import type { TabRequest } from './exports-tab.tsx'
import { filterQuery, ledgerOptions, readFilter, type ScheduleFilter } from './filter.ts'
import { whyUnchanged } from '../words/unchanged.ts'
import { words } from '../words/words.ts'

/** What can be done to several; also the order of the buttons. */
export const BULK_ACTIONS: readonly OperationAction[] = ['retry', 'cancel', 'delete-file']

/** As many as fit on the largest page. */
const MOST_TICKED = 100

function readAction(word: string): OperationAction | null {
  return BULK_ACTIONS.find((action) => action === word) ?? null
}

function filterOf(query: string): ScheduleFilter {
  return readFilter(new URLSearchParams(query))
}

/** `POST /exports/selected`: `do`, several `id`, `back`; asks until there is a `reason`. */
export async function actOnSelected(tab: TabRequest): Promise<Response | null> {
  const posted = await readForm(tab.request)
  const action = readAction(posted?.get('do') ?? '')
  if (posted === null || action === null) return null
  const ids = [...new Set(posted.all('id'))].filter(isRowId)
  const back = `${tab.frame.basePath}/exports${filterQuery(filterOf(posted.get('back')))}`
  const answer = (flash: FlashMessage): Response => seeOther(back, flash, tab.frame.basePath)
  if (ids.length === 0) return answer({ tone: 'warn', text: words().bulk.nothingTicked })
  const reason = posted.get('reason').trim().slice(0, LONGEST_REASON)
  if (reason === '') return askAboutSelected(tab, { action, ids, posted, back })
  const chosen = ids.slice(0, MOST_TICKED)
  const wall = await guardFiles(tab, action, {
    path: '/exports/selected',
    fields: [
      ['do', action],
      ['back', posted.get('back')],
      ['reason', reason],
      ...chosen.map((id) => ['id', id] as const),
    ],
  })
  if (wall !== null) return wall
  return answer(resultFlash(action, await performEach(tab, action, { ids: chosen, reason })))
}

/** One after the other: there are few, and each says why not. */
async function performEach(
  { deps, viewer }: TabRequest,
  action: OperationAction,
  { ids, reason }: { readonly ids: readonly string[]; readonly reason: string },
): Promise<readonly ActionResult[]> {
  const actor = viewer.member.username
  const results: ActionResult[] = []
  for (const id of ids) results.push(await deps.operations.perform(action, id, { actor, reason }))
  return results
}

function resultFlash(action: OperationAction, results: readonly ActionResult[]): FlashMessage {
  const left = results.flatMap((result) => (result.kind === 'unchanged' ? [result.why] : []))
  const done = words().bulk.actions[action].done(results.length - left.length)
  if (left.length === 0) return { tone: 'ok', text: done }
  const first = left[0] === undefined ? '' : whyUnchanged(left[0])
  return { tone: 'warn', text: `${done} ${words().bulk.left(left.length)} ${first}` }
}

async function guardFiles(
  { deps, frame, viewer }: TabRequest,
  action: OperationAction,
  act: {
    readonly path: string
    readonly fields: readonly (readonly [name: string, value: string])[]
  },
): Promise<Response | null> {
  if (action !== 'delete-file') return null
  return askProof(deps, viewer, {
    label: words().bulk.proof,
    path: frame.basePath + act.path,
    fields: act.fields,
  })
}

function askAboutSelected(
  { frame }: TabRequest,
  asked: {
    readonly action: OperationAction
    readonly ids: readonly string[]
    readonly posted: PostedForm
    readonly back: string
  },
): Promise<Response> {
  const { action, ids, posted, back } = asked
  const text = words().bulk.actions[action]
  const title = text.question(ids.length)
  const isSecondTime = posted.all('reason').length > 0
  return frame.page({
    title,
    status: isSecondTime ? 422 : 200,
    children: (
      <>
        <PageHead title={title} note={text.consequence} />
        <form method="post" action={`${frame.basePath}/exports/selected`} class="card form prose">
          <input type="hidden" name="do" value={action} />
          <input type="hidden" name="back" value={posted.get('back')} />
          {ids.map((id) => (
            <input type="hidden" name="id" value={id} />
          ))}
          <Reason isMissing={isSecondTime} />
          <Buttons label={text.button} isHarmful={action !== 'retry'} back={back} />
        </form>
      </>
    ),
  })
}

/** `GET /exports/operations/new?<filter>`: which of all that fit, and why. */
export async function askAboutAll(tab: TabRequest, query: string): Promise<Response> {
  return askAll(tab, filterOf(query), null)
}

async function askAll(
  { deps, frame }: TabRequest,
  filter: ScheduleFilter,
  refused: { readonly action: OperationAction | null; readonly problem: string } | null,
): Promise<Response> {
  const wanted = ledgerFilter(filter, frame.now)
  const counts = await deps.ledger.countFitting(wanted)
  const choices = BULK_ACTIONS.map((action) => ({
    action,
    count: statesFor(action, wanted).reduce((sum, state) => sum + counts[state], 0),
  }))
  const first = refused?.action ?? choices.find(({ count }) => count > 0)?.action
  const query = filterQuery(filter)
  const back = `${frame.basePath}/exports${query}`
  return frame.page({
    title: words().bulk.all.title,
    status: refused === null ? 200 : 422,
    children: (
      <>
        <PageHead title={words().bulk.all.title} note={words().bulk.all.note} />
        <form method="post" action={`${frame.basePath}/exports/operations`} class="card form prose">
          <p>
            {words().bulk.all.filter}{' '}
            <code>{query === '' ? words().bulk.all.everything : query}</code>
          </p>
          {refused === null ? null : (
            <Notice tone="danger">
              <p>{refused.problem}</p>
            </Notice>
          )}
          <input type="hidden" name="filter" value={query} />
          <fieldset class="choices">
            <legend>{words().bulk.all.what}</legend>
            {choices.map(({ action, count }) => (
              <label class="choice">
                <input
                  type="radio"
                  name="do"
                  value={action}
                  required
                  checked={action === first}
                  disabled={count === 0}
                />
                {words().bulk.actions[action].choice} ({formatCount(count)})
              </label>
            ))}
          </fieldset>
          <Reason isMissing={false} />
          <Buttons label={words().bulk.all.begin} isHarmful back={back} />
        </form>
      </>
    ),
  })
}

/** `POST /exports/operations`: `do`, `filter`, `reason`. */
export async function beginOperation(tab: TabRequest): Promise<Response | null> {
  const posted = await readForm(tab.request)
  if (posted === null) return null
  const { deps, frame, viewer } = tab
  const filter = filterOf(posted.get('filter'))
  const action = readAction(posted.get('do'))
  const reason = posted.get('reason').trim().slice(0, LONGEST_REASON)
  if (action === null || reason === '') {
    const problem = reason === '' ? words().bulk.noReason : words().bulk.noAction
    return askAll(tab, filter, { action, problem })
  }
  const wall = await guardFiles(tab, action, {
    path: '/exports/operations',
    fields: [
      ['do', action],
      ['filter', posted.get('filter')],
      ['reason', reason],
    ],
  })
  if (wall !== null) return wall
  const wish = {
    action,
    reason,
    filter: ledgerFilter(filter, frame.now),
    by: viewer.member.username,
  }
  const id = await deps.operations.start(wish)
  return id === null
    ? askAll(tab, filter, { action, problem: words().bulk.nothingFits })
    : seeOther(`${frame.basePath}/exports/operations/${id}`)
}

/** What a view leaves out; its order and its page do not matter here. */
function ledgerFilter(filter: ScheduleFilter, now: Date): ExportFilter {
  const { state, type, search, requestedSince } = ledgerOptions(filter, now)
  return {
    ...(state === undefined ? {} : { state }),
    ...(type === undefined ? {} : { type }),
    ...(search === undefined ? {} : { search }),
    ...(requestedSince === undefined ? {} : { requestedSince }),
  }
}

function Reason({ isMissing }: { isMissing: boolean }): View {
  return (
    <Field
      label={words().bulk.why}
      id="reason"
      hint={words().bulk.whyHint}
      {...(isMissing ? { error: words().bulk.noReason } : {})}
    >
      <input
        class="input"
        id="reason"
        name="reason"
        maxlength={LONGEST_REASON}
        required
        aria-describedby="reason-hint reason-error"
        {...(isMissing ? { 'aria-invalid': 'true' } : {})}
      />
    </Field>
  )
}

function Buttons(props: { label: string; isHarmful: boolean; back: string }): View {
  return (
    <div class="buttons">
      <button type="submit" class={buttonClass(props.isHarmful ? 'danger' : 'primary')}>
        {props.label}
      </button>
      <a class={buttonClass('quiet')} href={props.back}>
        {words().bulk.keep}
      </a>
    </div>
  )
}
