/**
 * Administration → Exports: what can be turned while Howdah runs, and requests for many members,
 * with the number and a question before anything happens.
 */
import {
  buttonClass,
  Field,
  formatCount,
  PageHead,
  plural,
  Time,
  type View,
} from '@howdah/web/views'
import type { Child } from 'hono/jsx'
import {
  isPolicyName,
  POLICY_WORDS,
  readPolicyValue,
  type PolicyValue,
} from '../../ledger/server-policy.ts'
import type { MemberFilter } from '../../mastodon/bulk-members.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { type PostedForm, readForm } from '../http/form.ts'
import { seeOther } from '../http/see-other.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'
import { readExportType } from '../words/export-types.ts'

export const SERVER_EXPORTS = '/admin/exports'

const LONGEST_REASON = 500
const HOUR_SECONDS = 3_600
const MOST_HOURS = 24 * 60
/** A page waits for it; more are for the command line. */
const MOST_FROM_PAGE = 50_000

/** GET /admin/exports */
export async function showServerExports(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const values = await deps.policy.values()
  return page(c, deps, {
    title: 'Exports',
    children: (
      <>
        <PageHead
          title="Exports"
          note="What can be changed while Howdah runs, and requests for many members."
        />
        <div class="split">
          <section class="card" aria-labelledby="settings">
            <h2 id="settings">Settings</h2>
            {values.map((value) => (
              <SettingForm value={value} />
            ))}
            <p class="soft">
              Archives also go when Mastodon’s own retention period for user archives is over.
            </p>
          </section>
          <BulkForm />
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
  const configured = value.configured === null ? 'no limit' : String(value.configured)
  const hint = value.isSet ? `Set here; configured: ${configured}.` : 'As configured.'
  return (
    <form method="post" action={`${SERVER_EXPORTS}/settings`} class="form setting">
      <input type="hidden" name="name" value={name} />
      <Field label={POLICY_WORDS[name]} id={name} hint={hint}>
        <input
          class="input input--short"
          id={name}
          name="value"
          inputmode="numeric"
          pattern="[0-9]*"
          value={value.value === null ? '' : String(value.value)}
          placeholder={value.value === null ? 'no limit' : ''}
          aria-describedby={`${name}-hint`}
        />
      </Field>
      <div class="buttons">
        <button type="submit" class={buttonClass('default', true)}>
          Save<span class="visually-hidden">: {POLICY_WORDS[name]}</span>
        </button>
        {value.isSet ? (
          <button type="submit" name="reset" value="1" class={buttonClass('quiet', true)}>
            Reset<span class="visually-hidden">: {POLICY_WORDS[name]}</span>
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
  if (value === null && !isReset) {
    return seeOther(SERVER_EXPORTS, {
      tone: 'warn',
      text: `“${POLICY_WORDS[name]}” takes a whole number; nothing was changed.`,
    })
  }
  await policy.set(name, value, viewer.member.username)
  return seeOther(SERVER_EXPORTS, { tone: 'ok', text: `Saved: ${POLICY_WORDS[name]}.` })
}

function BulkForm(): View {
  return (
    <section class="card" aria-labelledby="bulk">
      <h2 id="bulk">Request for many members</h2>
      <p>
        For a server that closes: each member gets a turn in the schedule, so that whoever asks
        themself does not wait behind all of them.
      </p>
      <form method="post" action={`${SERVER_EXPORTS}/bulk`} class="form">
        <Field label="What" id="type">
          <select class="select" id="type" name="type">
            <option value="backup">Archives</option>
            <option value="migration">Migration exports</option>
          </select>
        </Field>
        <Field label="For members who were here in the last" id="within">
          <select class="select" id="within" name="within">
            <option value="">– any time</option>
            <option value="30">30 days</option>
            <option value="180">6 months</option>
            <option value="365">year</option>
          </select>
        </Field>
        <label class="check">
          <input type="checkbox" name="suspended" value="1" /> Suspended and disabled members too
        </label>
        <Field label="Spread over" id="hours" hint="Hours; empty: as fast as they can be made.">
          <input
            class="input input--short"
            id="hours"
            name="hours"
            inputmode="numeric"
            pattern="[0-9]*"
            aria-describedby="hours-hint"
          />
        </Field>
        <Field label="Reason" id="reason" hint="Members read it, and the audit keeps it.">
          <textarea
            class="input"
            id="reason"
            name="reason"
            rows={2}
            maxlength={LONGEST_REASON}
            required
            aria-describedby="reason-hint"
          ></textarea>
        </Field>
        <div>
          <button type="submit" class={buttonClass('primary')}>
            Continue…
          </button>
        </div>
        <p class="soft">Nothing is requested yet: the next page says for how many it would be.</p>
      </form>
    </section>
  )
}

interface BulkWishForm {
  readonly type: 'backup' | 'migration'
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
  if (type === null) return 'Choose what to request.'
  if (within !== '' && !/^[1-9]\d{0,3}$/.test(within)) return 'Choose for whom.'
  if (hours !== '' && !(/^[1-9]\d{0,3}$/.test(hours) && Number(hours) <= MOST_HOURS)) {
    return `Spread over 1 to ${MOST_HOURS} hours, or leave it empty.`
  }
  if (reason === '' || reason.length > LONGEST_REASON) return 'Give a reason; members read it.'
  return {
    type,
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
  const count = await deps.bulk.count(wish.filter)
  if (count > MOST_FROM_PAGE) {
    return seeOther(SERVER_EXPORTS, {
      tone: 'warn',
      text: `${formatCount(count)} members are too many for a page; use: howdah request --all-active`,
    })
  }
  // The number is confirmed, not only the wish: it may have changed meanwhile.
  if (form.get('confirm') !== String(count)) return confirmBulk(c, deps, { form, wish, count })
  const result = await deps.bulk.request({ ...wish, by: viewer.member.username }, c.get('now'))
  return seeOther('/sidekiq/exports?state=scheduled', {
    tone: 'ok',
    text: `${plural(result.requested, 'export')} requested; ${formatCount(result.passedOver)} members had one under way.`,
  })
}

const FIELDS = ['type', 'within', 'suspended', 'hours', 'reason'] as const

function confirmBulk(
  c: SiteContext,
  deps: SiteDeps,
  { form, wish, count }: { form: PostedForm; wish: BulkWishForm; count: number },
): Promise<Response> {
  const what = wish.type === 'backup' ? 'archive' : 'migration export'
  return page(c, deps, {
    title: 'Request for many members',
    children: (
      <>
        <PageHead title={`Request ${plural(count, what)}?`} note={`Reason: ${wish.reason}`} />
        <form method="post" action={`${SERVER_EXPORTS}/bulk`} class="card form prose">
          {FIELDS.map((name) => (
            <input type="hidden" name={name} value={form.get(name)} />
          ))}
          <input type="hidden" name="confirm" value={String(count)} />
          <p>
            Each of the {formatCount(count)} members gets one, except those who have one under way.{' '}
            {wish.spreadSeconds === null
              ? 'They start one after the other, as fast as they can be made.'
              : `Their starts are spread over ${plural(wish.spreadSeconds / HOUR_SECONDS, 'hour')}, from `}
            {wish.spreadSeconds === null ? null : <Time at={c.get('now')} show="absolute" />}
            {wish.spreadSeconds === null ? '' : ' on.'} Members are told when theirs is ready.
          </p>
          <div class="buttons">
            <button type="submit" class={buttonClass('primary')}>
              Request {formatCount(count)}
            </button>
            <a class={buttonClass('quiet')} href={SERVER_EXPORTS}>
              Do nothing
            </a>
          </div>
        </form>
      </>
    ),
  })
}
