/** The viewer in a real browser, from the file system, out of an archive that was really written. */
import { AxeBuilder } from '@axe-core/playwright'
import { Uint8ArrayWriter } from '@zip.js/zip.js'
import { sql } from 'kysely'
import { mkdir, mkdtemp, open as openFile, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipWriter } from '../archive/zip-writer.ts'
import { findChromium, launchBrowser } from '@howdah/web/testing/browser'
import { ExportSource } from '../mastodon/export-source.ts'
import { findMember } from '../mastodon/members.ts'
import { storageKey } from '../mastodon/storage-paths.ts'
import { LocalStorage } from '../storage/local-storage.ts'
import { addAccount, addMember, addStatus } from '../testing/community.ts'
import { openDatabase, type OpenDatabase } from '../testing/open-database.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { readZipEntries } from '../testing/read-zip.ts'
import { addViewer, addViewerPosts } from './add-viewer.ts'
import type { BackupInput } from './build-backup.ts'

const OLD_POSTS = 2_010
const chromium = findChromium()

let postgres: TestPostgres
let open: OpenDatabase
let folder: string
let browser: Browser | null = null
let requests: string[] = []
let queries = 0

beforeAll(async () => {
  postgres = await startTestPostgres()
  open = openDatabase(postgres.url)
  folder = await mkdtemp(join(tmpdir(), 'howdah-viewer-'))
  const image = await writePosts()
  await unpack(await writeArchive(image))
  if (chromium !== null) browser = await launchBrowser(chromium)
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await open.close()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Two scripts of posts: old ones by number, and some of each kind. */
async function writePosts(): Promise<string> {
  const { account } = await addMember(open.db, {
    username: 'ada',
    display_name: 'Ada, of elephants',
    note: 'I keep elephants. https://elephants.example',
  })
  const bob = await addAccount(open.db, { username: 'bob', domain: 'remote.example' })
  const theirs = await addStatus(open.db, bob, { text: 'theirs' })
  await sql`
    INSERT INTO statuses (account_id, text, local, created_at, updated_at)
    SELECT ${account.id}, 'Old post number ' || n, true,
      timestamp '2020-01-01' + n * interval '1 hour', now()
    FROM generate_series(1, ${OLD_POSTS}::integer) AS n`.execute(open.db)
  await addStatus(open.db, account, { text: 'مرحبا بالفيلة الجميلة', language: 'ar' })
  await addStatus(open.db, account, {
    text: '<img src=x onerror="document.title=1"> & crème brûlée',
  })
  await addStatus(open.db, account, { text: 'the cat did it', spoiler_text: 'A secret' })
  await addStatus(open.db, account, { reblog_of_id: theirs.id })
  await addStatus(
    open.db,
    account,
    { text: 'Which one?' },
    { poll: { options: ['Asian', 'African'], cached_tallies: ['1', '1200'] } },
  )
  const shown = await addStatus(
    open.db,
    account,
    { text: 'Two at the river' },
    {
      media: [
        { description: 'Two elephants in a river' },
        { file_file_name: 'gone.png', description: 'A lost one' },
      ],
    },
  )
  const media = await open.db
    .selectFrom('media_attachments')
    .select('id')
    .where('status_id', '=', shown.id)
    .where('file_file_name', '!=', 'gone.png')
    .executeTakeFirstOrThrow()
  return storageKey('media_attachments/files', media.id, 'a1b2c3.png')
}

async function writeArchive(image: string): Promise<string> {
  const path = join(folder, 'archive.zip')
  const handle = await openFile(path, 'wx+')
  const zip = new ZipWriter(handle)
  const options = { compress: false, modifiedAt: new Date(0) }
  const picture = new PNG({ width: 320, height: 200 })
  picture.data.forEach((_, at) => (picture.data[at] = at % 4 === 3 ? 255 : (at / 400) % 200))
  await zip.add(image, PNG.sync.write(picture), options)
  await zip.add('outbox.json', Buffer.from('{}'), options)
  const input = await backupInput()
  await zip.moveTo({ step: 'viewer-posts', cursor: null })
  queries = 0
  await addViewerPosts(zip, input)
  await zip.moveTo({ step: 'viewer', cursor: null })
  await addViewer(zip, input)
  await zip.finish()
  await handle.close()
  return path
}

async function backupInput(): Promise<BackupInput> {
  const member = await findMember(open.db, { username: 'ada' })
  if (member === null) throw new Error('there is no ada')
  const counted = open.db.withPlugin({
    transformQuery: ({ node }) => {
      queries += 1
      return node
    },
    transformResult: async ({ result }) => result,
  })
  const source = await ExportSource.open({
    db: counted,
    member,
    instance: {
      localDomain: 'example.social',
      webDomain: 'example.social',
      https: true,
      mediaRootUrl: '/system',
      attachmentUrls: 'entry',
    },
  })
  return {
    source,
    counts: await source.counts(),
    bounds: await source.bounds(),
    media: new LocalStorage({ root: folder }),
    progress: { report: () => {}, signal: new AbortController().signal },
    now: new Date('2025-03-04T05:06:07Z'),
    includesMedia: true,
  }
}

async function unpack(path: string): Promise<void> {
  for (const entry of await readZipEntries(path)) {
    const target = join(folder, entry.filename)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, await entry.getData(new Uint8ArrayWriter()))
  }
}

/** One page for all tests: a new one takes a second. */
async function openViewer(place = ''): Promise<Page> {
  const page = await thePage()
  requests = []
  await page.goto('about:blank')
  await page.goto(pathToFileURL(join(folder, 'index.html')).href + place)
  await page.locator('.post').first().waitFor()
  return page
}

async function thePage(): Promise<Page> {
  if (browser === null) throw new Error('there is no browser')
  const known = browser.contexts()[0]?.pages()[0]
  if (known !== undefined) return known
  const page = await (await browser.newContext()).newPage()
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', (error) => requests.push(`error: ${error.message}`))
  return page
}

const withBrowser = test.skipIf(chromium === null)

test('three queries a page of two thousand posts', () => {
  expect(queries).toBeLessThanOrEqual(12)
})

withBrowser('shows the newest posts, goes to older ones and back', async () => {
  const page = await openViewer()
  expect(await page.title()).toBe('Ada, of elephants – archive')
  expect(await page.locator('.post').count()).toBe(25)
  await page.getByText('Two at the river').waitFor()
  expect(await page.getByText('1,200 votes').count()).toBe(1)
  expect(await page.getByRole('button', { name: 'Newer' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Older' }).click()
  await page.getByText('Page 2 of 81').waitFor()
  expect(await page.locator('.post').count()).toBe(25)
  await page.goBack()
  await page.getByText('Page 1 of 81').waitFor()
  expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([])
})

withBrowser('the last page ends with the oldest post', async () => {
  const page = await openViewer('#page=81')
  await page.getByText('Page 81 of 81').waitFor()
  expect(await page.locator('.post .text').last().textContent()).toBe('Old post number 1')
})

withBrowser('searches all posts, without regard to case and accents', async () => {
  const page = await openViewer()
  await page.getByLabel('Search posts').fill('CREME brulee')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText('1 post found').waitFor()
  expect(await page.locator('.post img').count()).toBe(0)
  expect(await page.locator('.post .text').textContent()).toContain('<img src=x')
  await page.getByLabel('Search posts').fill('number 7')
  await page.keyboard.press('Enter')
  await page.getByText('25 posts found so far').waitFor()
  await page.getByRole('button', { name: 'Find more' }).click()
  await page.getByText('50 posts found so far').waitFor()
})

withBrowser('finds posts by kind and by day', async () => {
  const page = await openViewer('#kind=boosts')
  await page.getByText('1 post found').waitFor()
  await page.getByRole('link', { name: /remote\.example/ }).waitFor()
  await page.getByLabel('Kind').selectOption('all')
  await page.getByLabel('Until').fill('2020-01-02')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText('Page 1 of 2').waitFor()
  const first = page.locator('.post .text').first()
  await expect.poll(() => first.textContent()).toBe('Old post number 47')
})

withBrowser('keeps what is covered out of the page until it is asked for', async () => {
  const page = await openViewer()
  expect(await page.getByText('the cat did it').count()).toBe(0)
  await page.getByText('A secret').click()
  await page.getByText('the cat did it').waitFor()
})

withBrowser('shows pictures of the archive and names those it lacks', async () => {
  const page = await openViewer()
  const picture = page.getByRole('img', { name: 'Two elephants in a river' })
  await picture.waitFor()
  expect(await picture.evaluate((image) => 'naturalWidth' in image && image.naturalWidth)).toBe(320)
  await page.getByText('This file is not in the archive: A lost one').waitFor()
})

const HOSTILE =
  '<p onclick="document.title=1">calm<script>document.title=1</script>' +
  '<img src=x onerror="document.title=1"><a href="javascript:document.title=1">bad</a>' +
  '<a href="https://good.example/" style="position:fixed">good</a>' +
  '<iframe src="https://evil.example/"></iframe><svg onload="document.title=1"></svg>' +
  '<style>*{display:none}</style><form action="https://evil.example/"><input></form></p>'

withBrowser('hostile posts and profiles stay words', async () => {
  const data = join(folder, 'howdah/viewer/posts/2.js')
  const head = join(folder, 'howdah/viewer/archive.js')
  const before = [await readFile(data, 'utf8'), await readFile(head, 'utf8')] as const
  const post = {
    id: '1',
    at: '2025-01-01T00:00:00Z',
    url: 'javascript:alert(1)',
    visibility: '<b>x</b>',
    text: `${HOSTILE} https://good.example/post.`,
    files: [{ name: 'javascript:alert(1)//..//x', type: 'text/html', description: '<i>file</i>' }],
  }
  await writeFile(data, `howdahPosts(2, [${JSON.stringify(post)}])`)
  const summary = JSON.stringify(HOSTILE)
  await writeFile(
    head,
    before[1].replace(/"summary":"(?:[^"\\]|\\.)*"/, () => `"summary":${summary}`),
  )
  try {
    const page = await openViewer()
    expect(await page.title()).toBe('Ada, of elephants – archive')
    const bad = 'script, img, iframe, svg, style, form, input, [onclick], [style]'
    expect(await page.locator('#profile, .post').locator(bad).count()).toBe(0)
    expect(await linksIn(page, '#profile')).toEqual(['https://good.example/'])
    expect(await page.locator('#profile').textContent()).toContain('calmbadgood')
    expect(await linksIn(page, '.post')).toContain('https://good.example/post')
    expect(await linksIn(page, '.post')).toContain('./javascript%3Aalert(1)/x')
    expect((await linksIn(page, '.post')).filter((url) => !/^(?:https?:|\.\/)/.test(url))).toEqual(
      [],
    )
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([])
  } finally {
    await writeFile(data, before[0])
    await writeFile(head, before[1])
  }
})

function linksIn(page: Page, selector: string): Promise<string[]> {
  return page
    .locator(`${selector} a`)
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
}

withBrowser('fits small and wide screens, in light and dark, without barriers', async () => {
  for (const [colorScheme, width] of [
    ['light', 320],
    ['dark', 1280],
  ] as const) {
    const page = await thePage()
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    await openViewer()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html ?? ''}`)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  }
})
