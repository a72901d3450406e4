/**
 * What the buttons of the schedule and of an export's page do.
 */
import { buttonClass, PageHead } from '@howdah/web/views'
import type { ActionResult, ExportService } from '../../ledger/requests.ts'
import type { ExportRecord } from '../../ledger/types.ts'
import { type PostedForm, readForm } from '../http/form.ts'
import { seeOther } from '../http/see-other.ts'
import { askProof } from '../sessions/proof.ts'
import { staffKind } from '../words/export-types.ts'
import { words } from '../words/words.ts'
import { actionFlash } from './action-flash.ts'
import type { TabRequest } from './exports-tab.tsx'
import { filterQuery, readFilter } from './filter.ts'
import { askToGiveUp, giveUp } from './give-up.tsx'
import { askToReschedule, reschedule } from './reschedule.tsx'

type QuickAction = 'retry' | 'run' | 'cancel' | 'delete-file'

const PERFORM: Readonly<
  Record<QuickAction, (service: ExportService, id: string, actor: string) => Promise<ActionResult>>
> = {
  retry: (service, id, actor) => service.retryNow(id, actor),
  run: (service, id, actor) => service.runNow(id, actor),
  cancel: (service, id, actor) => service.cancel(id, actor),
  'delete-file': (service, id, actor) => service.deleteFile(id, actor),
}

/** `POST /exports/:id/:action`; null when there is no such action. */
export async function act(
  tab: TabRequest,
  row: ExportRecord,
  action: string | undefined,
): Promise<Response | null> {
  const posted = await readForm(tab.request)
  if (posted === null) return null
  const actor = tab.viewer.member.username
  if (action === 'reschedule') return reschedule(tab.deps, tab.frame, { row, posted, actor })
  if (action === 'give-up') return giveUp(tab.deps, tab.frame, { row, posted, actor })
  if (action === undefined || !isQuickAction(action)) return null
  const wall = action === 'delete-file' ? await askForProof(tab, row) : null
  if (wall !== null) return wall
  const result = await PERFORM[action](tab.deps.exports, row.id, actor)
  const done = words().schedule.answers[action](staffKind(row), row.username)
  const flash = actionFlash(result, done)
  return seeOther(backTo(tab, row, posted), flash, tab.frame.basePath)
}

function isQuickAction(name: string): name is QuickAction {
  return Object.hasOwn(PERFORM, name)
}

/** The list as it was, for a button in the list; else the export's own page. */
function backTo({ frame }: TabRequest, row: ExportRecord, posted: PostedForm): string {
  const list = posted.get('back')
  if (!list.startsWith('?')) return `${frame.basePath}/exports/${row.id}`
  return `${frame.basePath}/exports${filterQuery(readFilter(new URLSearchParams(list)))}`
}

/** Another's archive is only deleted by who has just proved who they are. */
async function askForProof(tab: TabRequest, row: ExportRecord): Promise<Response | null> {
  if (row.userId === tab.viewer.member.userId) return null
  return askProof(tab.deps, tab.viewer, {
    label: words().schedule.deleteFile.proof(row.username),
    path: `${tab.frame.basePath}/exports/${row.id}/delete-file`,
    fields: [],
  })
}

/** `GET /exports/:id/:action`: asks before acting; null when there is nothing to ask. */
export function ask(
  { frame }: TabRequest,
  row: ExportRecord,
  action: string,
): Promise<Response> | null {
  if (action === 'reschedule') return askToReschedule(frame, row)
  if (action === 'give-up' && row.state === 'stuck') return askToGiveUp(frame, row)
  return action === 'delete-file' ? confirmDelete({ frame }, row) : null
}

function confirmDelete({ frame }: Pick<TabRequest, 'frame'>, row: ExportRecord): Promise<Response> {
  const back = `${frame.basePath}/exports/${row.id}`
  const text = words().schedule.deleteFile
  return frame.page({
    title: text.title,
    children: (
      <>
        <PageHead title={text.question(row.username)} note={text.note} />
        <form method="post" action={`${back}/delete-file`} class="card form prose">
          <div class="buttons">
            <button type="submit" class={buttonClass('danger')}>
              {text.button}
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
