/**
 * `HOWDAH_ROLES`: what members of a Mastodon role may do in Howdah, where that shall differ from what
 * the role allows in Mastodon. Pure: text → permissions by the role's name.
 */

/** What can be given to a role. The rest (settings, archives of others) is for administrators alone. */
export const STAFF_PERMISSIONS = [
  'view_devops',
  'manage_jobs',
  'view_exports',
  'manage_exports',
  'manage_users',
  'view_audit_log',
] as const

export type StaffPermission = (typeof STAFF_PERMISSIONS)[number]

/** Permissions by the name of a role, as it is written in Mastodon, without regard to capitals. */
export type StaffRoles = ReadonlyMap<string, readonly StaffPermission[]>

/** The word that stands for looking at all of it and changing nothing. */
const READ_ONLY: readonly StaffPermission[] = ['view_devops', 'view_exports', 'view_audit_log']

const EXAMPLE = 'Trainee=read_only; Helpdesk=view_exports,manage_exports'

export type ParsedRoles =
  | { readonly kind: 'roles'; readonly roles: StaffRoles }
  | { readonly kind: 'mistake'; readonly mistake: string }

/** `Trainee=read_only; Helpdesk=view_exports,manage_exports`; nothing after `=` is nothing allowed. */
export function parseStaffRoles(text: string): ParsedRoles {
  const roles = new Map<string, readonly StaffPermission[]>()
  for (const part of text.split(';').filter((one) => one.trim() !== '')) {
    const [name = '', given, ...rest] = part.split('=').map((one) => one.trim())
    if (name === '' || given === undefined || rest.length > 0) {
      return mistake(`"${part.trim()}" is not ROLE=PERMISSIONS`)
    }
    const words = given.split(/[\s,]+/).filter((word) => word !== '')
    const unknown = words.find((word) => word !== 'read_only' && !isStaffPermission(word))
    if (unknown !== undefined) return mistake(`"${unknown}" is no permission`)
    const permissions = words.flatMap((word) => (isStaffPermission(word) ? [word] : READ_ONLY))
    roles.set(roleKey(name), [...new Set(permissions)])
  }
  return { kind: 'roles', roles }
}

/** How a role is found by its name. */
export function roleKey(name: string): string {
  return name.trim().toLowerCase()
}

function isStaffPermission(word: string): word is StaffPermission {
  return STAFF_PERMISSIONS.some((name) => name === word)
}

function mistake(why: string): ParsedRoles {
  const known = ['read_only', ...STAFF_PERMISSIONS].join(', ')
  return { kind: 'mistake', mistake: `${why}. Write ${EXAMPLE}; known are ${known}.` }
}
