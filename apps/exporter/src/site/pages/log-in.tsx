/**
 * Log in and log out.
 */
import { buttonClass, Field, Notice, PageHead, type View } from '@howdah/web/views'
import type { Config } from '../../config/config.ts'
import { visitorOf } from '../http/client-address.ts'
import { readForm } from '../http/form.ts'
import { safeReturn } from '../http/safe-return.ts'
import { seeOther } from '../http/see-other.ts'
import { endCookie, isServedOverHttps, readSessionCookie, startCookie } from '../sessions/cookie.ts'
import { logIn, type LogInOutcome } from '../sessions/log-in.ts'
import { SessionStore } from '../sessions/session-store.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { errorPage } from '../views/error-page.tsx'
import { sitePage } from '../views/site-page.tsx'
import { words } from '../words/words.ts'

/** GET /login */
export async function showLogIn(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const next = safeReturn(c.req.query('next'))
  if (c.get('viewer')) return seeOther(next)
  return logInPage(c, deps, { next, email: '' })
}

export interface LogInPageState {
  readonly next: string
  readonly email: string
  readonly problem?: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** The page, with a sentence about what went wrong before. */
export function logInPage(
  c: SiteContext,
  deps: SiteDeps,
  state: LogInPageState,
): Promise<Response> {
  return sitePage(c, deps, {
    title: words().entering.title,
    ...(state.status === undefined ? {} : { status: state.status }),
    ...(state.headers ? { headers: state.headers } : {}),
    children: <LogInForm {...state} config={deps.config} />,
  })
}

function LogInForm({ next, email, problem, config }: LogInPageState & { config: Config }): View {
  const { signIn, localDomain } = config
  const { title, note, withInstance } = words().entering
  return (
    <div class="narrow stack log-in">
      <PageHead title={title} note={note(localDomain)} />
      {problem === undefined ? null : (
        <div role="alert">
          <Notice tone="danger">
            <p>{problem}</p>
          </Notice>
        </div>
      )}
      {signIn.oauth ? (
        <p>
          <a class={buttonClass('primary')} href={`/login/oauth?next=${encodeURIComponent(next)}`}>
            {withInstance(localDomain)}
          </a>
        </p>
      ) : null}
      {signIn.password ? <PasswordForm next={next} email={email} /> : null}
    </div>
  )
}

function PasswordForm({ next, email }: { next: string; email: string }): View {
  const text = words().entering
  return (
    <form method="post" action="/login" class="card form">
      <input type="hidden" name="next" value={next} />
      <Field label={text.email} id="email">
        <input
          class="input"
          id="email"
          name="email"
          type="email"
          autocomplete="username"
          value={email}
          required
          maxlength={320}
        />
      </Field>
      <Field label={text.password} id="password">
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
        {text.button}
      </button>
    </form>
  )
}

/** POST /login: `email`, `password`, and optionally `next`. */
export async function postLogIn(c: SiteContext, deps: SiteDeps): Promise<Response> {
  if (!deps.config.signIn.password) return errorPage(c, deps, 404)
  const form = await readForm(c.req.raw)
  if (form === null) return errorPage(c, deps, 400)
  const email = form.get('email')
  const visitor = visitorOf(c.req.raw, c.env)
  const outcome = await logIn(deps.db, { ...visitor, email, password: form.get('password') })
  const next = safeReturn(form.get('next') || undefined)
  if (outcome.kind !== 'welcome')
    return logInPage(c, deps, { next, email, ...refusal(outcome, deps) })
  return welcome(c, deps, { sessionId: outcome.sessionId, next })
}

/** Ends the session that the browser had and starts the new one. */
export async function welcome(
  c: SiteContext,
  deps: SiteDeps,
  { sessionId, next }: { readonly sessionId: string; readonly next: string },
): Promise<Response> {
  const https = isServedOverHttps(deps.config)
  const old = readSessionCookie(c.req.raw, https)
  if (old !== null) await new SessionStore(deps.db).end(old)
  const response = seeOther(next)
  response.headers.append('set-cookie', startCookie(sessionId, https))
  return response
}

type Refusal = Exclude<LogInOutcome, { kind: 'welcome' }>

function refusal(
  outcome: Refusal,
  deps: SiteDeps,
): Pick<LogInPageState, 'problem' | 'status' | 'headers'> {
  const { refusals } = words().entering
  switch (outcome.kind) {
    case 'wrong':
      return { status: 422, problem: refusals.wrong }
    case 'second-factor':
      return { status: 403, problem: refusals.secondFactor(deps.config.localDomain) }
    case 'memorial':
      return { status: 403, problem: refusals.memorial }
    case 'too-many':
    default:
      return {
        status: 429,
        headers: { 'retry-after': String(outcome.waitSeconds) },
        problem: refusals.tooMany(Math.ceil(outcome.waitSeconds / 60)),
      }
  }
}

/** POST /logout */
export async function postLogOut(c: SiteContext, deps: SiteDeps): Promise<Response> {
  const id = readSessionCookie(c.req.raw, isServedOverHttps(deps.config))
  if (id !== null) await new SessionStore(deps.db).end(id)
  const response = seeOther('/login', { tone: 'ok', text: words().entering.loggedOut })
  response.headers.append('set-cookie', endCookie(isServedOverHttps(deps.config)))
  return response
}
