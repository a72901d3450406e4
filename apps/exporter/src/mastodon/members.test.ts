import { hash } from 'bcryptjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addAccount, addMember, MOMENT } from '../testing/community.ts'
import { openDatabase, type OpenDatabase } from '../testing/open-database.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import {
  backupStorageKey,
  completeBackup,
  destroyBackup,
  findBackup,
  insertBackup,
  otherBackupsOf,
} from './backups.ts'
import { can, findMember, verifyPassword } from './members.ts'
import { ALL_PERMISSIONS, PERMISSIONS } from './permissions.ts'
import { readBackupRetentionDays } from './settings.ts'
import { findUser, namesOfBackups, namesOfUsers, searchUsers, updateEmail } from './users.ts'

const AT = { created_at: MOMENT, updated_at: MOMENT }

let postgres: TestPostgres
let open: OpenDatabase
beforeAll(async () => {
  postgres = await startTestPostgres()
  open = openDatabase(postgres.url)
  await open.db
    .insertInto('user_roles')
    .values([
      { ...AT, id: '-99', permissions: '65536' },
      {
        ...AT,
        id: '1',
        name: 'Moderator',
        position: 10,
        permissions: String(PERMISSIONS.view_dashboard),
      },
      { ...AT, id: '3', name: 'Owner', position: 1000, permissions: '1' },
    ])
    .execute()
})
afterAll(async () => {
  await open.close()
  await postgres.stop()
})

describe('a member', () => {
  test('is found by id, name and address, whatever the case, and only on this server', async () => {
    const { user } = await addMember(open.db, { username: 'Ada' }, { email: 'ada@example.social' })
    await addAccount(open.db, { username: 'remote', domain: 'r.example' })
    for (const by of [
      { userId: user.id },
      { username: 'aDA' },
      { email: ' ADA@example.social ' },
    ]) {
      expect((await findMember(open.db, by))?.userId).toBe(user.id)
    }
    for (const by of [
      { userId: '0' },
      { userId: 'x' },
      { userId: '99999999999999999999' },
      { username: 'remote' },
    ]) {
      expect(await findMember(open.db, by)).toBeNull()
    }
  })

  test('has everybody’s permissions and those of the role; an administrator has all', async () => {
    await addMember(open.db, { username: 'mod' }, { role_id: '1' })
    await addMember(open.db, { username: 'owner' }, { role_id: '3' })
    await addMember(open.db, { username: 'nobody' })
    const [mod, owner, nobody] = await Promise.all(
      ['mod', 'owner', 'nobody'].map((username) => findMember(open.db, { username })),
    )
    expect(mod?.permissions).toBe(PERMISSIONS.view_dashboard | PERMISSIONS.invite_users)
    expect(mod?.role).toEqual({ id: '1', name: 'Moderator', position: 10 })
    expect(owner?.permissions).toBe(ALL_PERMISSIONS)
    expect(can(owner?.permissions ?? 0n, 'view_devops')).toBe(true)
    expect(nobody?.permissions).toBe(PERMISSIONS.invite_users)
    expect(nobody?.role.position).toBe(-1)
  })

  test('reads timestamps as UTC', async () => {
    const { user } = await addMember(open.db, { username: 'utc' })
    const member = await findMember(open.db, { userId: user.id })
    expect(member?.user.created_at.toISOString()).toBe('2025-03-04T05:06:07.890Z')
  })
})

describe('a password', () => {
  test('is right or wrong, also for a suspended, disabled or unconfirmed member', async () => {
    const encrypted_password = (await hash('correct horse', 4)).replace('$2b$', '$2a$')
    await addMember(
      open.db,
      { username: 'frozen', suspended_at: MOMENT },
      { encrypted_password, disabled: true, confirmed_at: null },
    )
    const member = await findMember(open.db, { username: 'frozen' })
    expect(await verifyPassword(member, 'correct horse')).toEqual({ kind: 'right' })
    expect(await verifyPassword(member, 'correct hors')).toEqual({ kind: 'wrong' })
  })

  test('alone is not enough with one-time codes or a security key', async () => {
    const encrypted_password = await hash('pw', 4)
    await addMember(
      open.db,
      { username: 'otp' },
      { encrypted_password, otp_required_for_login: true },
    )
    const { user } = await addMember(open.db, { username: 'key' }, { encrypted_password })
    await open.db
      .insertInto('webauthn_credentials')
      .values({ ...AT, user_id: user.id, external_id: 'x', public_key: 'x', nickname: 'x' })
      .execute()
    for (const username of ['otp', 'key']) {
      const member = await findMember(open.db, { username })
      expect(await verifyPassword(member, 'pw')).toEqual({ kind: 'second-factor' })
      expect(await verifyPassword(member, 'no')).toEqual({ kind: 'wrong' })
    }
  })

  test('is wrong without a member, without a hash, and beyond what bcrypt reads', async () => {
    await addMember(open.db, { username: 'ldap' })
    await addMember(
      open.db,
      { username: 'long' },
      { encrypted_password: await hash('x'.repeat(72), 4) },
    )
    const [ldap, long] = await Promise.all(
      ['ldap', 'long'].map((username) => findMember(open.db, { username })),
    )
    expect(await verifyPassword(null, '')).toEqual({ kind: 'wrong' })
    expect(await verifyPassword(ldap ?? null, '')).toEqual({ kind: 'wrong' })
    expect(await verifyPassword(long ?? null, 'x'.repeat(73))).toEqual({ kind: 'wrong' })
    expect(await verifyPassword(long ?? null, 'x'.repeat(72))).toEqual({ kind: 'right' })
  })
})

describe('users', () => {
  test('are listed newest first in pages, and searched by part of name or address, or by id', async () => {
    const ids: string[] = []
    for (const username of ['list_a', 'list_b', 'listxb']) {
      ids.unshift((await addMember(open.db, { username }, { role_id: '1' })).user.id)
    }
    const first = await searchUsers(open.db, { search: 'LIST', after: null, limit: 2 })
    expect(first.users.map((user) => user.userId)).toEqual(ids.slice(0, 2))
    expect(first.users[0]).toMatchObject({ roleName: 'Moderator', isSuspended: false })
    const second = await searchUsers(open.db, { search: 'list', after: first.next, limit: 2 })
    expect(second).toMatchObject({ users: [{ userId: ids[2] }], next: null })
    // A wildcard of LIKE means itself.
    const exact = await searchUsers(open.db, { search: 'list_b', after: null, limit: 9 })
    expect(exact.users.map((user) => user.username)).toEqual(['list_b'])
    const byId = await searchUsers(open.db, { search: ids[0]!, after: null, limit: 9 })
    expect(byId.users.map((user) => user.userId)).toContain(ids[0])
    expect(
      await searchUsers(open.db, { search: 't_a@example.social', after: null, limit: 9 }),
    ).toMatchObject({
      users: [{ email: 'list_a@example.social' }],
    })
  })

  test('get a new address only when it is one and free', async () => {
    const { user } = await addMember(open.db, { username: 'mover' })
    await addMember(open.db, { username: 'holder' }, { email: 'held@example.com' })
    const change = async (email: string) => (await updateEmail(open.db, user.id, email)).kind
    expect(await change(' New@Example.COM ')).toBe('changed')
    expect((await findUser(open.db, user.id))?.email).toBe('new@example.com')
    expect(await change('new@example.com')).toBe('unchanged')
    expect(await change('HELD@example.com')).toBe('taken')
    for (const bad of [
      '',
      'x',
      'a@b',
      'a b@example.com',
      'a@b@example.com',
      '@example.com',
      'a@.com',
      'a@x..y',
    ]) {
      expect(await change(bad)).toBe('invalid')
    }
    expect((await updateEmail(open.db, '0', 'a@example.com')).kind).toBe('missing')
  })

  test('are named together, those of archives as well', async () => {
    const { user } = await addMember(open.db, { username: 'named' })
    const backupId = await insertBackup(open.db, user.id)
    expect(await namesOfUsers(open.db, [user.id, '0', 'x'])).toEqual(new Map([[user.id, 'named']]))
    expect(await namesOfBackups(open.db, [backupId])).toEqual(
      new Map([[backupId, { userId: user.id, username: 'named' }]]),
    )
    expect(await namesOfUsers(open.db, [])).toEqual(new Map())
  })
})

describe("Mastodon's own archives", () => {
  test('are added, finished, and their older ones found and destroyed', async () => {
    const { user } = await addMember(open.db, { username: 'archived' })
    const [older, newer] = [
      await insertBackup(open.db, user.id),
      await insertBackup(open.db, user.id),
    ]
    expect(await findBackup(open.db, newer)).toMatchObject({
      processed: false,
      dump_file_name: null,
    })
    const sizeBytes = 5_000_000_000
    expect(await completeBackup(open.db, newer, { fileName: 'archive-1-2.zip', sizeBytes })).toBe(
      true,
    )
    expect(await findBackup(open.db, newer)).toMatchObject({
      processed: true,
      dump_file_name: 'archive-1-2.zip',
      dump_content_type: 'application/zip',
      dump_file_size: '5000000000',
    })
    expect(backupStorageKey('22', 'archive-1-2.zip')).toBe(
      'backups/dumps/000/000/022/original/archive-1-2.zip',
    )
    expect((await otherBackupsOf(open.db, user.id, [newer])).map((row) => row.id)).toEqual([older])
    expect(await destroyBackup(open.db, older)).toBe(true)
    expect(await destroyBackup(open.db, older)).toBe(false)
    expect(await completeBackup(open.db, older, { fileName: 'x', sizeBytes: 1 })).toBe(false)
  })

  test.each([
    [undefined, 7],
    ['--- 7\n', 7],
    ['--- 30\n...\n', 30],
    ["--- '14'\n", 14],
    ['--- \n', null],
    ["--- ''\n", null],
    ['--- 0\n', null],
    ['--- -1\n', null],
  ])('are kept as the setting %j says: %j days', async (value, days) => {
    await open.db.deleteFrom('settings').execute()
    if (value !== undefined) {
      await open.db
        .insertInto('settings')
        .values({ var: 'backups_retention_period', value })
        .execute()
    }
    expect(await readBackupRetentionDays(open.db)).toBe(days)
  })
})
