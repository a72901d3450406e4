/** Recurring exports, bulk requests and history: what the upkeep does with them, on real parts. */
import { Queue, ScheduledSet } from '@howdah/engine/api'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { addMonths, chooseRecurring, nextAfter, recurringOf } from '../ledger/recurring.ts'
import { writeSetting } from '../ledger/settings.ts'
import type { Member } from '../mastodon/members.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'
import { Upkeep } from './upkeep.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let home: ExportHome
let ada: Member
let bob: Member
beforeAll(async () => {
  home = await startExportHome()
  ada = await home.addMember('ada', { posts: 1 })
  bob = await home.addMember('bob', { posts: 1 })
  await sql`UPDATE users SET confirmed_at = now(), approved = true, current_sign_in_at = now()`.execute(
    home.services.db,
  )
})
afterAll(() => home.stop())
beforeEach(async () => {
  await home.reset()
  await sql`DELETE FROM howdah.recurring_exports`.execute(home.services.db)
})

const turn = (now?: Date): Promise<void> => new Upkeep(home.services).turn(now)

async function exportsOf(member: Member): Promise<readonly string[]> {
  return (await home.services.ledger.forMember(member.userId)).map((row) => row.state)
}

async function due(member: Member) {
  const [one] = await recurringOf(home.services.db, member.userId)
  if (one === undefined) throw new Error('not chosen')
  return one
}

const setLast = (state: string) =>
  sql`UPDATE howdah.exports SET state = ${state}, finished_at = now()`.execute(home.services.db)

test('a recurring export is made once when it is due, by whichever process, also after a long sleep', async () => {
  const begun = new Date(Date.now() - 100 * 86_400_000)
  await chooseRecurring(
    home.services.db,
    { userId: ada.userId, type: 'backup', everyMonths: 1 },
    begun,
  )
  expect((await due(ada)).nextAt).toEqual(addMonths(begun, 1))
  await Promise.all([turn(), turn(), turn()])
  expect(await exportsOf(ada)).toEqual(['pending'])
  const { nextAt } = await due(ada)
  expect(nextAt?.getTime()).toBeGreaterThan(Date.now())
  expect(nextAt).toEqual(nextAfter({ anchorAt: addMonths(begun, 1), everyMonths: 1 }, new Date()))
  await turn()
  expect(await exportsOf(ada)).toEqual(['pending'])
  // Where one is under way the next time is passed over.
  await turn(new Date((nextAt?.getTime() ?? 0) + 1_000))
  expect(await exportsOf(ada)).toEqual(['pending'])
})

test('a process that died between request and note makes no second export', async () => {
  await chooseRecurring(home.services.db, { userId: ada.userId, type: 'migration', everyMonths: 6 })
  await sql`UPDATE howdah.recurring_exports SET next_at = now() - interval '1 minute',
    claimed_until = now() - interval '1 second'`.execute(home.services.db)
  await home.services.exports.request(ada, 'migration', 'recurring')
  await setLast('done')
  await turn()
  expect(await exportsOf(ada)).toEqual(['done'])
  expect((await due(ada)).nextAt?.getTime()).toBeGreaterThan(Date.now())
})

test('a failure counts once, whoever asked for the export that served the time', async () => {
  const { db, exports, ledger } = home.services
  await chooseRecurring(db, { userId: ada.userId, type: 'migration', everyMonths: 1 })
  const comeDue = () =>
    sql`UPDATE howdah.recurring_exports SET next_at = now(), claimed_until = NULL`.execute(db)
  const soon = () => new Date(Date.now() + 1_000)
  await comeDue()
  await turn(soon())
  await setLast('failed')
  await exports.request(ada, 'migration', 'member')
  await comeDue()
  await turn(soon())
  const [newest] = await ledger.forMember(ada.userId)
  expect(await due(ada)).toMatchObject({ failures: 1, lastExportId: newest?.id })
  await setLast('done')
  await comeDue()
  await turn(soon())
  expect(await due(ada)).toMatchObject({ failures: 0 })
})

test('it is without media when the member wants it so, and may be changed', async () => {
  const { db, ledger } = home.services
  const choice = { userId: ada.userId, type: 'backup', everyMonths: 1 } as const
  await chooseRecurring(db, { ...choice, includesMedia: false })
  expect(await due(ada)).toMatchObject({ includesMedia: false })
  await sql`UPDATE howdah.recurring_exports SET next_at = now()`.execute(db)
  await turn(new Date(Date.now() + 1_000))
  expect(await ledger.forMember(ada.userId)).toMatchObject([{ includesMedia: false }])
  await chooseRecurring(db, choice)
  expect(await due(ada)).toMatchObject({ includesMedia: true })
})

test('it ends after three failures, and with the account', async () => {
  await chooseRecurring(home.services.db, { userId: ada.userId, type: 'backup', everyMonths: 2 })
  for (let n = 0; n < 3; n += 1) {
    await sql`UPDATE howdah.recurring_exports SET next_at = now()`.execute(home.services.db)
    await turn(new Date(Date.now() + 1_000))
    await setLast('failed')
  }
  await sql`UPDATE howdah.recurring_exports SET next_at = now()`.execute(home.services.db)
  await turn(new Date(Date.now() + 1_000))
  expect(await due(ada)).toMatchObject({ nextAt: null, endedReason: 'failures' })
  expect(await exportsOf(ada)).toHaveLength(3)
  await chooseRecurring(home.services.db, { userId: bob.userId, type: 'backup', everyMonths: 1 })
  await sql`UPDATE howdah.recurring_exports SET next_at = now() WHERE user_id = ${bob.userId}`.execute(
    home.services.db,
  )
  await sql`UPDATE accounts SET suspended_at = now() WHERE id = ${bob.accountId}`.execute(
    home.services.db,
  )
  await turn(new Date(Date.now() + 1_000))
  await sql`UPDATE accounts SET suspended_at = NULL`.execute(home.services.db)
  expect(await due(bob)).toMatchObject({ nextAt: null, endedReason: 'suspended' })
  expect(await exportsOf(bob)).toEqual([])
})

test('months are counted from the first time, whatever their length', () => {
  const anchorAt = new Date('2026-08-31T10:00:00Z')
  const after = (text: string) =>
    nextAfter({ anchorAt, everyMonths: 1 }, new Date(text)).toISOString()
  expect(after('2026-09-01T00:00:00Z')).toBe('2026-09-30T10:00:00.000Z')
  expect(after('2026-10-01T00:00:00Z')).toBe('2026-10-31T10:00:00.000Z')
  expect(after('2027-02-01T00:00:00Z')).toBe('2027-02-28T10:00:00.000Z')
})

test('one request for thousands is entered at once, spread, with a reason, and may be repeated', async () => {
  const { db, bulk, redis, ledger } = home.services
  await sql`INSERT INTO accounts (id, username, created_at, updated_at)
    SELECT 900000 + n, 'm' || n, now(), now() FROM generate_series(1, 3000) n`.execute(db)
  await sql`INSERT INTO users (id, email, account_id, confirmed_at, approved, created_at, updated_at, current_sign_in_at)
    SELECT 900000 + n, 'm' || n || '@example.social', 900000 + n, now(), true, now(), now(),
      CASE WHEN n <= 2500 THEN now() END FROM generate_series(1, 3000) n`.execute(db)
  await home.services.exports.request(ada, 'backup', 'member')
  const wish = {
    type: 'backup' as const,
    includesMedia: true,
    by: 'root',
    reason: 'We close on 1 March.',
    filter: { activeWithinDays: 30, includesSuspended: false },
    spreadSeconds: 36_000,
  }
  expect(await bulk.count(wish.filter)).toBe(2_502)
  const result = await bulk.request(wish)
  expect(result).toMatchObject({ matching: 2_502, requested: 2_501, passedOver: 1 })
  const span = (result.lastAt?.getTime() ?? 0) - (result.firstAt?.getTime() ?? 0)
  expect(span / 36_000_000).toBeGreaterThan(0.99)
  expect(await new ScheduledSet(redis).size()).toBeGreaterThanOrEqual(2_500)
  expect(await new Queue(redis, 'export').size()).toBeLessThanOrEqual(2)
  expect(await bulk.request(wish)).toMatchObject({ requested: 0, passedOver: 2_502 })
  const [, first] = await ledger.auditLog({ actor: 'root', result: 'done', limit: 2 })
  expect(first).toMatchObject({
    action: 'requested a backup for many',
    target: 'members active in the last 30 days',
    reason: 'We close on 1 March.',
    detail: '2501 requested, 1 had one',
  })
  const [record] = await ledger.first({ state: 'scheduled', sort: 'next', limit: 1 })
  const { entries } = await new ScheduledSet(redis).page({ limit: 1 })
  expect(entries[0]?.args).toMatchObject([{ type: 'backup' }])
  expect(record).toMatchObject({ lane: 'bulk', waitsFor: 'turn', reason: 'We close on 1 March.' })
  await turn()
  expect((await ledger.countStates()).stuck).toBe(0)
})

test('many archives are made without media, and are smaller by them', async () => {
  const { db, bulk, ledger } = home.services
  await sql`INSERT INTO media_attachments (account_id, status_id, file_file_name, file_file_size,
      type, created_at, updated_at)
    SELECT ${bob.accountId}, min(id), 'a.png', 5000000, 0, now(), now() FROM statuses
    WHERE account_id = ${bob.accountId}`.execute(db)
  const filter = { activeWithinDays: null, includesSuspended: false }
  const wish = { type: 'backup', by: 'root', reason: 'R.', filter, spreadSeconds: 60 } as const
  const small = await bulk.request({ ...wish, includesMedia: false })
  const asked = await ledger.active(bob.userId, 'backup')
  expect(asked).toMatchObject({ includesMedia: false, lane: 'bulk' })
  expect(asked?.estimatedBytes).toBeLessThan(5_000_000)
  expect(await ledger.auditLog({ actor: 'root', limit: 1 })).toMatchObject([
    { action: 'requested a backup without media for many' },
  ])
  await home.reset()
  const whole = await bulk.request({ ...wish, includesMedia: true })
  expect(whole.estimatedBytes - small.estimatedBytes).toBe(5_000_000)
  expect(await ledger.active(bob.userId, 'backup')).toMatchObject({ includesMedia: true })
  await sql`DELETE FROM media_attachments`.execute(db)
})

test('what ended long ago is forgotten where somebody wants that, and the audit says so', async () => {
  const { db, ledger, exports } = home.services
  const result = await exports.request(ada, 'migration', 'root')
  if (result.kind !== 'accepted') throw new Error(result.kind)
  await exports.cancel(result.export.id, 'root')
  const later = new Date(Date.now() + 40 * 86_400_000)
  await turn(later)
  expect(await ledger.get(result.export.id)).not.toBeNull()
  await writeSetting(db, 'history-days', { value: 30, by: 'root' })
  await turn(later)
  expect(await ledger.get(result.export.id)).toBeNull()
  expect(await ledger.auditLog({ actor: 'howdah', limit: 1 })).toMatchObject([
    { action: 'forgot old exports' },
  ])
})
