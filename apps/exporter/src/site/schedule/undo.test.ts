/** Deleting jobs in the console cancels their exports; putting the jobs back brings them back too. */
import { DeadSet, RetrySet, ScheduledSet } from '@howdah/engine/api'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { ExportRecord } from '../../ledger/types.ts'
import { findBackup } from '../../mastodon/backups.ts'
import { PEOPLE, type Person, startSiteWorld, type SiteWorld } from '../testing/site-world.ts'

vi.setConfig({ testTimeout: 60_000 })

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  await world.redis.call('FLUSHALL')
  await sql`UPDATE howdah.exports SET state = 'expired'`.execute(world.db)
})

const IN_AN_HOUR = Math.round(Date.now() / 1_000) + 3_600

/** An export of a person whose job lies in one of the sets. */
async function exportIn(set: 'schedule' | 'retry', person: Person): Promise<ExportRecord> {
  const { userId, username } = PEOPLE[person]
  const member = { userId, accountId: `${userId}00`, username }
  const runsAt = new Date(IN_AN_HOUR * 1_000)
  await world.deps.exports.request(member, 'backup', 'admin', { runsAt })
  if (set === 'retry') {
    await world.redis.call('RENAME', 'schedule', 'retry')
    await sql`UPDATE howdah.exports SET state = 'retrying', attempts = 1
      WHERE user_id = ${userId} AND state = 'scheduled'`.execute(world.db)
  }
  const row = await world.deps.ledger.active(userId, 'backup')
  if (row === null) throw new Error('The request was not taken.')
  return row
}

async function deleteJob(path: string, fields: Record<string, string>): Promise<string> {
  expect((await world.post(path, fields, 'owner')).status).toBe(303)
  const html = await (await world.get('/sidekiq/operations', 'owner')).text()
  const [operation = ''] = /\/sidekiq\/operations\/[0-9a-z]{10,}/.exec(html) ?? []
  return operation
}

/** Until the operation has ended, and the host was told of all of it. */
async function putBack(operation: string): Promise<void> {
  expect((await world.post(`${operation}/undo`, {}, 'operator')).status).toBe(303)
  await vi.waitFor(async () => {
    const html = await (await world.get(operation, 'operator')).text()
    expect(html).toContain('1 of 1 job put back')
    expect(html).toContain('Put back')
  }, 20_000)
}

it.each(['schedule', 'retry'] as const)('an export in %s is as it was', async (set) => {
  const before = await exportIn(set, 'ada')
  const entries = set === 'schedule' ? new ScheduledSet(world.redis) : new RetrySet(world.redis)
  const [entry] = (await entries.page({ limit: 1 })).entries
  const path = set === 'schedule' ? '/sidekiq/scheduled' : '/sidekiq/retries'
  const operation = await deleteJob(path, { do: `delete ${entry?.key}` })
  expect(await world.deps.ledger.get(before.id)).toMatchObject({ state: 'cancelled', runsAt: null })
  expect(await findBackup(world.db, before.backupId ?? '')).toBeNull()

  await putBack(operation)
  expect(await world.deps.ledger.get(before.id)).toMatchObject({
    state: before.state,
    runsAt: new Date(IN_AN_HOUR * 1_000),
    finishedAt: null,
    jid: before.jid,
    attempts: before.attempts,
  })
  expect(await findBackup(world.db, before.backupId ?? '')).toMatchObject({ processed: false })
  expect(await entries.size()).toBe(1)
  expect((await world.deps.ledger.events(before.id)).at(-1)).toMatchObject({
    actor: 'ops',
    action: 'restored',
  })
})

it('a member who asked again meanwhile keeps the new export, and only that', async () => {
  const before = await exportIn('schedule', 'ada')
  const [entry] = (await new ScheduledSet(world.redis).page({ limit: 1 })).entries
  const operation = await deleteJob('/sidekiq/scheduled', { do: `delete ${entry?.key}` })
  const after = await exportIn('schedule', 'ada')
  await putBack(operation)
  expect(await new ScheduledSet(world.redis).size()).toBe(2)
  expect(await world.deps.ledger.get(before.id)).toMatchObject({ state: 'cancelled' })
  expect(await world.deps.ledger.active(PEOPLE.ada.userId, 'backup')).toMatchObject({
    id: after.id,
  })
})

it('what was cancelled for another reason stays cancelled', async () => {
  const row = await exportIn('schedule', 'bob')
  const [entry] = (await new ScheduledSet(world.redis).page({ limit: 1 })).entries
  await world.deps.ledger.cancel(row.id, 'member')
  const operation = await deleteJob('/sidekiq/scheduled', { do: `delete ${entry?.key}` })
  await putBack(operation)
  expect(await new ScheduledSet(world.redis).size()).toBe(1)
  expect(await world.deps.ledger.get(row.id)).toMatchObject({ state: 'cancelled' })
  expect(await new DeadSet(world.redis).size()).toBe(0)
})
