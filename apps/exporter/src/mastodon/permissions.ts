/** What a role lets its members do: bits of `user_roles.permissions`. */

/** The bits by name. When you add one, it also belongs into {@link ALL_PERMISSIONS} of its version. */
export const PERMISSIONS = {
  administrator: 1n << 0n,
  view_devops: 1n << 1n,
  view_audit_log: 1n << 2n,
  view_dashboard: 1n << 3n,
  manage_reports: 1n << 4n,
  manage_federation: 1n << 5n,
  manage_settings: 1n << 6n,
  manage_blocks: 1n << 7n,
  manage_taxonomies: 1n << 8n,
  manage_appeals: 1n << 9n,
  manage_users: 1n << 10n,
  manage_invites: 1n << 11n,
  manage_rules: 1n << 12n,
  manage_announcements: 1n << 13n,
  manage_custom_emojis: 1n << 14n,
  manage_webhooks: 1n << 15n,
  invite_users: 1n << 16n,
  manage_roles: 1n << 17n,
  manage_user_access: 1n << 18n,
  delete_user_data: 1n << 19n,
  view_feeds: 1n << 20n,
} as const satisfies Record<string, bigint>

export type PermissionName = keyof typeof PERMISSIONS

/** Every bit of version 4.5: what an administrator has. */
export const ALL_PERMISSIONS = (1n << 21n) - 1n

/** The row that holds everybody's permissions; its place in the hierarchy is below all roles. */
export const EVERYONE_ROLE_ID = '-99'
export const EVERYONE_POSITION = -1

/** Everybody's permissions when that row is absent. */
export const EVERYONE_PERMISSIONS = PERMISSIONS.invite_users

/** Everybody's bits with the role's own; an administrator has all. */
export function effectivePermissions(everyone: bigint, own: bigint): bigint {
  const bits = everyone | own
  return (bits & PERMISSIONS.administrator) === 0n ? bits : ALL_PERMISSIONS
}

/** Whether these permissions contain the named one. */
export function can(permissions: bigint, name: PermissionName): boolean {
  return (permissions & PERMISSIONS[name]) !== 0n
}
