/**
 * What people may do in Howdah, and which of Mastodon's permissions grants it: one table.
 *
 * Looking and acting are told apart, so that a role can look only. Mastodon itself has no such bits:
 * there `view_devops` opens the whole of Sidekiq, buttons included, and so it does here unless
 * `HOWDAH_ROLES` says otherwise for a role.
 */
import { roleKey, type StaffRoles, STAFF_PERMISSIONS } from '../../config/staff-roles.ts'
import { can, type Member, type PermissionName } from '../../mastodon/members.ts'

/** Each permission, and the permission in Mastodon that grants it. */
const GRANTED_BY = {
  /** Jobs, queues, processes, the doctor. */
  view_devops: 'view_devops',
  /** Retry, delete, pause, stop; what the doctor mends. */
  manage_jobs: 'view_devops',
  /** The schedule of exports. */
  view_exports: 'view_devops',
  /** Request for a member, retry, cancel, delete a file. */
  manage_exports: 'view_devops',
  /** Members and their addresses. */
  manage_users: 'manage_users',
  /** Change an address, send a one-time link, end a session: for roles above the member's. */
  manage_user_access: 'manage_user_access',
  view_audit_log: 'view_audit_log',
  /** Settings, requests for many, archives of others. */
  administrator: 'administrator',
} as const satisfies Record<string, PermissionName>

export type Permission = keyof typeof GRANTED_BY

/**
 * What a member may do. `allowed` are the bits that the session has at most; null: no limit.
 *
 * A role that `HOWDAH_ROLES` names has what stands there, more or less than in Mastodon, and is never
 * an administrator's; who may then see members may change them as far as Mastodon lets the role.
 */
export function permissionsOf(
  { role, permissions }: Pick<Member, 'role' | 'permissions'>,
  { roles, allowed }: { readonly roles: StaffRoles; readonly allowed: bigint | null },
): ReadonlySet<Permission> {
  const grants = (name: PermissionName): boolean =>
    can(permissions, name) && (allowed === null || can(allowed, name))
  const listed = role.name === '' ? undefined : roles.get(roleKey(role.name))
  if (listed === undefined) {
    return new Set(NAMES.filter((name) => grants(GRANTED_BY[name])))
  }
  const mayChangeAccess = listed.includes('manage_users') && grants('manage_user_access')
  return new Set<Permission>([...listed, ...(mayChangeAccess ? ACCESS : [])])
}

const ACCESS: readonly Permission[] = ['manage_user_access']
const NAMES: readonly Permission[] = [...STAFF_PERMISSIONS, 'manage_user_access', 'administrator']
