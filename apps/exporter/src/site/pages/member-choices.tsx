/** On Import and export: regular exports, and whether to get mail about exports. */
import { buttonClass, Field, plural, type View } from '@howdah/web/views'
import { chooseMail, wantsMail } from '../../ledger/choices.ts'
import {
  chooseRecurring,
  EVERY_MONTHS,
  type RecurringEnd,
  type RecurringExport,
  recurringOf,
  stopRecurring,
} from '../../ledger/recurring.ts'
import { EXPORT_TYPES, type ExportType } from '../../ledger/types.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { readForm } from '../http/form.ts'
import { HOME } from '../http/safe-return.ts'
import { seeOther } from '../http/see-other.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { formatDay } from '../words/calendar.ts'
import { MEMBER_TYPES, readExportType } from '../words/export-types.ts'

/** What the member has chosen. */
export interface MemberChoices {
  readonly recurring: readonly RecurringExport[]
  readonly wantsMail: boolean
}

export async function readChoices({ ledger }: SiteDeps, userId: string): Promise<MemberChoices> {
  const [recurring, isWanted] = await Promise.all([
    recurringOf(ledger.db, userId),
    wantsMail(ledger.db, userId),
  ])
  return { recurring, wantsMail: isWanted }
}

export function Choices({ choices }: { choices: MemberChoices }): View {
  return (
    <div class="split">
      <section class="card" aria-labelledby="regular">
        <h2 id="regular">Regular exports</h2>
        <p>One is made by itself every so often, and you get a message when it is ready.</p>
        {EXPORT_TYPES.map((type) => (
          <RecurringForm
            type={type}
            chosen={choices.recurring.find((one) => one.type === type) ?? null}
          />
        ))}
      </section>
      <section class="card" aria-labelledby="mail">
        <h2 id="mail">Messages</h2>
        <form method="post" action="/settings/export/mail" class="form">
          <label class="check">
            <input type="checkbox" name="mail" value="1" checked={choices.wantsMail} /> Send me an
            e-mail when an export is ready or could not be made
          </label>
          <div>
            <button type="submit" class={buttonClass('default', true)}>
              Save<span class="visually-hidden"> messages</span>
            </button>
          </div>
        </form>
      </section>
    </div>
  )
}

const ENDS: Readonly<Record<RecurringEnd, string>> = {
  suspended: 'It ended while your account was suspended. You can choose it again.',
  gone: 'It has ended.',
  failures: 'It ended, because it did not work three times in a row. You can choose it again.',
}

function RecurringForm({
  type,
  chosen,
}: {
  type: ExportType
  chosen: RecurringExport | null
}): View {
  const isOn = chosen !== null && chosen.nextAt !== null
  const hint =
    chosen === null
      ? 'Off.'
      : chosen.nextAt === null
        ? ENDS[chosen.endedReason ?? 'gone']
        : `The next one: ${formatDay(chosen.nextAt)}.`
  return (
    <form method="post" action="/settings/export/recurring" class="form setting">
      <input type="hidden" name="type" value={type} />
      <Field label={MEMBER_TYPES[type]} id={`every-${type}`} hint={hint}>
        <select
          class="select"
          id={`every-${type}`}
          name="months"
          aria-describedby={`every-${type}-hint`}
        >
          <option value="">never</option>
          {EVERY_MONTHS.map((months) => (
            <option value={String(months)} selected={isOn && chosen.everyMonths === months}>
              every {months === 1 ? 'month' : plural(months, 'month')}
            </option>
          ))}
        </select>
      </Field>
      <div>
        <button type="submit" class={buttonClass('default', true)}>
          Save<span class="visually-hidden">: {MEMBER_TYPES[type]}</span>
        </button>
      </div>
    </form>
  )
}

/** POST /settings/export/recurring: `type`, `months` ("" = never) */
export async function postRecurring(
  c: SiteContext,
  deps: SiteDeps,
  { member }: Viewer,
): Promise<Response> {
  const form = await readForm(c.req.raw)
  const type = readExportType(form?.get('type'))
  const text = form?.get('months') ?? ''
  const months = EVERY_MONTHS.find((one) => String(one) === text)
  if (type === null || (months === undefined && text !== '')) return errorPage(c, deps, 400)
  if (months === undefined) {
    await stopRecurring(deps.ledger.db, member.userId, type)
    return seeOther(HOME, { tone: 'ok', text: `${MEMBER_TYPES[type]}: no regular exports.` })
  }
  const now = c.get('now')
  await chooseRecurring(deps.ledger.db, { userId: member.userId, type, everyMonths: months }, now)
  const [chosen] = (await recurringOf(deps.ledger.db, member.userId)).filter(
    (one) => one.type === type,
  )
  const next = chosen?.nextAt ? ` The first one: ${formatDay(chosen.nextAt)}.` : ''
  return seeOther(HOME, { tone: 'ok', text: `${MEMBER_TYPES[type]}: saved.${next}` })
}

/** POST /settings/export/mail: `mail` ("1" = yes) */
export async function postMailChoice(
  c: SiteContext,
  deps: SiteDeps,
  { member }: Viewer,
): Promise<Response> {
  const form = await readForm(c.req.raw)
  if (form === null) return errorPage(c, deps, 400)
  const isWanted = form.get('mail') !== ''
  await chooseMail(deps.ledger.db, member.userId, isWanted)
  return seeOther(HOME, {
    tone: 'ok',
    text: isWanted
      ? 'You get messages about your exports.'
      : 'You get no messages about your exports.',
  })
}
