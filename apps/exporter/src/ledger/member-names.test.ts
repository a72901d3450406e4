/** Members are found by a part of their name or address, through the index as by reading all rows. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { searchUsers, updateEmail } from '../mastodon/users.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { connectDatabase } from '../database.ts'
import { databaseSettings } from '../testing/ledger.ts'
import { Ledger } from './ledger.ts'
import { MemberNames } from './member-names.ts'

let postgres: TestPostgres
let db: ReturnType<typeof connectDatabase>
let ledger: Ledger
const errors: unknown[] = []
beforeAll(async () => {
  postgres = await startTestPostgres()
  db = connectDatabase(databaseSettings(postgres.url))
  ledger = new Ledger(db)
  await ledger.migrate()
})
afterAll(async () => {
  await db.destroy()
  await postgres.stop()
  expect(errors).toEqual([])
})
beforeEach(async () => {
  await sql`TRUNCATE users, accounts, howdah.exports, howdah.member_names CASCADE`.execute(db)
  await sql`UPDATE howdah.member_names_state
    SET done_at = NULL, up_to = 0, claimed_until = NULL`.execute(db)
})

const names = (): MemberNames => new MemberNames({ db, onError: (error) => errors.push(error) })

/** Members with these ids, of these names, "Ada%_x" and the like. */
async function join(from: number, to: number, name: string): Promise<void> {
  await sql`INSERT INTO accounts (id, username, public_key, created_at, updated_at)
    SELECT 100000 + n, ${name}::text || n, 'KEY', now(), now() FROM generate_series(${from}::int, ${to}::int) n`.execute(
    db,
  )
  await sql`INSERT INTO users (id, email, account_id, created_at, updated_at)
    SELECT n, lower(${name}::text) || n || '@mail' || n % 7 || '.example', 100000 + n, now(), now()
    FROM generate_series(${from}::int, ${to}::int) n`.execute(db)
}

async function indexed(): Promise<MemberNames> {
  const made = names()
  await made.refresh()
  return made
}

test('nothing is known before the first time; a search has the index made beside it', async () => {
  await join(1, 20, 'Ada')
  const index = names()
  expect(await index.find('ada1', { limit: 5 })).toBeNull()
  await index.settled()
  expect(await index.find('ada1', { limit: 5 })).toEqual(['19', '18', '17', '16', '15'])
})

test.each([
  'ada12',
  '@ADA1',
  'a1',
  '2',
  '3.EXAMPLE',
  '_',
  '%',
  '_1',
  'ada1 ',
  'x y',
  'nobody',
  '17',
  'ä',
])('the index finds of “%s” what reading all rows finds, page by page', async (search) => {
  await join(1, 150, 'Ada')
  await join(151, 180, 'b_1%')
  const index = await indexed()
  await join(181, 190, 'Ada')
  for (let after: string | null = null, pages = 0; ; pages += 1) {
    const options = { search, after, limit: 20 }
    const among = await index.find(search, { limit: 21, before: after })
    expect(among).not.toBeNull()
    const found = await searchUsers(db, { ...options, among })
    expect(found).toEqual(await searchUsers(db, options))
    after = found.next
    if (after === null || pages > 20) break
  }
})

test('a part that very many have is read from the newest on, one that old members have is found', async () => {
  await join(1, 1_100, 'old')
  await join(1_101, 5_200, 'new')
  const index = await indexed()
  expect(await index.find('old', { limit: 3 })).toEqual(['1100', '1099', '1098'])
  expect(await index.find('old77', { limit: 3 })).toEqual(['779', '778', '777'])
  expect(await index.find('example', { limit: 2 })).toEqual(['5200', '5199'])
})

test('it follows Mastodon, and shows nobody under what they are no longer called', async () => {
  await join(1, 12_000, 'ada')
  const index = await indexed()
  await sql`DELETE FROM users WHERE id IN (5, 12000)`.execute(db)
  await updateEmail(db, '7', 'grace@hopper.example')
  const search = 'ada7@'
  const among = await index.find(search, { limit: 21 })
  expect((await searchUsers(db, { search, after: null, limit: 20, among })).users).toEqual([])
  expect(await index.find('hopper', { limit: 5 })).toEqual([])
  await index.note('7')
  expect(await index.find('hopper', { limit: 5 })).toEqual(['7'])
  await sql`UPDATE users SET email = 'alan@turing.example' WHERE id = 11000`.execute(db)
  await index.refresh()
  expect(await index.find('turing', { limit: 5 })).toEqual(['11000'])
  expect(await index.find('ada5@', { limit: 5 })).toEqual([])
  const { rows } = await sql`SELECT count(*)::int AS n FROM howdah.member_names`.execute(db)
  expect(rows).toEqual([{ n: 11_998 }])
})

test('after an hour it is not trusted, and the upkeep keeps it from growing old', async () => {
  await join(1, 3, 'ada')
  const index = await indexed()
  const age = (minutes: number) =>
    sql`UPDATE howdah.member_names_state
      SET done_at = now() - make_interval(mins => ${minutes}::int)`.execute(db)
  await age(61)
  expect(await index.find('ada', { limit: 5 })).toBeNull()
  await index.settled()
  expect(await index.find('ada', { limit: 5 })).toHaveLength(3)
  await age(20)
  await sql`DELETE FROM users WHERE id = 2`.execute(db)
  await index.keepUp()
  expect(await index.find('ada', { limit: 5 })).toEqual(['3', '1'])
})

test('two processes do not do the same, and one that died does not keep others from it', async () => {
  await join(1, 3, 'ada')
  await sql`UPDATE howdah.member_names_state SET claimed_until = now() + interval '1 minute'`.execute(
    db,
  )
  await names().refresh()
  const index = names()
  expect(await index.find('ada', { limit: 5 })).toBeNull()
  await index.settled()
  await sql`UPDATE howdah.member_names_state SET claimed_until = now() - interval '1 second'`.execute(
    db,
  )
  await Promise.all([names().refresh(), names().refresh()])
  expect(await names().find('ada', { limit: 5 })).toHaveLength(3)
})

test('the schedule is searched through it, with numbers where few members fit', async () => {
  await join(1, 450, 'ada')
  await sql`INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by)
    SELECT n, n, 'ada' || n, 'backup', CASE WHEN n % 2 = 0 THEN 'failed' ELSE 'done' END, 'member'
    FROM generate_series(1, 450) n`.execute(db)
  await sql`INSERT INTO howdah.exports (user_id, account_id, username, type, state, requested_by)
    VALUES (9999, 1, 'formerly', 'backup', 'expired', 'member')`.execute(db)
  const index = await indexed()
  for (const search of ['@ada44', 'formerly', 'former', '44@mail', '17', 'nobody']) {
    const page = await ledger.page({ search, limit: 100 }, index)
    expect(page, search).toEqual(await ledger.list({ search, limit: 100 }))
  }
  for (const search of ['ada', 'mail', 'a']) {
    const many = await ledger.page({ search, limit: 30, state: 'failed' }, index)
    expect(many).toMatchObject({ total: null, counts: null })
    const { exports, next } = await ledger.list({ search, limit: 30, state: 'failed' })
    expect(many).toMatchObject({ exports, next })
  }
})
