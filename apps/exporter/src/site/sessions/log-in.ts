/**
 * The log-in: e-mail address and password against Mastodon's users table.
 *
 * A stranger learns nothing from the answer or its timing: an unknown address costs one password
 * check as well and gets the same words. What is wrong with an account (two-factor on, memorial)
 * is told only to who knows its password.
 */
import { findMember, type Member, verifyPassword } from '../../mastodon/members.ts'
import type { SiteDatabase } from '../context.ts'
import type { Visitor } from '../http/client-address.ts'
import { SessionStore, type SignInMethod } from './session-store.ts'
import { LogInThrottle, type LogInTry } from './throttle.ts'
import { credentialMark } from './viewer.ts'

/** How a log-in ended. */
export type LogInOutcome =
  | { readonly kind: 'welcome'; readonly sessionId: string; readonly userId: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'second-factor' }
  | { readonly kind: 'memorial' }
  | { readonly kind: 'too-many'; readonly waitSeconds: number }

/** Starts a session of a member who has shown who they are; the id for the cookie. */
export function openSession(
  db: SiteDatabase,
  entry: Visitor & {
    readonly member: Member
    readonly method: SignInMethod
    readonly permissions?: bigint
  },
): Promise<string> {
  const { member, permissions, ...rest } = entry
  return new SessionStore(db).start({
    userId: member.userId,
    credential: credentialMark(member),
    ...rest,
    ...(permissions === undefined ? {} : { permissions }),
  })
}

/** Tries to log in; starts a session when all is well. */
export async function logIn(
  db: SiteDatabase,
  attempt: LogInTry & Visitor & { readonly password: string },
): Promise<LogInOutcome> {
  const throttle = new LogInThrottle(db)
  const waitSeconds = await throttle.waitSeconds(attempt)
  if (waitSeconds > 0) return { kind: 'too-many', waitSeconds }
  const member = await findMember(db, { email: attempt.email })
  const verdict = await verifyPassword(member, attempt.password)
  if (verdict.kind === 'wrong' || !member) {
    await throttle.failed(attempt)
    return { kind: 'wrong' }
  }
  await throttle.succeeded(attempt)
  if (verdict.kind === 'second-factor') return { kind: 'second-factor' }
  if (member.account.memorial) return { kind: 'memorial' }
  const { address, userAgent } = attempt
  const sessionId = await openSession(db, { member, method: 'password', address, userAgent })
  return { kind: 'welcome', sessionId, userId: member.userId }
}
