/**
 * One person for each thing that somebody may be allowed to do, for tests of who may do what.
 */
import { sql } from 'kysely'
import { parseStaffRoles, type StaffRoles } from '../../config/staff-roles.ts'
import { findMember } from '../../mastodon/members.ts'
import { sessionCookieName } from '../sessions/cookie.ts'
import { openSession } from '../sessions/log-in.ts'
import { PEOPLE, type SiteWorld } from './site-world.ts'

/** Roles of the test's server, as an administrator would write them. */
const STAFF_ROLES =
  'Viewer=read_only; Jobs=view_devops,manage_jobs; Exports=view_exports,manage_exports; ' +
  'Members=manage_users; Auditor=view_audit_log'

/** A settings value for `startSiteWorld({ roles: staffRoles() })`. */
export function staffRoles(): StaffRoles {
  const parsed = parseStaffRoles(STAFF_ROLES)
  if (parsed.kind === 'mistake') throw new Error(parsed.mistake)
  return parsed.roles
}

/** Everybody, as whom a request can be made. */
export const CAST = [
  'visitor',
  'member',
  'viewer',
  'jobs',
  'exports',
  'members',
  'auditor',
  'administrator',
  'frozen',
] as const

export type Cast = (typeof CAST)[number]

const USER_IDS: Readonly<Record<Exclude<Cast, 'visitor'>, string>> = {
  member: PEOPLE.ada.userId,
  viewer: '201',
  jobs: '202',
  exports: '203',
  members: '204',
  auditor: '205',
  administrator: PEOPLE.owner.userId,
  frozen: '206',
}

/** Adds the roles and their people. Everyone of them could do all of it but for `HOWDAH_ROLES`. */
export async function insertStaff({ db }: SiteWorld): Promise<void> {
  // view_devops, view_audit_log and manage_users in Mastodon.
  const bits = 2 + 4 + 1024
  for (const name of ['Viewer', 'Jobs', 'Exports', 'Members', 'Auditor', 'Frozen']) {
    const username = name.toLowerCase()
    const id = USER_IDS[username as Exclude<Cast, 'visitor'>]
    const permissions = name === 'Frozen' ? 1 : bits
    await sql`insert into user_roles (id, name, position, permissions, highlighted, created_at, updated_at)
      values (${id}, ${name}, 50, ${permissions}, true, now(), now())`.execute(db)
    await sql`insert into accounts (id, username, created_at, updated_at)
      values (${`${id}00`}, ${username}, now() - interval '3 years', now())`.execute(db)
    await sql`insert into users (id, email, created_at, updated_at, encrypted_password, confirmed_at,
        account_id, role_id, current_sign_in_at, disabled)
      values (${id}, ${`${username}@example.social`}, now() - interval '3 years', now(), '', now(),
        ${`${id}00`}, ${id}, now(), ${name === 'Frozen'})`.execute(db)
  }
}

/** The cookie of a new session; `""` for a visitor. */
export async function newCookie({ db }: SiteWorld, who: Cast): Promise<string> {
  if (who === 'visitor') return ''
  const member = await findMember(db, { userId: USER_IDS[who] })
  if (member === null) throw new Error(`There is no ${who}: insertStaff comes first.`)
  const id = await openSession(db, {
    member,
    method: 'password',
    address: '192.0.2.7',
    userAgent: '',
  })
  return `${sessionCookieName(false)}=${id}`
}
