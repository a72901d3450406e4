/** Members: local people with a log-in, found by id, name or e-mail address, with their rights. */
import { sql, type Kysely, type RawBuilder, type Selectable } from 'kysely'
import { openColumns, type SECRET_COLUMNS, selection } from './open-columns.ts'
import {
  effectivePermissions,
  EVERYONE_PERMISSIONS,
  EVERYONE_POSITION,
  EVERYONE_ROLE_ID,
} from './permissions.ts'
import type { MastodonDatabase } from './tables.ts'
import type { AccountsTable, UserRolesTable, UsersTable } from './tables/people.ts'

export { can, PERMISSIONS, type PermissionName } from './permissions.ts'
export { verifyPassword, type PasswordVerdict } from './passwords.ts'

/** Columns that 4.6 brought; absent in rows of older databases. */
interface NewerAccountColumns {
  readonly avatar_description?: string
  readonly header_description?: string
  readonly show_featured?: boolean
  readonly show_media?: boolean
  readonly show_media_replies?: boolean
}

type Secret<Table extends keyof typeof SECRET_COLUMNS> = (typeof SECRET_COLUMNS)[Table][number]

export type AccountRow = Omit<Selectable<AccountsTable>, Secret<'accounts'>> & NewerAccountColumns

/** What stands for the columns that databases before 4.5 lack. */
const OLDER_ACCOUNT = { attribution_domains: null, following_url: '', id_scheme: null } as const

export type UserRow = Omit<Selectable<UsersTable>, Secret<'users'>>

/** A member with everything that deciding about them needs. */
export interface Member {
  readonly userId: string
  readonly accountId: string
  readonly username: string
  readonly email: string
  readonly locale: string | null
  /** How the member's URIs are built: by name (old accounts) or by number (since 4.5). */
  readonly idScheme: 'username' | 'numeric'
  readonly account: AccountRow
  readonly user: UserRow
  readonly role: MemberRole
  /** Computed: everybody's bits and the role's own, all bits for an administrator. */
  readonly permissions: bigint
  /** A second factor is asked for at log-in: one-time codes or a security key. */
  readonly hasSecondFactor: boolean
}

export interface MemberRole {
  readonly id: string
  /** "" for the role that everybody has. */
  readonly name: string
  /** A role acts on members whose position is lower. */
  readonly position: number
}

/** How a member is looked up; names and addresses are case-blind. */
export type MemberKey =
  | { readonly userId: string }
  | { readonly accountId: string }
  | { readonly username: string }
  | { readonly email: string }

/** The member, also a suspended, disabled or moved one (they may export); null without one. In one statement. */
export async function findMember(
  db: Kysely<MastodonDatabase>,
  by: MemberKey,
): Promise<Member | null> {
  const condition = conditionOf(by)
  if (condition === null) return null
  const [ofUser, ofAccount] = await Promise.all([
    openColumns(db, 'users'),
    openColumns(db, 'accounts'),
  ])
  const { rows } = await sql<FoundRow>`
    SELECT ${selection('users', ofUser)}, ${selection('accounts', ofAccount, ACCOUNT)},
      ARRAY(SELECT jsonb_build_object('id', id::text, 'name', name, 'position', position,
          'permissions', permissions::text)
        FROM user_roles WHERE id IN (${EVERYONE_ROLE_ID}, users.role_id)) AS "found.roles",
      EXISTS (SELECT FROM webauthn_credentials WHERE user_id = users.id) AS "found.has_key"
    FROM users JOIN accounts ON accounts.id = users.account_id
    ${condition} LIMIT 1`.execute(db)
  return rows[0] === undefined ? null : toMember(rows[0])
}

/** The names of the account's columns begin with it, because both tables have an `id`. */
const ACCOUNT = 'account.'

/** Both rows side by side, and what was found beside them. */
interface FoundRow extends Readonly<Record<string, unknown>> {
  readonly 'found.roles': readonly RoleRow[]
  readonly 'found.has_key': boolean
}

function toMember({ 'found.roles': roles, 'found.has_key': hasKey, ...both }: FoundRow): Member {
  const columns = Object.entries(both)
  const ofAccount = columns
    .filter(([name]) => name.startsWith(ACCOUNT))
    .map(([name, value]) => [name.slice(ACCOUNT.length), value])
  // What the two lists of columns asked for.
  const account = { ...OLDER_ACCOUNT, ...Object.fromEntries(ofAccount) } as AccountRow
  const user = Object.fromEntries(columns.filter(([name]) => !name.startsWith(ACCOUNT))) as UserRow
  const hasSecondFactor = user.otp_required_for_login || hasKey
  return { ...identityOf(user, account), ...rightsOf(user, roles), hasSecondFactor }
}

/** Null when no row can match. */
function conditionOf(by: MemberKey): RawBuilder<unknown> | null {
  if ('userId' in by) return isId(by.userId) ? sql`WHERE users.id = ${by.userId}` : null
  if ('accountId' in by) {
    return isId(by.accountId) ? sql`WHERE users.account_id = ${by.accountId}` : null
  }
  // Devise stores addresses stripped and in lower case.
  if ('email' in by) return sql`WHERE users.email = ${by.email.trim().toLowerCase()}`
  return sql`WHERE lower(accounts.username) = ${by.username.toLowerCase()} AND accounts.domain IS NULL`
}

/** PostgreSQL would refuse the whole query for text that is no bigint. */
export function isId(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}

type RoleRow = Pick<Selectable<UserRolesTable>, 'id' | 'name' | 'position' | 'permissions'>

function identityOf(
  user: UserRow,
  account: AccountRow,
): Omit<Member, 'role' | 'permissions' | 'hasSecondFactor'> {
  return {
    userId: user.id,
    accountId: account.id,
    username: account.username,
    email: user.email,
    locale: user.locale,
    idScheme: account.id_scheme === 1 ? 'numeric' : 'username',
    account,
    user,
  }
}

function rightsOf(
  user: Pick<UserRow, 'role_id'>,
  roles: readonly RoleRow[],
): Pick<Member, 'role' | 'permissions'> {
  const everyone = roles.find((role) => role.id === EVERYONE_ROLE_ID)
  const own = roles.find((role) => role.id === user.role_id && role.id !== EVERYONE_ROLE_ID)
  return {
    role:
      own === undefined
        ? { id: EVERYONE_ROLE_ID, name: '', position: EVERYONE_POSITION }
        : { id: own.id, name: own.name, position: own.position },
    permissions: effectivePermissions(
      BigInt(everyone?.permissions ?? EVERYONE_PERMISSIONS),
      BigInt(own?.permissions ?? 0),
    ),
  }
}
