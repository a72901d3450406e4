/** Archives without media: built by a real worker, read back by another library and by a browser. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { TextWriter, Uint8ArrayWriter } from '@zip.js/zip.js'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findChromium, launchBrowser } from '@howdah/web/testing/browser'
import type { ExportRecord } from '../ledger/types.ts'
import type { Member } from '../mastodon/members.ts'
import { storageKey } from '../mastodon/storage-paths.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'
import { readZipEntries } from '../testing/read-zip.ts'
import { startWorker, type TestWorker } from '../testing/worker.ts'

// A worker process needs seconds to start on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const MEDIA = 3
const MEDIA_BYTES = 400_000
const SERVER = 'https://example.social/system/'
const chromium = findChromium()

let home: ExportHome
let worker: TestWorker
let ada: Member
let bob: Member
let cyd: Member
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'howdah-without-media-'))
  home = await startExportHome()
  ada = await home.addMember('ada', { posts: 5, media: MEDIA, mediaBytes: MEDIA_BYTES })
  bob = await home.addMember('bob', { posts: 1 })
  cyd = await home.addMember('cyd', { posts: 1, media: 1 })
  await addAvatar()
  worker = await startWorker(home.env)
})
afterAll(async () => {
  await worker.end('SIGTERM')
  await home.stop()
  await rm(folder, { recursive: true, force: true })
})

async function addAvatar(): Promise<void> {
  await sql`UPDATE accounts SET avatar_file_name = 'a.png', avatar_content_type = 'image/png'
    WHERE id = ${ada.accountId}`.execute(home.services.db)
  const key = storageKey('accounts/avatars', ada.accountId, 'a.png')
  const path = join(home.services.config.media.root, key)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, 'avatar')
}

async function build(member: Member, withoutMedia: boolean): Promise<ExportRecord> {
  const result = await home.services.exports.request(member, 'backup', 'root', { withoutMedia })
  if (result.kind !== 'accepted') throw new Error(result.kind)
  return untilDone(result.export.id)
}

async function untilDone(id: string): Promise<ExportRecord> {
  const state = async () => (await home.services.ledger.get(id))?.state
  await expect.poll(state, { timeout: 60_000 }).toBe('done')
  const record = await home.services.ledger.get(id)
  if (record === null) throw new Error('it is gone')
  return record
}

async function entriesOf(record: ExportRecord) {
  const path = join(home.services.config.media.root, record.storageKey ?? '')
  const entries = await readZipEntries(path)
  return new Map(entries.map((entry) => [entry.filename, entry]))
}

const isMedia = (name: string): boolean => name.startsWith('media_attachments/')

test('it has everything but the files, says where they lie and that nothing is missing', async () => {
  const whole = await entriesOf(await build(ada, false))
  const record = await build(ada, true)
  expect(record).toMatchObject({ includesMedia: false, missingFiles: 0 })
  expect(record.sizeBytes).toBeLessThan(MEDIA_BYTES)
  const entries = await entriesOf(record)
  const textOf = async (name: string): Promise<string> =>
    (await entries.get(name)?.getData(new TextWriter())) ?? `no ${name}`
  const names = [...whole.keys()]
  expect(names.filter(isMedia)).toHaveLength(MEDIA)
  expect([...entries.keys()]).toEqual(names.filter((name) => !isMedia(name)))
  expect(entries.has('avatar.png')).toBe(true)
  expect(JSON.parse(await textOf('actor.json')).icon.url).toBe('avatar.png')

  const outbox = await textOf('outbox.json')
  const original = await whole.get('outbox.json')?.getData(new TextWriter())
  expect(outbox.replaceAll(`"url":"${SERVER}media_attachments/`, '"url":"media_attachments/')).toBe(
    original,
  )
  expect(outbox.split(`"url":"${SERVER}media_attachments/files/`)).toHaveLength(MEDIA + 1)

  const manifest = JSON.parse(await textOf('manifest.json'))
  expect(manifest).toMatchObject({
    counts: { media: MEDIA, mediaBytes: MEDIA * MEDIA_BYTES },
    leftOut: ['media'],
    missing: [],
  })
  const before = await whole.get('manifest.json')?.getData(new TextWriter())
  expect(JSON.parse(before ?? '')).not.toHaveProperty('leftOut')
})

test('it does not take away a whole archive, but one of its own kind', async () => {
  const { ledger } = home.services
  const whole = await build(bob, false)
  const first = await build(bob, true)
  const second = await build(bob, true)
  const states = async () =>
    Promise.all([whole, first, second].map(async ({ id }) => (await ledger.get(id))?.state))
  await expect.poll(states).toEqual(['done', 'expired', 'done'])
  expect(await ledger.get(first.id)).toMatchObject({ replacedBy: second.id })
  const last = await build(bob, false)
  await expect.poll(states).toEqual(['expired', 'expired', 'expired'])
  expect(await ledger.get(whole.id)).toMatchObject({ replacedBy: last.id })
  expect(await ledger.get(first.id)).toMatchObject({ replacedBy: second.id })
  expect((await ledger.events(whole.id)).at(-1)).toMatchObject({ action: 'replaced' })
})

test('it stays without media when it is tried again', async () => {
  const { db, exports } = home.services
  const runsAt = new Date(Date.now() + 3_600_000)
  const result = await exports.request(cyd, 'backup', 'member', { withoutMedia: true, runsAt })
  if (result.kind !== 'accepted') throw new Error(result.kind)
  const { id } = result.export
  await sql`UPDATE howdah.exports SET state = 'failed', runs_at = NULL WHERE id = ${id}`.execute(db)
  await exports.retryNow(id, 'member')
  const record = await untilDone(id)
  expect([...(await entriesOf(record)).keys()].filter(isMedia)).toEqual([])
})

test.skipIf(chromium === null)('its page says so, and each post links to its files', async () => {
  for (const [name, entry] of await entriesOf(await build(ada, true))) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), await entry.getData(new Uint8ArrayWriter()))
  }
  const browser = await launchBrowser(chromium ?? '')
  try {
    const page = await (
      await browser.newContext({ viewport: { width: 320, height: 900 } })
    ).newPage()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(pathToFileURL(join(folder, 'index.html')).href)
    await page.getByText('This archive was requested without media.').waitFor()
    const links = page.getByRole('link', { name: 'Picture on example.social' })
    expect(await links.count()).toBe(MEDIA)
    expect(await links.first().getAttribute('href')).toMatch(
      /^https:\/\/example\.social\/system\/media_attachments\/files\/.*\.png$/,
    )
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([])
    expect(await page.locator('.profile__avatar').count()).toBe(1)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  } finally {
    await browser.close()
  }
})
