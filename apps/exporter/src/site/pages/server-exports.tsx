/**
 * Administration → Exports: what can be turned while Howdah runs, and requests for many members,
 * with the number and a question before anything happens.
 */
import { buttonClass, Field, PageHead, Time, type View } from '@howdah/web/views'
import type { Child } from '@howdah/web/jsx-runtime'
import { isPolicyName, readPolicyValue, type PolicyValue } from '../../ledger/server-policy.ts'
import type { BulkForecast } from '../../ledger/bulk.ts'
import { LONGEST_REQUEST_REASON } from '../../ledger/requests.ts'
import type { ExportKind } from '../../ledger/types.ts'
import type { MemberFilter } from '../../mastodon/bulk-members.ts'
import { archivePrefix } from '../../ledger/archive-prefix.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { type PostedForm, readForm } from '../http/form.ts'
import { seeOther } from '../http/see-other.ts'
import { CONSOLE_PATH } from '../schedule/console.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { ReasonField, TypeField } from '../views/request-fields.tsx'
import { sitePage } from '../views/site-page.tsx'
import { BulkFacts } from './bulk-facts.tsx'
import { readExportType } from '../words/export-types.ts'
import { words } from '../words/words.ts'

export const SERVER_EXPORTS = '/admin/exports'

const HOUR_SECONDS = 3_600
const MOST_HOURS = 24 * 60
/** A page waits for it; more are for the command line. */
const MOST_FROM_PAGE = 50_000

/** GET /admin/exports */
export async function showServerExports(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const values = await deps.policy.values()
  const { title, note, settings, retentionNote } = words().serverExports
  return page(c, deps, {
    title,
    children: (
      <>
        <PageHead title={title} note={note} />
        <div class="split">
          <section class="card" aria-labelledby="settings">
            <h2 id="settings">{settings}</h2>
            {values.map((value) => (
              <SettingForm value={value} />
            ))}
            <p class="soft">{retentionNote}</p>
          </section>
          <BulkForm offersWithoutMedia={deps.exports.offersWithoutMedia} />
        </div>
      </>
    ),
  })
}

function page(
  c: SiteContext,
  deps: SiteDeps,
  props: { title: string; children: Child; status?: number },
): Promise<Response> {
  return sitePage(c, deps, { menu: SERVER_EXPORTS, ...props })
}

function SettingForm({ value }: { value: PolicyValue }): View {
  const { name } = value
  const { policies, noLimit, setHere, asConfigured, save, reset } = words().serverExports
  const configured = value.configured === null ? noLimit : String(value.configured)
  const hint = value.isSet ? setHere(configured) : asConfigured
  return (
    <form method="post" action={`${SERVER_EXPORTS}/settings`} class="form setting">
      <input type="hidden" name="name" value={name} />
      <Field label={policies[name]} id={name} hint={hint}>
        <input
          class="input input--short"
          id={name}
          name="value"
          inputmode="numeric"
          pattern="[0-9]*"
          value={value.value === null ? '' : String(value.value)}
          placeholder={value.value === null ? noLimit : ''}
          aria-describedby={`${name}-hint`}
        />
      </Field>
      <div class="buttons">
        <button type="submit" class={buttonClass('default', true)}>
          {save}
          <span class="visually-hidden">: {policies[name]}</span>
        </button>
        {value.isSet ? (
          <button type="submit" name="reset" value="1" class={buttonClass('quiet', true)}>
            {reset}
            <span class="visually-hidden">: {policies[name]}</span>
          </button>
        ) : null}
      </div>
    </form>
  )
}

/** POST /admin/exports/settings: `name`, `value` or `reset` */
export async function postSetting(
  c: SiteContext,
  { policy }: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const form = await readForm(c.req.raw)
  const name = form?.get('name') ?? ''
  if (form === null || !isPolicyName(name)) return seeOther(SERVER_EXPORTS)
  const text = form.get('value')
  const isReset = form.get('reset') !== '' || text.trim() === ''
  const value = isReset ? null : readPolicyValue(name, text)
  const { policies, notANumber, saved } = words().serverExports
  if (value === null && !isReset) {
    return seeOther(SERVER_EXPORTS, { tone: 'warn', text: notANumber(policies[name]) })
  }
  await policy.set(name, value, viewer.member.username)
  return seeOther(SERVER_EXPORTS, { tone: 'ok', text: saved(policies[name]) })
}

function BulkForm({ offersWithoutMedia }: { offersWithoutMedia: boolean }): View {
  const text = words().serverExports.bulk
  return (
    <section class="card" aria-labelledby="bulk">
      <h2 id="bulk">{text.title}</h2>
      <p>{text.note}</p>
      <form method="post" action={`${SERVER_EXPORTS}/bulk`} class="form">
        <TypeField label={text.what} types={text.types} />
        <Field label={text.within} id="within">
          <select class="select" id="within" name="within">
            <option value="">{text.periods.any}</option>
            <option value="30">{text.periods.month}</option>
            <option value="180">{text.periods.half}</option>
            <option value="365">{text.periods.year}</option>
          </select>
        </Field>
        {offersWithoutMedia ? (
          <Check name="without-media" label={words().withoutMedia.choiceForMany} />
        ) : null}
        <Check name="suspended" label={text.suspended} />
        <Field label={text.spread} id="hours" hint={text.spreadHint}>
          <input
            class="input input--short"
            id="hours"
            name="hours"
            inputmode="numeric"
            pattern="[0-9]*"
            aria-describedby="hours-hint"
          />
        </Field>
        <ReasonField label={text.reason} hint={text.reasonHint} />
        <div>
          <button type="submit" class={buttonClass('primary')}>
            {text.goOn}
          </button>
        </div>
        <p class="soft">{text.nothingYet}</p>
      </form>
    </section>
  )
}

function Check({ name, label }: { name: string; label: string }): View {
  return (
    <label class="check">
      <input type="checkbox" name={name} value="1" /> {label}
    </label>
  )
}

interface BulkWishForm extends ExportKind {
  readonly filter: MemberFilter
  readonly spreadSeconds: number | null
  readonly reason: string
}

/** What was asked for, or a sentence that says what is wrong. */
function readBulk(form: PostedForm): BulkWishForm | string {
  const type = readExportType(form.get('type'))
  const within = form.get('within')
  const hours = form.get('hours').trim()
  const reason = form.get('reason').trim()
  const { problems } = words().serverExports.bulk
  if (type === null) return problems.what
  if (within !== '' && !/^[1-9]\d{0,3}$/.test(within)) return problems.whom
  if (hours !== '' && !(/^[1-9]\d{0,3}$/.test(hours) && Number(hours) <= MOST_HOURS)) {
    return problems.hours(MOST_HOURS)
  }
  if (reason === '' || reason.length > LONGEST_REQUEST_REASON) return problems.reason
  return {
    type,
    includesMedia: type !== 'backup' || form.get('without-media') === '',
    reason,
    spreadSeconds: hours === '' ? null : Number(hours) * HOUR_SECONDS,
    filter: {
      activeWithinDays: within === '' ? null : Number(within),
      includesSuspended: form.get('suspended') !== '',
    },
  }
}

/** POST /admin/exports/bulk: first the number and a question; with `confirm` it is done. */
export async function postBulk(c: SiteContext, deps: SiteDeps, viewer: Viewer): Promise<Response> {
  const form = await readForm(c.req.raw)
  if (form === null) return errorPage(c, deps, 400)
  const wish = readBulk(form)
  if (typeof wish === 'string') return seeOther(SERVER_EXPORTS, { tone: 'warn', text: wish })
  if (!wish.includesMedia && !deps.exports.offersWithoutMedia) {
    return seeOther(SERVER_EXPORTS, { tone: 'warn', text: words().withoutMedia.answers.always })
  }
  const { tooMany, requested } = words().serverExports.bulk
  const forecast = await deps.bulk.foresee(wish, c.get('now'))
  const { members: count } = forecast
  if (count > MOST_FROM_PAGE) {
    const text = tooMany(count, 'howdah request --all-active')
    return seeOther(SERVER_EXPORTS, { tone: 'warn', text })
  }
  // The number is confirmed, not only the wish: it may have changed meanwhile.
  if (form.get('confirm') !== String(count)) return confirmBulk(c, deps, { form, wish, forecast })
  const result = await deps.bulk.request({ ...wish, by: viewer.member.username }, c.get('now'))
  const text = requested(result.requested, result.passedOver)
  return seeOther(`${CONSOLE_PATH}/exports?state=scheduled`, { tone: 'ok', text }, CONSOLE_PATH)
}

const FIELDS = ['type', 'without-media', 'within', 'suspended', 'hours', 'reason'] as const

async function confirmBulk(
  c: SiteContext,
  deps: SiteDeps,
  { form, wish, forecast }: { form: PostedForm; wish: BulkWishForm; forecast: BulkForecast },
): Promise<Response> {
  const text = words().serverExports.bulk
  const { members: count } = forecast
  const freeBytes = await deps.storage.freeBytes(archivePrefix(wish.type))
  const question = wish.includesMedia
    ? text.questions[wish.type](count)
    : words().withoutMedia.question(count)
  return page(c, deps, {
    title: text.title,
    children: (
      <>
        <PageHead title={question} note={text.reasonIs(wish.reason)} />
        <form method="post" action={`${SERVER_EXPORTS}/bulk`} class="card form prose">
          {FIELDS.map((name) => (
            <input type="hidden" name={name} value={form.get(name)} />
          ))}
          <input type="hidden" name="confirm" value={String(count)} />
          <p>
            {text.each(count)}{' '}
            {wish.spreadSeconds === null
              ? text.fast
              : text.spreadOver(
                  wish.spreadSeconds / HOUR_SECONDS,
                  <Time at={c.get('now')} show="absolute" />,
                )}{' '}
            {text.told}
          </p>
          <BulkFacts forecast={forecast} freeBytes={freeBytes} now={c.get('now')} />
          <div class="buttons">
            <button type="submit" class={buttonClass('primary')}>
              {text.button(count)}
            </button>
            <a class={buttonClass('quiet')} href={SERVER_EXPORTS}>
              {text.nothing}
            </a>
          </div>
        </form>
      </>
    ),
  })
}
