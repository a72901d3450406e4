import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestLedger, type TestLedger } from '../testing/ledger.ts'

let home: TestLedger
beforeAll(async () => {
  home = await startTestLedger()
})
afterAll(() => home.stop())

test('the next hours are counted whole, the overdue ones now, and the first few are named', async () => {
  const now = new Date()
  const at = (minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString()
  let user = 0
  const add = (state: string, runsAt: string | null) =>
    sql`INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by, runs_at)
      VALUES (${(user += 1)}, 1, ${`m${user}`}, 'backup', ${state}, 'member', ${runsAt})`.execute(
      home.db,
    )
  await add('scheduled', at(-90))
  await add('retrying', at(10))
  for (let n = 0; n < 120; n += 1) await add('scheduled', at(90))
  await add('scheduled', at(23 * 60 + 5))
  await add('scheduled', at(48 * 60))
  await add('pending', null)
  const { hours, first } = await home.ledger.upcoming(now)
  expect(hours).toHaveLength(24)
  expect(hours[0]).toEqual({ scheduled: 1, retrying: 1 })
  expect(hours[1]).toEqual({ scheduled: 120, retrying: 0 })
  expect(hours[23]).toEqual({ scheduled: 1, retrying: 0 })
  expect(hours.reduce((sum, { scheduled, retrying }) => sum + scheduled + retrying, 0)).toBe(123)
  expect(first.map(({ username }) => username)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6'])
  await sql`DELETE FROM howdah.exports WHERE runs_at < ${at(24 * 60)}::timestamptz`.execute(home.db)
  expect((await home.ledger.upcoming(now)).first).toEqual([])
})
