/** The people of the community: roles, members with their log-ins, and accounts elsewhere. */
import { utcTimestamp } from '../../mastodon/column-parsers.ts'
import { after, COMMUNITY_END, DAY_MS, HOUR_MS, MASTODON_4_5_SINCE } from './clock.ts'
import { PASSWORD_HASHES, PUBLIC_KEY } from './keys.ts'
import {
  MEMBER_PROFILES,
  type MemberProfile,
  REMOTE_BIOS,
  REMOTE_DOMAINS,
  REMOTE_NAMES,
} from './member-profiles.ts'
import type { Random } from './random.ts'
import { type NewRow, type Rows, stamps, timeId } from './rows.ts'

/** The domain of the sample server; nobody can own it. */
export const LOCAL_DOMAIN = 'example.social'

export interface Person {
  readonly id: string
  readonly username: string
  /** Null for members of this server. */
  readonly domain: string | null
  /** `ada` or `alba@harbor.example`: what follows `@` in a text. */
  readonly address: string
  /** Address of the actor; everything else of this person hangs off it. */
  readonly uri: string
  readonly url: string
  readonly isLocal: boolean
  readonly since: Date
  readonly locale: string
}

export interface People {
  readonly ada: Person
  readonly bob: Person
  readonly admin: Person
  /** Members who write: without Bob, and without those who may not. */
  readonly members: readonly Person[]
  readonly remotes: readonly Person[]
  readonly all: readonly Person[]
}

/** Ids of `user_roles`; the first is Mastodon's own number for everybody. */
const ROLES = { everyone: '-99', Moderator: '1', Admin: '2', Owner: '3' } as const

const bits = (...positions: readonly number[]): number =>
  positions.reduce((sum, position) => sum + 2 ** position, 0)

/** View the dashboard, audit log and feeds; manage users, reports and taxonomies. */
const MODERATOR = bits(3, 2, 20, 10, 4, 8)
/** All of that, and the rest but `view_devops` (1) and `administrator` (0). */
const ADMIN = MODERATOR + bits(18, 19, 5, 6, 7, 9, 12, 11, 13, 14, 15, 17)

export type AccountRow = NewRow<'accounts'>

/** What everybody is made with. */
export interface PeopleTools {
  readonly rows: Rows
  readonly random: Random
  /** More columns of a member's account: pictures, profile fields. */
  readonly decorate: (person: Person) => Partial<AccountRow>
}

/** Enters everybody. */
export function enterPeople(tools: PeopleTools): People {
  const { rows, random } = tools
  enterRoles(rows)
  const admin = enterMember(tools, ADMINISTRATOR, PASSWORD_HASHES.admin)
  const ada = enterMember(tools, ADA, PASSWORD_HASHES.ada)
  const bob = enterMember(tools, BOB, PASSWORD_HASHES.bob)
  const others = MEMBER_PROFILES.map((profile) => ({
    profile,
    person: enterMember(tools, profile, PASSWORD_HASHES.nobody),
  }))
  const silent = new Set(['suspended', 'disabled', 'unconfirmed'])
  const members = others
    .filter(({ profile }) => !silent.has(profile.standing ?? ''))
    .map(({ person }) => person)
  const remotes = REMOTE_NAMES.map((name, index) => enterRemote(rows, random, name, index))
  return {
    ada,
    bob,
    admin,
    members,
    remotes,
    all: [admin, ada, bob, ...others.map(({ person }) => person), ...remotes],
  }
}

/** Those whose account was there already. */
export function presentAt(people: readonly Person[], at: Date): Person[] {
  return people.filter((person) => person.since < at)
}

const ADMINISTRATOR: MemberProfile = {
  userId: 1,
  username: 'admin',
  displayName: 'Marit, who runs example.social',
  bio: 'Questions about the server? Ask me. Backups: daily. Coffee: also daily.',
  locale: 'en',
  since: '2022-11-04',
  role: 'Owner',
}

const ADA: MemberProfile = {
  userId: 42,
  username: 'ada',
  displayName: 'Ada :teapot:',
  bio:
    'I mend things with people on Saturdays. Bread, night trains, birds, small programs.\n\n' +
    'Ich schreibe auch auf Deutsch, y a veces en español. #repair #bread https://ada.example.org',
  locale: 'en',
  since: '2022-11-18',
}

const BOB: MemberProfile = {
  userId: 57,
  username: 'bob',
  displayName: 'Bob',
  bio: '',
  locale: 'en',
  since: '2026-11-21',
}

function enterRoles(rows: Rows): void {
  const at = new Date('2022-11-04T09:00:00Z')
  const add = (id: string, name: string, position: number, permissions: number): void =>
    rows.add('user_roles', {
      id,
      name,
      position,
      permissions: String(permissions),
      color: '',
      highlighted: id !== ROLES.everyone,
      ...stamps(at),
    })
  add(ROLES.everyone, '', -1, bits(16))
  add(ROLES.Moderator, 'Moderator', 10, MODERATOR)
  add(ROLES.Admin, 'Admin', 100, ADMIN)
  add(ROLES.Owner, 'Owner', 1000, bits(0))
}

function enterMember(
  { rows, random, decorate }: PeopleTools,
  profile: MemberProfile,
  passwordHash: string,
): Person {
  const since = after(new Date(`${profile.since}T09:00:00Z`), random.below(10 * HOUR_MS))
  const id = timeId(since, random.below(65_536))
  const isNumeric = since >= MASTODON_4_5_SINCE
  const { username, locale } = profile
  const path = isNumeric ? `ap/users/${id}` : `users/${username}`
  const person: Person = {
    id,
    username,
    domain: null,
    address: username,
    uri: `https://${LOCAL_DOMAIN}/${path}`,
    url: `https://${LOCAL_DOMAIN}/@${username}`,
    isLocal: true,
    since,
    locale,
  }
  rows.add('accounts', { ...memberAccount(person, profile, isNumeric), ...decorate(person) })
  rows.add('users', memberUser(random, person, profile, passwordHash))
  return person
}

function memberAccount(person: Person, profile: MemberProfile, isNumeric: boolean): AccountRow {
  const isSuspended = profile.standing === 'suspended'
  return {
    id: person.id,
    username: person.username,
    display_name: profile.displayName,
    note: profile.bio,
    // Members have none stored; it is made from the name or number when it is asked for.
    uri: '',
    public_key: PUBLIC_KEY,
    id_scheme: isNumeric ? 1 : 0,
    locked: profile.standing === 'locked',
    discoverable: profile.username !== 'bob',
    indexable: profile.username === 'ada',
    suspended_at: isSuspended ? utcTimestamp(after(COMMUNITY_END, -30 * DAY_MS)) : null,
    suspension_origin: isSuspended ? 0 : null,
    ...stamps(person.since),
  }
}

function memberUser(
  random: Random,
  person: Person,
  profile: MemberProfile,
  passwordHash: string,
): NewRow<'users'> {
  const isConfirmed = profile.standing !== 'unconfirmed'
  const lastSeen = after(COMMUNITY_END, -random.below(9 * DAY_MS))
  return {
    id: String(profile.userId),
    account_id: person.id,
    email: `${profile.username}@${LOCAL_DOMAIN}`,
    encrypted_password: passwordHash,
    locale: profile.locale,
    role_id: profile.role === undefined ? null : ROLES[profile.role],
    confirmed_at: isConfirmed ? utcTimestamp(after(person.since, 5 * 60_000)) : null,
    current_sign_in_at: isConfirmed && profile.username !== 'bob' ? utcTimestamp(lastSeen) : null,
    sign_in_count: isConfirmed ? random.between(1, 90) : 0,
    disabled: profile.standing === 'disabled',
    otp_required_for_login: profile.standing === 'second-factor',
    settings: JSON.stringify({ default_privacy: 'public', default_language: profile.locale }),
    time_zone: 'Berlin',
    ...stamps(person.since),
  }
}

function enterRemote(rows: Rows, random: Random, name: string, index: number): Person {
  const domain = REMOTE_DOMAINS[index % REMOTE_DOMAINS.length] ?? 'moss.example'
  const since = after(new Date('2022-12-01T09:00:00Z'), random.below(700 * DAY_MS))
  const base = `https://${domain}`
  const uri = `${base}/users/${name}`
  const person: Person = {
    id: timeId(since, random.below(65_536)),
    username: name,
    domain,
    address: `${name}@${domain}`,
    uri,
    url: `${base}/@${name}`,
    isLocal: false,
    since,
    locale: 'en',
  }
  rows.add('accounts', {
    id: person.id,
    username: name,
    domain,
    uri,
    url: person.url,
    display_name: name.charAt(0).toUpperCase() + name.slice(1).replace('_', ' '),
    note: `<p>${REMOTE_BIOS[index % REMOTE_BIOS.length] ?? ''}</p>`,
    public_key: PUBLIC_KEY,
    protocol: 1,
    id_scheme: null,
    inbox_url: `${uri}/inbox`,
    outbox_url: `${uri}/outbox`,
    followers_url: `${uri}/followers`,
    following_url: `${uri}/following`,
    shared_inbox_url: `${base}/inbox`,
    ...stamps(since),
  })
  return person
}
