/**
 * Who is looking: the member behind a session, and what their role lets them see.
 *
 * Loaded from Mastodon's tables for each request, so that a role taken away, an account frozen or
 * a password changed in Mastodon counts at once.
 */
import { createHash } from 'node:crypto'
import { findMember, type Member } from '../../mastodon/members.ts'
import type { SiteDeps } from '../context.ts'
import { permissionsOf, type Permission } from './permissions.ts'
import { type Session, SessionStore } from './session-store.ts'

/** A logged-in member. */
export interface Viewer {
  readonly member: Member
  readonly session: Session
  /** Whether the role grants a permission, and the account is in good standing. */
  can(permission: Permission): boolean
}

/** The viewer of a session id from a cookie; null when the session or its member is gone. */
export async function findViewer(
  { db, config }: Pick<SiteDeps, 'db' | 'config'>,
  sessionId: string,
): Promise<Viewer | null> {
  const session = await new SessionStore(db).find(sessionId)
  if (!session) return null
  const member = await findMember(db, { userId: session.userId })
  if (!member || session.credential !== credentialMark(member)) return null
  // A one-time link opens the member's own data and nothing else.
  const permissions =
    isFunctional(member) && session.method !== 'link'
      ? permissionsOf(member, { roles: config.roles, allowed: session.permissions })
      : new Set<Permission>()
  return { member, session, can: (name) => permissions.has(name) }
}

/**
 * Whether a viewer may change how a member gets in: as in Mastodon, with a permission of its own and a
 * role above the member's.
 */
export function standsAbove(viewer: Viewer, user: { readonly rolePosition: number }): boolean {
  if (viewer.can('administrator')) return true
  return viewer.can('manage_user_access') && viewer.member.role.position > user.rolePosition
}

/** Changes with the password, so that a new password ends every session of the old one. */
export function credentialMark(member: Member): string {
  return createHash('sha256').update(member.user.encrypted_password).digest('hex').slice(0, 32)
}

/**
 * Mastodon lets a frozen or moved member fetch their archive, and so do we; but such an account
 * must not administer anything.
 */
function isFunctional({ user, account }: Member): boolean {
  return (
    !user.disabled &&
    user.approved &&
    user.confirmed_at !== null &&
    account.suspended_at === null &&
    !account.memorial &&
    account.moved_to_account_id === null
  )
}
