import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { connectDatabase } from '../../database.ts'
import { grantsFor } from '../../mastodon/rights.ts'
import { findServerPrograms } from '../../testing/postgres-cluster.ts'
import { createSite } from '../site.tsx'
import { ORIGIN, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

const page = async (): Promise<string> =>
  (await (await world.get('/settings/imports', 'ada')).text()).replaceAll(/\s+/g, ' ')

it('leads to Mastodon’s import, and is a tab beside the export', async () => {
  const html = await page()
  expect(html).toContain('No imports in the last days')
  expect(html).toContain(`href="https://${world.deps.config.webDomain}/settings/imports"`)
  expect(html).toMatch(/href="\/settings\/imports" aria-current="page"/)
  const data = await (await world.get('/settings/export', 'ada')).text()
  expect(data).toContain('href="/settings/imports"')
})

it('shows how far the member’s own recent imports are', async () => {
  const accounts = await sql<{ id: string; username: string }>`
    SELECT accounts.id, username FROM accounts JOIN users ON users.account_id = accounts.id`.execute(
    world.db,
  )
  const idOf = (name: string): string =>
    accounts.rows.find(({ username }) => username === name)?.id ?? ''
  await sql`
    INSERT INTO bulk_imports (type, state, total_items, imported_items, processed_items, overwrite,
        account_id, created_at, updated_at)
    VALUES (0, 2, 1200, 1000, 1003, true, ${idOf('ada')}, now(), now()),
      (99, 99, 77777, 0, 0, false, ${idOf('ada')}, now(), now()),
      (1, 3, 88888, 9, 9, false, ${idOf('bob')}, now(), now())`.execute(world.db)
  const html = await page()
  expect(html).toMatch(/Following list ?<small[^>]*> overwrites<.*In progress.*1,000 \/ 1,200.*>3</)
  expect(html).toContain('not known here')
  expect(html).not.toContain('88,888')
})

it('shows the rest where the database refuses to show the imports', async (context) => {
  if (findServerPrograms() === null) context.skip('the embedded PostgreSQL has one role')
  await makePoorRole()
  const { database } = world.deps.config
  const url = new URL(database.url ?? '')
  url.username = 'without_imports'
  const db = connectDatabase({ ...database, url: url.href })
  onTestFinished(() => db.destroy())
  await expect(sql`SELECT id FROM bulk_imports`.execute(db)).rejects.toThrow('permission denied')
  const site = createSite({ ...world.deps, db })
  const headers = { cookie: await world.cookieOf('ada') }
  const response = await site.fetch(new Request(`${ORIGIN}/settings/imports`, { headers }))
  expect(response.status).toBe(200)
  const html = await response.text()
  expect(html).toContain('Recent imports cannot be read here')
  expect(html).not.toContain('No imports in the last days')
  expect(html).toContain(`href="https://${world.deps.config.webDomain}/settings/imports"`)
})

/** Has what Howdah needs but one right. */
async function makePoorRole(): Promise<void> {
  const role = 'without_imports'
  await sql`CREATE ROLE without_imports LOGIN`.execute(world.db)
  onTestFinished(async () => {
    await sql`DROP OWNED BY without_imports`.execute(world.db)
    await sql`DROP ROLE without_imports`.execute(world.db)
  })
  const grants = await grantsFor(world.db, role)
  for (const grant of grants) await sql.raw(grant).execute(world.db)
  await sql`GRANT USAGE ON SCHEMA howdah TO without_imports`.execute(world.db)
  await sql`GRANT ALL ON ALL TABLES IN SCHEMA howdah TO without_imports`.execute(world.db)
  await sql`REVOKE SELECT ON bulk_imports FROM without_imports`.execute(world.db)
}
