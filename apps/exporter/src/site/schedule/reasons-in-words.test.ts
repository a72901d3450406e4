/** Why an export failed and what its story says, in the language of who reads it. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diskTooSmall } from '../../jobs/errors.ts'
import { PEOPLE, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
let id: string
beforeAll(async () => {
  world = await startSiteWorld()
  const { ledger } = world.deps
  const outcome = await ledger.request({
    userId: PEOPLE.ada.userId,
    accountId: '4200',
    username: 'ada',
    type: 'backup',
    requestedBy: 'member',
  })
  id = outcome.export.id
  const run = await ledger.start(id, { jid: null, attempt: 1, worker: 'web-1:42' })
  const failure = diskTooSmall(
    {
      member: '@ada',
      stage: null,
      folder: '/srv/media',
      freeBytes: 48_200_000n,
      neededBytes: 3_100_000_000,
      statementTimeoutMs: 30_000,
      folderVariable: 'PAPERCLIP_ROOT_PATH',
    },
    null,
  )
  await ledger.failed(id, {
    run: run?.number ?? null,
    attempt: 1,
    error: failure.reason ?? failure.message,
    errorClass: failure.name,
    backtrace: [],
    stage: null,
    worker: 'web-1:42',
    retryAt: null,
  })
})
afterAll(() => world.stop())

async function page(path: string, language: string): Promise<string> {
  const cookie = `${await world.cookieOf('owner')}; howdah_preferences=language=${language}`
  return (await (await world.get(path, null, { cookie })).text()).replaceAll(/\s+/g, ' ')
}

const SAID = [
  ['en', 'The disk is full: 48.2 MB free in /srv/media', 'try 1 by web-1:42'],
  ['de', 'Die Platte ist voll: 48,2 MB frei in /srv/media', 'Versuch 1 durch web-1:42'],
  ['es', 'El disco está lleno: 48,2 MB libre en /srv/media', 'intento 1 por web-1:42'],
  ['ja', 'ディスクがいっぱいです。/srv/media の空き: 48.2 MB', '1 回目、web-1:42'],
  ['ar', 'القرص ممتلئ', 'المحاولة 1 بواسطة'],
] as const

test.each(SAID)(
  'in %s on the export’s own page, in its story and in the list',
  async (language, why, line) => {
    const own = (await page(`/sidekiq/exports/${id}`, language)).replaceAll('\u00a0', ' ')
    // What happens next, the try, and the last line of the story.
    expect(own.split(why)).toHaveLength(4)
    expect(own).toContain(line)
    expect((await page('/sidekiq/exports', language)).replaceAll('\u00a0', ' ')).toContain(why)
  },
)

test('the API and the row keep the sentence in English', async () => {
  const response = await world.get(`/api/v1/admin/exports/${id}`, 'owner')
  const json = (await response.json()) as { error: string }
  expect(json.error).toMatch(
    /^The disk is full: 48\.2 MB free in \/srv\/media; this archive needs about 3\.1 GB\./,
  )
  expect((await world.deps.ledger.get(id))?.error).toBe(json.error)
})

test('a row of before, and one of a worker of before, are shown as they were written', async () => {
  const old = 'The disk was full on Tuesday.'
  await sql`UPDATE howdah.exports SET error = ${old} WHERE id = ${id}`.execute(world.db)
  expect(await page('/sidekiq/exports', 'de')).toContain(old)
  await sql`UPDATE howdah.exports SET error_facts = NULL WHERE id = ${id}`.execute(world.db)
  expect(await page('/sidekiq/exports', 'de')).toContain(old)
})

test('the doctor names the newest failure in the reader’s language', async () => {
  const { ledger } = world.deps
  await ledger.requeue(id, { jid: 'a'.repeat(24), actor: 'root' })
  const run = await ledger.start(id, { jid: 'a'.repeat(24), attempt: 1, worker: 'web-1:42' })
  await ledger.failed(id, {
    run: run?.number ?? null,
    attempt: 1,
    error: { code: 'not-writable', folder: '/srv/media', error: 'EACCES' },
    errorClass: 'EACCES',
    backtrace: [],
    stage: null,
    worker: 'web-1:42',
    retryAt: null,
  })
  expect(await page('/admin/doctor?again', 'de')).toContain(
    'Das Archiv kann nicht nach /srv/media geschrieben werden (EACCES)',
  )
})

test('the audit says what was done to whom in the reader’s language, and is found by its own names', async () => {
  await world.deps.ledger.audit({
    actor: 'admin',
    action: 'requested a backup for many',
    target: 'members active in the last 30 days, suspended ones too',
    detail: { code: 'bulk', requested: 12, passedOver: 3 },
  })
  await world.deps.ledger.audit({
    actor: 'admin',
    action: 'console: retry',
    target: '@ada export 7 job 5f1c and 3 more',
  })
  await world.deps.ledger.cancel(id, 'admin')
  const german = await page('/admin/audit', 'de')
  expect(german).toContain('Mitglieder, die in den letzten 30 Tagen aktiv waren, auch gesperrte')
  expect(german).toContain('12 angefordert, 3 hatten schon einen')
  expect(german).toContain('@ada Export 7 Job 5f1c und 3 weitere')
  const english = await page('/admin/audit', 'en')
  expect(english).toContain('@ada export 7 job 5f1c and 3 more')
  expect(english).toContain('12 requested, 3 had one')
})
