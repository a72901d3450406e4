/** On Import and export: regular exports, and whether to get mail about exports. */
import { buttonClass, Field, type View } from '@howdah/web/views'
import { chooseMail, wantsMail } from '../../ledger/choices.ts'
import {
  chooseRecurring,
  EVERY_MONTHS,
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
import { memberKind, memberType, readExportType } from '../words/export-types.ts'
import { newsOf } from '../words/news.ts'
import { words } from '../words/words.ts'

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

export function Choices({
  choices,
  offersWithoutMedia,
}: {
  choices: MemberChoices
  offersWithoutMedia: boolean
}): View {
  const text = words().choices
  return (
    <div class="split">
      <section class="card" aria-labelledby="regular">
        <h2 id="regular">{text.regular}</h2>
        <p>{text.regularNote[newsOf(choices)]}</p>
        {EXPORT_TYPES.map((type) => (
          <RecurringForm
            type={type}
            chosen={choices.recurring.find((one) => one.type === type) ?? null}
            offersWithoutMedia={offersWithoutMedia && type === 'backup'}
          />
        ))}
      </section>
      <section class="card" aria-labelledby="mail">
        <h2 id="mail">{text.messages}</h2>
        <form method="post" action="/settings/export/mail" class="form">
          <label class="check">
            <input type="checkbox" name="mail" value="1" checked={choices.wantsMail} />{' '}
            {text.mailMe}
          </label>
          <div>
            <button type="submit" class={buttonClass('default', true)}>
              {text.save}
              <span class="visually-hidden"> {text.saveMessages}</span>
            </button>
          </div>
        </form>
      </section>
    </div>
  )
}

function RecurringForm({
  type,
  chosen,
  offersWithoutMedia,
}: {
  type: ExportType
  chosen: RecurringExport | null
  offersWithoutMedia: boolean
}): View {
  const text = words().choices
  const isOn = chosen !== null && chosen.nextAt !== null
  const hint =
    chosen === null
      ? text.off
      : chosen.nextAt === null
        ? text.ends[chosen.endedReason ?? 'gone']
        : text.next(formatDay(chosen.nextAt))
  return (
    <form method="post" action="/settings/export/recurring" class="form setting">
      <input type="hidden" name="type" value={type} />
      <Field label={memberType(type)} id={`every-${type}`} hint={hint}>
        <select
          class="select"
          id={`every-${type}`}
          name="months"
          aria-describedby={`every-${type}-hint`}
        >
          <option value="">{text.never}</option>
          {EVERY_MONTHS.map((months) => (
            <option value={String(months)} selected={isOn && chosen.everyMonths === months}>
              {text.months(months)}
            </option>
          ))}
        </select>
      </Field>
      {offersWithoutMedia ? (
        <label class="check">
          <input
            type="checkbox"
            name="without-media"
            value="1"
            checked={chosen?.includesMedia === false}
          />{' '}
          {words().withoutMedia.regular}
        </label>
      ) : null}
      <div>
        <button type="submit" class={buttonClass('default', true)}>
          {text.save}
          <span class="visually-hidden">: {memberType(type)}</span>
        </button>
      </div>
    </form>
  )
}

/** POST /settings/export/recurring: `type`, `months` ("" = never), `without-media` */
export async function postRecurring(
  c: SiteContext,
  deps: SiteDeps,
  { member }: Viewer,
): Promise<Response> {
  const form = await readForm(c.req.raw)
  const type = readExportType(form?.get('type'))
  const chosenMonths = form?.get('months') ?? ''
  const months = EVERY_MONTHS.find((one) => String(one) === chosenMonths)
  if (type === null || (months === undefined && chosenMonths !== '')) return errorPage(c, deps, 400)
  const text = words().choices
  if (months === undefined) {
    await stopRecurring(deps.ledger.db, member.userId, type)
    return seeOther(HOME, { tone: 'ok', text: text.noneRegular(memberType(type)) })
  }
  const now = c.get('now')
  const includesMedia = type !== 'backup' || form?.get('without-media') !== '1'
  const choice = { userId: member.userId, type, includesMedia, everyMonths: months }
  await chooseRecurring(deps.ledger.db, choice, now)
  const [chosen] = (await recurringOf(deps.ledger.db, member.userId)).filter(
    (one) => one.type === type,
  )
  const next = chosen?.nextAt ? ` ${text.first(formatDay(chosen.nextAt))}` : ''
  return seeOther(HOME, { tone: 'ok', text: text.saved(memberKind(choice)) + next })
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
  const { getsMail, getsNoMail } = words().choices
  return seeOther(HOME, { tone: 'ok', text: isWanted ? getsMail : getsNoMail })
}
