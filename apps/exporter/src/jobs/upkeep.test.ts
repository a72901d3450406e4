import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Launcher } from '@howdah/engine/server'
import { Queue, ScheduledSet } from '@howdah/engine/api'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ExportRecord } from '../ledger/types.ts'
import { listMail } from '../mail/mailbox.ts'
import type { Mailer } from '../mail/mailer.ts'
import { backupStorageKey, findBackup, insertBackup } from '../mastodon/backups.ts'
import type { Member } from '../mastodon/members.ts'
import type { Services } from '../services.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'
import { newLauncher } from '../testing/launcher.ts'
import { sweep } from './sweep.ts'
import { Upkeep } from './upkeep.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const DAY_MS = 86_400_000

let home: ExportHome
let ada: Member
const launchers: Launcher[] = []
beforeAll(async () => {
  home = await startExportHome()
  ada = await home.addMember('ada', { posts: 2 })
})
afterAll(() => home.stop())
beforeEach(() => home.reset())
afterEach(async () => {
  await Promise.all(launchers.splice(0).map((launcher) => launcher.stop()))
})

async function work(services: Services = home.services): Promise<void> {
  const launcher = newLauncher(services, { pollIntervalAverageSeconds: 1 })
  launchers.push(launcher)
  await launcher.start()
}

async function made(services: Services = home.services): Promise<ExportRecord> {
  const result = await services.exports.request(ada, 'backup', 'root')
  if (result.kind !== 'accepted') throw new Error(`was ${result.kind}`)
  await work(services)
  await expect
    .poll(async () => (await home.services.ledger.get(result.export.id))?.state, {
      timeout: 30_000,
    })
    .toBe('done')
  const record = await home.services.ledger.get(result.export.id)
  if (record === null) throw new Error('gone')
  return record
}

function pathOf(record: ExportRecord): string {
  return join(home.services.config.media.root, record.storageKey ?? '')
}

test('an archive is deleted by its job when its time is over', async () => {
  const record = await made()
  expect(existsSync(pathOf(record))).toBe(true)
  const scheduled = new ScheduledSet(home.services.redis)
  await expect.poll(() => scheduled.size(), { timeout: 30_000 }).toBe(1)
  const [entry] = (await scheduled.page({ limit: 1 })).entries
  expect(entry?.at).toEqual(record.expiresAt)
  await sql`UPDATE howdah.exports SET expires_at = now()`.execute(home.services.db)
  await scheduled.enqueueAll()
  await expect
    .poll(async () => (await home.services.ledger.get(record.id))?.state, { timeout: 30_000 })
    .toBe('expired')
  expect(existsSync(pathOf(record))).toBe(false)
  expect(await findBackup(home.services.db, record.backupId ?? '')).toBeNull()
})

test('an archive whose job was lost is deleted by the upkeep', async () => {
  const record = await made()
  await home.services.redis.call('DEL', 'schedule')
  const upkeep = new Upkeep(home.services)
  await upkeep.turn()
  expect(existsSync(pathOf(record))).toBe(true)
  await upkeep.turn(new Date(Date.now() + 8 * DAY_MS))
  expect(existsSync(pathOf(record))).toBe(false)
  expect((await home.services.ledger.get(record.id))?.state).toBe('expired')
  expect((await home.services.ledger.events(record.id)).at(-1)).toMatchObject({
    actor: 'howdah',
    action: 'expired',
  })
})

test('only the newest archive of a member stays, as in Mastodon', async () => {
  const first = await made()
  const foreign = await insertBackup(home.services.db, ada.userId)
  const second = await made()
  await expect.poll(() => existsSync(pathOf(first)), { timeout: 30_000 }).toBe(false)
  expect(existsSync(pathOf(second))).toBe(true)
  await expect.poll(() => findBackup(home.services.db, foreign)).toBeNull()
  await expect.poll(async () => (await home.services.ledger.get(first.id))?.state).toBe('expired')
})

/** The mail is written first, then noted; only what is noted can be taken back by a test. */
async function isTold(id: string): Promise<boolean> {
  const { rows } = await sql<{ is_told: boolean }>`
    SELECT mailed_at IS NOT NULL AS is_told FROM howdah.exports WHERE id = ${id}`.execute(
    home.services.db,
  )
  return rows[0]?.is_told ?? false
}

test('a member whom a crash kept from being told is told by a job', async () => {
  const record = await made()
  const { mailDirectory } = home.services.config
  await expect.poll(() => isTold(record.id), { timeout: 30_000 }).toBe(true)
  const before = (await listMail(mailDirectory)).length
  await sql`UPDATE howdah.exports SET mailed_at = NULL, finished_at = now() - interval '10 minutes'`.execute(
    home.services.db,
  )
  await Promise.all([new Upkeep(home.services).turn(), new Upkeep(home.services).turn()])
  const scheduled = new ScheduledSet(home.services.redis)
  const mails = (await scheduled.page({ limit: 10 })).entries.filter(
    (entry) => entry.class === 'ExportMailWorker',
  )
  expect(mails).toHaveLength(1)
  expect(mails[0]?.args).toEqual([{ export_id: Number(record.id) }])
  await scheduled.enqueueAll()
  await expect
    .poll(async () => (await listMail(mailDirectory)).length, { timeout: 30_000 })
    .toBe(before + 1)
})

test('a mail that the server does not take becomes a job and does not fail the export', async () => {
  const mailer: Mailer = {
    send: () => Promise.reject(new Error('Greeting never received')),
    close: () => {},
  }
  const record = await made({ ...home.services, mailer })
  const scheduled = new ScheduledSet(home.services.redis)
  await expect
    .poll(async () => (await scheduled.page({ limit: 10 })).entries.map((entry) => entry.class), {
      timeout: 30_000,
    })
    .toContain('ExportMailWorker')
  expect(record).toMatchObject({ state: 'done', error: null })
})

test('a memorial account gets no mail', async () => {
  const { db, config } = home.services
  const before = (await listMail(config.mailDirectory)).length
  await db.updateTable('accounts').set({ memorial: true }).where('id', '=', ada.accountId).execute()
  const record = await made()
  await expect
    .poll(async () => {
      const { rows } = await sql<{ told: boolean }>`
        SELECT mailed_at IS NOT NULL AS told FROM howdah.exports WHERE id = ${record.id}`.execute(
        db,
      )
      return rows[0]?.told
    })
    .toBe(true)
  expect(await listMail(config.mailDirectory)).toHaveLength(before)
  await db
    .updateTable('accounts')
    .set({ memorial: false })
    .where('id', '=', ada.accountId)
    .execute()
})

test('what a crashed and cancelled run left is cleaned', async () => {
  const { ledger, storage, db } = home.services
  const { export: record } = await ledger.request({ ...ada, type: 'backup', requestedBy: 'member' })
  const run = await ledger.start(record.id, { jid: 'x', attempt: 1, worker: 'w' })
  const key = 'backups/dumps/000/000/007/original/archive-1.zip'
  const partial = await storage.create(key)
  await writeFile(partial.path, 'half')
  await partial.handle.close()
  await ledger.notePartial(record.id, run?.number ?? 0, key)
  await ledger.cancel(record.id, 'member')
  const upkeep = new Upkeep(home.services)
  await upkeep.turn()
  expect(existsSync(partial.path)).toBe(true)
  await sql`UPDATE howdah.exports SET finished_at = now() - interval '3 minutes'`.execute(db)
  await upkeep.turn()
  expect(existsSync(partial.path)).toBe(false)
})

test('what nobody names any more is removed after a day, and nothing else', async () => {
  const { ledger, storage, db } = home.services
  const put = async (key: string): Promise<string> => {
    await (await storage.create(key)).publish()
    return key
  }
  const half = async (key: string): Promise<string> => {
    await (await storage.create(key)).release()
    return key
  }
  const finished = await made()
  const over = await ledger.request({
    ...ada,
    type: 'backup',
    requestedBy: 'member',
    backupId: '17',
  })
  await ledger.cancel(over.export.id, 'member')
  const active = await ledger.request({ ...ada, type: 'backup', requestedBy: 'member' })
  const run = await ledger.start(active.export.id, { jid: 'x', attempt: 1, worker: 'w' })
  const inUse = await half('backups/dumps/000/000/018/original/archive-3.zip')
  await ledger.notePartial(active.export.id, run?.number ?? 0, inUse)
  const theirs = [
    // Mastodon's own, with its row and without: neither is ours.
    await put(backupStorageKey(await insertBackup(db, ada.userId), 'archive-1.zip')),
    await put('backups/dumps/000/000/999/original/archive-2.zip'),
    await put('backups/dumps/000/000/018/original/archive-3-part-2-of-3.zip'),
    finished.storageKey ?? '',
  ]
  const orphans = [
    await put('backups/dumps/000/000/017/original/archive-4.zip'),
    await put('backups/dumps/000/000/998/original/archive-5-part-2-of-3.zip'),
    await put('migration-6.zip'),
  ]
  const broken = [
    await half('backups/dumps/000/000/017/original/archive-7.zip'),
    await half('migration-8.zip'),
  ]
  expect(await sweep(home.services, new Date())).toEqual({ unfinished: [], files: [] })
  const swept = await sweep(home.services, new Date(Date.now() + DAY_MS + 60_000))
  expect(swept.unfinished.toSorted()).toEqual(broken)
  expect(swept.files.toSorted()).toEqual(orphans)
  for (const key of theirs) expect(await storage.stat(key), key).not.toBeNull()
  for (const key of orphans) expect(await storage.stat(key), key).toBeNull()
  const kept = await storage.reopen(inUse)
  expect(kept).not.toBeNull()
  await kept?.discard()
})

test('an export that was never pushed is built after all', async () => {
  const { ledger, redis, db } = home.services
  const { export: record } = await ledger.request({
    ...ada,
    type: 'migration',
    requestedBy: 'member',
  })
  await sql`UPDATE howdah.exports SET requested_at = now() - interval '1 minute'`.execute(db)
  await new Upkeep(home.services).turn()
  expect(await new Queue(redis, 'export').size()).toBe(1)
  await work()
  await expect
    .poll(async () => (await ledger.get(record.id))?.state, { timeout: 30_000 })
    .toBe('done')
})
