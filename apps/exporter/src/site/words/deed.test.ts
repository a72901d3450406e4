/** What was done is kept in English, and shown in the words of whoever reads it. */
import { readerFor, writeFor } from '@howdah/web/views'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SiteWorld, startSiteWorld } from '../testing/site-world.ts'
import { deedWords } from './deed.tsx'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

const inGerman = <T>(read: () => T): T => {
  const headers = { cookie: 'howdah_preferences=language=de' }
  return writeFor(readerFor(new Request('http://localhost/', { headers })), read)
}

async function page(path: string, language: string): Promise<string> {
  const cookie = `${await world.cookieOf('owner')}; howdah_preferences=language=${language}`
  return (await world.get(path, null, { cookie })).text()
}

describe('what was done', () => {
  it('is in the words of the reader, in the console too', () => {
    expect(deedWords('queued again')).toBe('queued again')
    expect(inGerman(() => deedWords('queued again'))).toBe('erneut eingereiht')
    expect(inGerman(() => deedWords('console: kill'))).toBe('hat Jobs aufgegeben')
    for (const strange of ['__proto__', 'console: constructor', 'danced', ''])
      expect(deedWords(strange)).toBeNull()
  })
  it('reads so in the audit and in its filter, which asks for what is kept', async () => {
    await world.deps.ledger.audit({ actor: 'admin', action: 'ended sessions' })
    await world.deps.ledger.audit({ actor: 'admin', action: 'did what <no> version knows' })
    const german = await page('/admin/audit', 'de')
    expect(german).toContain('>hat Sitzungen beendet</td>')
    expect(german).toContain('<option value="ended sessions">hat Sitzungen beendet</option>')
    expect(german).toContain('<bdi lang="en">did what &lt;no&gt; version knows</bdi>')
    const filtered = await page('/admin/audit?what=ended+sessions', 'de')
    expect(filtered.match(/<tr role="row" data-key/gu)).toHaveLength(1)
    expect(await page('/admin/audit', 'en')).toContain('>ended sessions</td>')
  })
  it('reads so on the page of an export', async () => {
    await world.post('/settings/export', { type: 'backup' }, 'ada')
    const row = await world.deps.ledger.active('42', 'backup')
    await world.post(`/sidekiq/exports/${row?.id}/cancel`, {}, 'owner')
    const german = await page(`/sidekiq/exports/${row?.id}`, 'de')
    expect(german).toContain('>angefordert</td>')
    expect(german).toContain('>abgebrochen</td>')
  })
  it('names the job of a member who is gone', async () => {
    await world.post('/settings/export', { type: 'backup' }, 'bob')
    await sql`update users set account_id = 4200 where id = 57`.execute(world.db)
    await sql`delete from users where id = 57`.execute(world.db)
    expect(await page('/sidekiq/queues/export', 'de')).toContain('Konto 57 (kein solches Mitglied)')
    expect(await page('/sidekiq/queues/export', 'en')).toContain('user 57 (no such member)')
  })
  it('knows every verb that was kept in this test', async () => {
    const { rows } = await sql<{ action: string }>`
      select action from howdah.audit union select action from howdah.export_events`.execute(
      world.db,
    )
    const unknown = rows.map(({ action }) => action).filter((action) => deedWords(action) === null)
    expect(unknown).toEqual(['did what <no> version knows'])
  })
})
