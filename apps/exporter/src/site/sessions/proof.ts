/**
 * "Prove again who you are": before what cannot be undone and before an archive leaves the server, so
 * that a browser left open is not enough. A proof is the password, or a log-in at the instance.
 */
import { sql } from 'kysely'
import { verifyPassword } from '../../mastodon/members.ts'
import type { SiteDeps } from '../context.ts'
import { keepAct } from './waiting-act.ts'
import { isServedOverHttps, startCookie } from './cookie.ts'
import { type Session, SessionStore } from './session-store.ts'
import { LogInThrottle } from './throttle.ts'
import type { Viewer } from './viewer.ts'
import { seeOther } from '../http/see-other.ts'

export const PROOF_PATH = '/settings/confirm'

/** How long a proof holds for what harms and for archives of others. */
export const PROOF_MINUTES = 15
/** How old a session may be before its own member's download asks again. */
const OWN_DOWNLOAD_MINUTES = 60

const MINUTE_MS = 60_000

/** Whether the viewer has proved who they are a short time ago. */
export function hasProof({ session }: Viewer, now: Date): boolean {
  return isWithin(session.provenAt, PROOF_MINUTES, now)
}

/** Whether a member's own archive may be sent without another proof. */
export function mayDownloadOwn({ session }: Viewer, now: Date): boolean {
  // Whom the instance does not let in has nothing to prove it with; their sessions open nothing else.
  if (session.method === 'link') return true
  const newest = [session.createdAt, session.provenAt]
  return newest.some((at) => isWithin(at, OWN_DOWNLOAD_MINUTES, now))
}

function isWithin(at: Date | null, minutes: number, now: Date): boolean {
  return at !== null && now.getTime() - at.getTime() < minutes * MINUTE_MS
}

/** How a viewer can prove it. */
export function waysToProve(
  { member, session }: Viewer,
  { config }: Pick<SiteDeps, 'config'>,
): { readonly password: boolean; readonly oauth: boolean } {
  if (session.method === 'link') return { password: false, oauth: false }
  return { password: config.signIn.password && !member.hasSecondFactor, oauth: config.signIn.oauth }
}

export type ProofVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'too-many'; readonly waitSeconds: number }

/** Checks the viewer's password, with the same brake as at the log-in. */
export async function checkProof(
  { db }: Pick<SiteDeps, 'db'>,
  { member }: Viewer,
  given: { readonly password: string; readonly address: string },
): Promise<ProofVerdict> {
  const throttle = new LogInThrottle(db)
  const attempt = { email: member.email, address: given.address }
  const waitSeconds = await throttle.waitSeconds(attempt)
  if (waitSeconds > 0) return { kind: 'too-many', waitSeconds }
  const { kind } = await verifyPassword(member, given.password)
  if (kind !== 'right') {
    await throttle.failed(attempt)
    return { kind: 'wrong' }
  }
  await throttle.succeeded(attempt)
  return { kind: 'right' }
}

/** Notes the proof; the answer is `Set-Cookie` of the id under which the session goes on. */
export async function proveSession(
  { db, config }: Pick<SiteDeps, 'db' | 'config'>,
  { session }: Viewer,
): Promise<string> {
  return startCookie(await new SessionStore(db).prove(session), isServedOverHttps(config))
}

/** Something that is posted and needs a proof. */
export interface GuardedAct {
  /** What it does, for the page that asks: "Clear queue export". */
  readonly label: string
  readonly path: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** Null when it may be done now; else the way to the page that asks, which does it afterwards. */
export async function askProof(
  { db }: Pick<SiteDeps, 'db'>,
  viewer: Viewer,
  act: GuardedAct,
): Promise<Response | null> {
  if (hasProof(viewer, new Date())) return null
  const id = await keepAct(db, viewer.session, act)
  return seeOther(`${PROOF_PATH}?act=${id}`)
}

/** The way to the page that asks, and from there to an address. */
export function askProofFor(address: string): Response {
  return seeOther(`${PROOF_PATH}?next=${encodeURIComponent(address)}`)
}

/** A download that began after a proof may go on while its session lives. */
export async function allowDownload(
  { db }: Pick<SiteDeps, 'db'>,
  { id }: Pick<Session, 'id'>,
  exportId: string,
): Promise<void> {
  await sql`update howdah.sessions set downloads = array_append(downloads, ${exportId}::bigint)
    where id = ${id} and not downloads @> array[${exportId}::bigint]`.execute(db)
}

/** Whether one began. */
export async function mayContinue(
  { db }: Pick<SiteDeps, 'db'>,
  { id }: Pick<Session, 'id'>,
  exportId: string,
): Promise<boolean> {
  const { rows } = await sql`select 1 from howdah.sessions
    where id = ${id} and downloads @> array[${exportId}::bigint]`.execute(db)
  return rows.length === 1
}
