/**
 * Administration → Doctor: every check of `howdah doctor`, what is wrong first, each with the button
 * or the command that mends it.
 */
import type { Kept } from '@howdah/engine/api'
import {
  buttonClass,
  type Column,
  DataTable,
  formatMoment,
  Icon,
  type IconName,
  Notice,
  PageHead,
  PostButton,
  type View,
} from '@howdah/web/views'
import { findCheck } from '../../doctor/checks.ts'
import { CHECK_STATES, type CheckState } from '../../doctor/check.ts'
import { examine, type CheckResult, type Examination } from '../../doctor/examine.ts'
import { remedyText } from '../../doctor/report.ts'
import { en } from '../../doctor/words/en.ts'
import { reasonOf } from '../../start-error.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { readForm } from '../http/form.ts'
import { seeOther } from '../http/see-other.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'
import { checkWords } from '../words/check-words.ts'
import { words } from '../words/words.ts'

export const DOCTOR_PATH = '/admin/doctor'

const ICONS: Readonly<Record<CheckState, IconName>> = {
  ok: 'done',
  warning: 'warning',
  error: 'failed',
  unknown: 'info',
}

const TONES: Readonly<Record<CheckState, string>> = {
  ok: 'ok',
  warning: 'warn',
  error: 'danger',
  unknown: 'plain',
}

/** The last examination of this site. */
export type KeptExamination = Kept<Examination>

/** Some seconds old it is as good as new; who comes later gets it at once, and the next is made beside it. */
const AGE = { freshMs: 15_000, staleMs: 2 * 60_000 }

/** What is added to the address to look anew whatever is kept. */
const AGAIN = 'again'

/** GET /admin/doctor, `?again` */
export async function showDoctor(
  c: SiteContext,
  deps: SiteDeps,
  { viewer, kept }: { readonly viewer: Viewer; readonly kept: KeptExamination },
): Promise<Response> {
  if (c.req.query(AGAIN) !== undefined) kept.forget()
  const now = c.get('now')
  const load = () => examine({ ...deps, now }, { isUnhurried: !kept.isAwaited })
  const { value: examination, at } = await kept.get(AGE, load, now)
  const { state, results } = examination
  const worstFirst = results.toSorted(
    (a, b) => CHECK_STATES.indexOf(b.state) - CHECK_STATES.indexOf(a.state),
  )
  const { title, note, caption, again } = words().doctor
  return sitePage(c, deps, {
    title,
    menu: DOCTOR_PATH,
    headers: { 'cache-control': 'no-store' },
    children: (
      <>
        <PageHead title={title} note={note}>
          <a class={buttonClass()} href={`${DOCTOR_PATH}?${AGAIN}`}>
            {again}
          </a>
        </PageHead>
        <Notice tone={state === 'error' ? 'danger' : state === 'ok' ? 'ok' : 'warn'}>
          <p>
            {summaryOf(results)} {words().frame.asOf(formatMoment(at))}.
          </p>
        </Notice>
        <DataTable
          caption={caption}
          columns={columns(viewer.can('manage_jobs') && viewer.can('manage_exports'))}
          rows={worstFirst}
          rowKey={(result) => result.name}
        />
      </>
    ),
  })
}

/** As `howdah doctor` ends, in the reader's words. */
function summaryOf(results: readonly CheckResult[]): string {
  const { summary, allWell, counts } = words().doctor
  const bad = (['error', 'warning', 'unknown'] as const)
    .map((state) => ({ state, count: results.filter((result) => result.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => counts[state](count))
  return summary(results.length, bad.length === 0 ? allWell : bad.join(', '))
}

/** What mends it in a shell is English as there: commands and settings. */
const columns = (canMend: boolean): readonly Column<CheckResult>[] => [
  {
    label: words().doctor.columns.state,
    kind: 'tight',
    cell: ({ state }) => (
      <span class={`tag tag--${TONES[state]}`}>
        <Icon name={ICONS[state]} /> {words().doctor.states[state]}
      </span>
    ),
  },
  {
    label: words().doctor.columns.check,
    isRowHead: true,
    cell: ({ title, name, looksAt }) => (
      <>
        {title(checkWords())}
        <details class="disclosure">
          <summary>{words().doctor.looksAt}</summary>
          <p lang="en" dir="ltr">
            {looksAt} (<code>{name}</code>)
          </p>
        </details>
      </>
    ),
  },
  {
    label: words().doctor.columns.found,
    kind: 'wide',
    cell: (result) => <Found result={result} canMend={canMend} />,
  },
]

interface FoundProps {
  readonly result: CheckResult
  readonly canMend: boolean
}

function Found({ result, canMend }: FoundProps): View {
  return (
    <div class="stack">
      <FoundText found={result.found} />
      {result.means === undefined ? null : <p>{result.means(checkWords())}</p>}
      {result.remedy === undefined ? null : <RemedyView result={result} canMend={canMend} />}
    </div>
  )
}

/** What came from elsewhere is the same in every language. */
function FoundText({ found }: Pick<CheckResult, 'found'>): View {
  const text = found(checkWords())
  return text === found(en) ? (
    <p lang="en" dir="auto">
      {text}
    </p>
  ) : (
    <p dir="auto">{text}</p>
  )
}

function RemedyView({ result: { name, title, remedy }, canMend }: FoundProps): View {
  if (remedy === undefined) return <></>
  if (remedy.kind === 'page') {
    return (
      <p>
        <a class={buttonClass('default', true)} href={remedy.path}>
          {remedy.label(checkWords())}
        </a>
      </p>
    )
  }
  if (remedy.kind === 'mend' && !canMend) return <></>
  if (remedy.kind === 'mend') {
    const action = `${DOCTOR_PATH}/mend`
    return (
      <PostButton
        action={action}
        label={remedy.label(checkWords())}
        fields={{ check: name }}
        about={title(checkWords())}
        isSmall
      />
    )
  }
  return (
    <p>
      <code class="command" lang="en" dir="ltr">
        {remedyText(name, remedy)}
      </code>
    </p>
  )
}

/** POST /admin/doctor/mend: `check` */
export async function postMend(
  c: SiteContext,
  deps: SiteDeps,
  { viewer, kept }: { readonly viewer: Viewer; readonly kept: KeptExamination },
): Promise<Response> {
  const check = findCheck((await readForm(c.req.raw))?.get('check') ?? '')
  if (check?.mend === undefined) return errorPage(c, deps, 404)
  const actor = viewer.member.username
  try {
    const said = await check.mend({ ...deps, now: c.get('now') }, actor)
    const detail = `${check.name}: ${said(en)}`
    await deps.ledger.audit({ actor, action: 'mended', detail })
    return seeOther(DOCTOR_PATH, { tone: 'ok', text: said(checkWords()) })
  } catch (error) {
    deps.logger.warn({ err: error, check: check.name }, 'A check could not be mended.')
    return seeOther(DOCTOR_PATH, { tone: 'warn', text: words().doctor.failed(reasonOf(error)) })
  } finally {
    kept.forget()
  }
}
