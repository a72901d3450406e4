/** The webhook and the mails at the end of an export, with a real receiver, mail server and worker. */
import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Limits, RetrySet } from '@howdah/engine/api'
import type { Launcher } from '@howdah/engine/server'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { EXPORT_LIMIT_NAME } from '../ledger/export-queue.ts'
import { chooseMail } from '../ledger/choices.ts'
import { pushRequestNews } from '../ledger/news-queue.ts'
import { writeSetting } from '../ledger/settings.ts'
import { listMail } from '../mail/mailbox.ts'
import type { Member } from '../mastodon/members.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'
import { newLauncher } from '../testing/launcher.ts'
import { createJobs } from './definitions.ts'
import { sign } from './webhook.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const SECRET = 'a secret of at least 16 characters'

interface Delivery {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const deliveries: Delivery[] = []
const answers: number[] = []
let receiver: Server
let home: ExportHome
let ada: Member
let launcher: Launcher

beforeAll(async () => {
  receiver = createServer((request, response) => {
    void receive(request).then(() => response.writeHead(answers.shift() ?? 204).end())
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const { port } = receiver.address() as AddressInfo
  home = await startExportHome({
    EXPORT_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
    EXPORT_WEBHOOK_SECRET: SECRET,
  })
  ada = await home.addMember('ada', { posts: 2 })
  await sql`UPDATE users SET locale = 'de' WHERE id = ${ada.userId}`.execute(home.services.db)
  launcher = newLauncher(home.services, { pollIntervalAverageSeconds: 1 })
  await launcher.start()
})
afterAll(async () => {
  await launcher.stop()
  await home.stop()
  await new Promise((resolve) => receiver.close(resolve))
})
beforeEach(() => {
  deliveries.splice(0)
})

async function receive(request: IncomingMessage): Promise<void> {
  deliveries.push({ headers: request.headers, body: await text(request) })
}

async function made(reason?: string): Promise<string> {
  const { exports, ledger } = home.services
  const result = await exports.request(
    ada,
    'backup',
    'root',
    reason === undefined ? {} : { reason },
  )
  if (result.kind !== 'accepted') throw new Error(`was ${result.kind}`)
  const { id } = result.export
  await expect.poll(async () => (await ledger.get(id))?.state, { timeout: 30_000 }).toBe('done')
  return id
}

test('a finished export is told to the webhook, signed, and again until it is taken', async () => {
  answers.push(500)
  const id = await made('We close.')
  const { redis, config } = home.services
  await expect.poll(() => deliveries.length, { timeout: 20_000 }).toBe(1)
  const [first] = deliveries
  const [, seconds, signature] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(first?.headers['howdah-signature'])) ?? []
  expect(signature).toBe(sign(SECRET, Number(seconds), first?.body ?? ''))
  expect(first?.headers['howdah-event']).toBe('export.ready')
  expect(JSON.parse(first?.body ?? '')).toMatchObject({
    event: 'export.ready',
    export: {
      id,
      user_id: ada.userId,
      username: 'ada',
      state: 'done',
      requested_by: 'root',
      download_url: `http://127.0.0.1:3000/exports/${id}/download`,
      error: null,
    },
  })
  // The receiver's fault is the webhook's alone: its job waits for another try.
  const retries = new RetrySet(redis)
  await expect.poll(() => retries.size(), { timeout: 20_000 }).toBe(1)
  const [entry] = (await retries.page({ limit: 1 })).entries
  expect(entry?.errorMessage).toContain('The webhook answered 500')
  await retries.retryAll()
  await expect.poll(() => deliveries.length, { timeout: 20_000 }).toBe(2)
  expect(deliveries[1]?.body).toBe(first?.body)
  await expect
    .poll(async () => (await listMail(config.mailDirectory))[0]?.subject, { timeout: 20_000 })
    .toBe('Dein Archiv kann heruntergeladen werden')
})

test('all exports share one limit: one of a member at a time, whatever its type', async () => {
  const { redis } = home.services
  expect((await Limits.get(redis, EXPORT_LIMIT_NAME)).byCode).toEqual({ total: null, perKey: 1 })
  const jobs = createJobs({ services: home.services, worker: 'test:1' })
  const keys = jobs.flatMap(({ limit }) =>
    limit?.key === undefined ? [] : [limit.key([{ user_id: 42n }]), limit.key([99])],
  )
  // A job of Mastodon's own names no member, and only counts in all.
  expect(keys).toEqual(['42', '', '42', ''])
})

test('who wants no mail gets none, but hears what administrators ask for', async () => {
  const { db, ledger, redis, config } = home.services
  const before = (await listMail(config.mailDirectory)).length
  await chooseMail(db, ada.userId, false)
  const id = await made('We close.')
  await expect
    .poll(
      async () =>
        (
          await sql`SELECT 1 FROM howdah.exports WHERE id = ${id} AND mailed_at IS NOT NULL`.execute(
            db,
          )
        ).rows.length,
      { timeout: 20_000 },
    )
    .toBe(1)
  expect(await listMail(config.mailDirectory)).toHaveLength(before)
  await pushRequestNews(redis, 'export', id)
  await expect
    .poll(async () => (await listMail(config.mailDirectory))[0]?.subject, { timeout: 20_000 })
    .toBe('Für dich wurde ein Archiv angefordert')
  await chooseMail(db, ada.userId, true)
  expect((await ledger.get(id))?.reason).toBe('We close.')
})

test('archives are kept as long as the setting says, and no longer than Mastodon keeps them', async () => {
  const { db, ledger } = home.services
  const daysOf = async (id: string): Promise<number> => {
    const record = await ledger.get(id)
    return Math.round(((record?.expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000)
  }
  await writeSetting(ledger.db, 'retention-days', { value: 3, by: 'root' })
  expect(await daysOf(await made())).toBe(3)
  await sql`INSERT INTO settings (var, value, created_at, updated_at)
    VALUES ('backups_retention_period', E'--- 2\n', now(), now())`.execute(db)
  expect(await daysOf(await made())).toBe(2)
  await sql`UPDATE settings SET value = ''`.execute(db)
  await writeSetting(ledger.db, 'retention-days', { value: 30, by: 'root' })
  expect(await daysOf(await made())).toBe(30)
  await writeSetting(ledger.db, 'retention-days', { value: null, by: 'root' })
  expect(await daysOf(await made())).toBe(7)
})
