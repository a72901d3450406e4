/**
 * GET and POST /settings/confirm: asks the viewer to prove who they are, and then does what they had
 * asked for (`act`), or leads to where they wanted to go (`next`). Nothing is asked twice.
 */
import { buttonClass, Field, Notice, PageHead, type View } from '@howdah/web/views'
import type { SiteContext, SiteDeps } from '../context.ts'
import { clientAddress } from '../http/client-address.ts'
import { type PostedForm, readForm } from '../http/form.ts'
import { safeReturn } from '../http/safe-return.ts'
import { seeOther } from '../http/see-other.ts'
import { sessionCookieName, isServedOverHttps } from '../sessions/cookie.ts'
import {
  checkProof,
  hasProof,
  PROOF_MINUTES,
  PROOF_PATH,
  type ProofVerdict,
  proveSession,
  waysToProve,
} from '../sessions/proof.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { readAct, takeAct, type WaitingAct } from '../sessions/waiting-act.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'
import { words } from '../words/words.ts'

/** Answers a request as if the viewer's browser had sent it. */
export type Replay = (request: Request) => Promise<Response>

/** What the proof is for. */
interface Purpose {
  /** `null` where only a page is wanted, `undefined` where what was asked for is no longer known. */
  readonly act: WaitingAct | null | undefined
  readonly next: string
}

/** GET /settings/confirm: `act` or `next` */
export async function showConfirm(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  const purpose = await readPurpose(deps, viewer, (name) => c.req.query(name) ?? '')
  if (purpose.act === undefined) return forgotten(c, deps)
  if (purpose.act === null && hasProof(viewer, c.get('now'))) return seeOther(purpose.next)
  return confirmPage({ c, deps, viewer, purpose })
}

async function readPurpose(
  { db }: SiteDeps,
  { session }: Viewer,
  get: (name: string) => string,
): Promise<Purpose> {
  const next = safeReturn(get('next') || undefined)
  if (get('act') === '') return { act: null, next }
  return { act: (await readAct(db, session, get('act'))) ?? undefined, next }
}

function forgotten(c: SiteContext, deps: SiteDeps): Promise<Response> {
  return errorPage(c, deps, 410, { text: words().confirming.forgotten(PROOF_MINUTES) })
}

interface Asking {
  readonly c: SiteContext
  readonly deps: SiteDeps
  readonly viewer: Viewer
  readonly purpose: Purpose
  readonly refusal?: Exclude<ProofVerdict, { kind: 'right' }>
}

function confirmPage(asking: Asking): Promise<Response> {
  const { c, deps, viewer, purpose, refusal } = asking
  const isProven = hasProof(viewer, c.get('now'))
  const tooMany = refusal?.kind === 'too-many'
  const { title } = words().confirming
  return sitePage(c, deps, {
    title,
    ...(refusal === undefined ? {} : { status: tooMany ? 429 : 422 }),
    ...(tooMany ? { headers: { 'retry-after': String(refusal.waitSeconds) } } : {}),
    children: (
      <div class="narrow stack log-in">
        <PageHead title={title} note={noteOf(purpose, isProven)} />
        {refusal === undefined ? null : <Problem refusal={refusal} />}
        {isProven ? <GoOn purpose={purpose} /> : <Ways {...asking} />}
      </div>
    ),
  })
}

function noteOf({ act }: Purpose, isProven: boolean): string {
  const { forArchive, now, afterwards } = words().confirming
  if (act === null || act === undefined) return forArchive(PROOF_MINUTES)
  return isProven ? now(act.label) : afterwards(act.label, PROOF_MINUTES)
}

function Problem({ refusal }: { refusal: Exclude<ProofVerdict, { kind: 'right' }> }): View {
  const { confirming, entering } = words()
  const text =
    refusal.kind === 'wrong'
      ? confirming.wrong
      : entering.refusals.tooMany(Math.ceil(refusal.waitSeconds / 60))
  return (
    <div role="alert">
      <Notice tone="danger">
        <p>{text}</p>
      </Notice>
    </div>
  )
}

function Ways({ deps, viewer, purpose }: Asking): View {
  const ways = waysToProve(viewer, deps)
  if (!ways.password && !ways.oauth) {
    return (
      <Notice tone="warn">
        <p>{words().confirming.noWay}</p>
      </Notice>
    )
  }
  const back = purpose.act ? `${PROOF_PATH}?act=${purpose.act.id}` : purpose.next
  return (
    <>
      {ways.oauth ? (
        <p>
          <a
            class={buttonClass(ways.password ? 'default' : 'primary')}
            href={`/login/oauth?proof=1&next=${encodeURIComponent(back)}`}
          >
            {words().confirming.logInAgain(deps.config.localDomain)}
          </a>
        </p>
      ) : null}
      {ways.password ? <PasswordForm viewer={viewer} purpose={purpose} /> : null}
    </>
  )
}

function PasswordForm({ viewer, purpose }: { viewer: Viewer; purpose: Purpose }): View {
  return (
    <form method="post" action={PROOF_PATH} class="card form">
      <PurposeFields purpose={purpose} />
      {/* For password managers, which fill in the password of this account. */}
      <input type="hidden" name="username" autocomplete="username" value={viewer.member.email} />
      <Field label={words().confirming.password} id="password">
        <input
          class="input"
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          maxlength={200}
        />
      </Field>
      <button type="submit" class={buttonClass('primary')}>
        {words().confirming.button}
      </button>
    </form>
  )
}

/** After a log-in at the instance, which may lead back to a page but not post a form. */
function GoOn({ purpose }: { purpose: Purpose }): View {
  return (
    <form method="post" action={PROOF_PATH} class="card form">
      <PurposeFields purpose={purpose} />
      <button type="submit" class={buttonClass('danger')}>
        {purpose.act ? <bdi>{purpose.act.label}</bdi> : words().confirming.goOn}
      </button>
    </form>
  )
}

function PurposeFields({ purpose }: { purpose: Purpose }): View {
  return purpose.act ? (
    <input type="hidden" name="act" value={purpose.act.id} />
  ) : (
    <input type="hidden" name="next" value={purpose.next} />
  )
}

/** POST /settings/confirm: `act` or `next`, and `password` unless the proof is there already. */
export async function postConfirm(
  c: SiteContext,
  deps: SiteDeps,
  { viewer, replay }: { readonly viewer: Viewer; readonly replay: Replay },
): Promise<Response> {
  const form = await readForm(c.req.raw)
  if (form === null) return errorPage(c, deps, 400)
  const purpose = await readPurpose(deps, viewer, (name) => form.get(name))
  if (purpose.act === undefined) return forgotten(c, deps)
  const cookie = hasProof(viewer, c.get('now')) ? null : await proof({ c, deps, viewer }, form)
  if (cookie !== null && typeof cookie !== 'string') {
    return confirmPage({ c, deps, viewer, purpose, refusal: cookie })
  }
  const response =
    purpose.act === null
      ? seeOther(purpose.next)
      : await perform({ c, deps, viewer, replay }, { act: purpose.act, cookie })
  if (cookie !== null) response.headers.append('set-cookie', cookie)
  return response
}

/** `Set-Cookie` of the proved session, or why it is none. */
async function proof(
  { c, deps, viewer }: Pick<Asking, 'c' | 'deps' | 'viewer'>,
  form: PostedForm,
): Promise<string | Exclude<ProofVerdict, { kind: 'right' }>> {
  if (!waysToProve(viewer, deps).password) return { kind: 'wrong' }
  const address = clientAddress(c.req.raw, c.env)
  const verdict = await checkProof(deps, viewer, { password: form.get('password'), address })
  return verdict.kind === 'right' ? proveSession(deps, viewer) : verdict
}

interface Performing extends Pick<Asking, 'c' | 'deps' | 'viewer'> {
  readonly replay: Replay
}

/** Posts the form again that had to wait, with the session as it is now. */
async function perform(
  { c, deps, viewer, replay }: Performing,
  { act, cookie }: { readonly act: WaitingAct; readonly cookie: string | null },
): Promise<Response> {
  const taken = await takeAct(deps.db, viewer.session, act.id)
  if (taken === null) return forgotten(c, deps)
  const headers = new Headers(c.req.raw.headers)
  headers.delete('content-length')
  headers.set('content-type', 'application/x-www-form-urlencoded')
  if (cookie !== null) headers.set('cookie', replaced(headers.get('cookie'), cookie, deps))
  const body = new URLSearchParams(taken.fields).toString()
  const address = new URL(taken.path, c.req.url)
  return replay(new Request(address, { method: 'POST', headers, body }))
}

/** The request's cookies with the session's new id. */
function replaced(cookies: string | null, setCookie: string, { config }: SiteDeps): string {
  const name = sessionCookieName(isServedOverHttps(config))
  const others = (cookies ?? '').split(';').map((pair) => pair.trim())
  const kept = others.filter((pair) => pair !== '' && !pair.startsWith(`${name}=`))
  return [...kept, setCookie.split(';')[0] ?? ''].join('; ')
}
