/**
 * The walk: every line of docs/walk.md in a real Chromium against the real demo, once with
 * JavaScript on the database that it brings, and once without JavaScript on a PostgreSQL server, as
 * installations have one. The numbers in the names are the lines'.
 */
import { Client } from '@howdah/engine'
import { startTestRedis, type TestRedis } from '@howdah/engine/testing'
import { execFile } from 'node:child_process'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { Client as DatabaseClient } from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storageKey } from '../mastodon/storage-paths.ts'
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts'
import { findChromium, launchBrowser } from '@howdah/web/testing/browser'
import { startDemo, type DemoProcess } from './demo-process.ts'

const run = promisify(execFile)
const chromium = findChromium()

/** Chromium is the one part that a machine may lack; on CI the set-up has installed it. */
const isSkipped = chromium === null && process.env['CI'] === undefined
if (isSkipped) process.stderr.write('The walk is skipped: no Chromium found (CHROMIUM_PATH).\n')

describe.skipIf(isSkipped).each([
  { name: 'with JavaScript', javaScriptEnabled: true, isEmbedded: true },
  { name: 'without JavaScript', javaScriptEnabled: false, isEmbedded: false },
])('the walk $name', ({ javaScriptEnabled, isEmbedded }) => {
  let redis: TestRedis
  let database: TestPostgres | null = null
  let demo: DemoProcess
  let browser: Browser
  let admin: Page
  let ada: Page
  const strangers: string[] = []

  beforeAll(async () => {
    redis = await startTestRedis()
    database = isEmbedded ? null : await startTestPostgres({ template: 'empty' })
    demo = await startDemo({
      REDIS_URL: redis.url,
      ...(database === null ? {} : { DATABASE_URL: database.url }),
    })
    browser = await launchBrowser(chromium ?? 'chromium')
    admin = await visitor('admin@example.social', 'howdah-admin')
    ada = await visitor('ada@example.social', 'howdah-ada')
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await database?.stop()
    await redis?.stop()
  }, 60_000)

  async function openPage(): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, baseURL: demo.url })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.on('request', (request) => {
      if (!request.url().startsWith(demo.url)) strangers.push(request.url())
    })
    return page
  }

  async function visitor(email: string, password: string): Promise<Page> {
    const page = await openPage()
    await page.goto('/login')
    await page.getByLabel(/e-mail/i).fill(email)
    await page.getByLabel(/password/i).fill(password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL((url) => !url.pathname.startsWith('/login'))
    return page
  }

  /**
   * Reloads until the condition holds: the way that works with and without JavaScript. Not often: a
   * page costs a browser more than it costs the worker to go on with what is waited for.
   */
  async function reloadUntil(page: Page, path: string, isReached: () => Promise<boolean>) {
    const deadline = Date.now() + 120_000
    for (;;) {
      await page.goto(path)
      if (await isReached()) return
      if (Date.now() > deadline) {
        throw new Error(`${path} did not get there: ${await page.locator('main').innerText()}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  }

  function rows(page: Page) {
    return page.locator('main table tbody tr')
  }

  /** The worker says its identity, `host:pid:nonce`, whenever it is ready. */
  function workerPid(): number {
    const pid = Number([...demo.output().matchAll(/READY: [^\s:]+:(\d+):/g)].at(-1)?.[1])
    if (!(pid > 1)) throw new Error(`The demo names no worker:\n${demo.output()}`)
    return pid
  }

  it('1: serves pages from one process and builds archives in another', async () => {
    const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args='])
    const children = stdout.split('\n').filter((line) => isChild(line, demo.pid))
    expect(children.filter((line) => / web( |$)/.test(line))).toHaveLength(1)
    expect(children.filter((line) => Number.parseInt(line, 10) === workerPid())).toHaveLength(1)
  })

  it('4: keeps the console from visitors and from members', async () => {
    const guest = await openPage()
    await guest.goto('/sidekiq')
    expect(new URL(guest.url()).pathname).toBe('/login')
    const response = await ada.goto('/sidekiq')
    expect(response?.status()).toBe(404)
    expect(await ada.getByRole('link', { name: 'Sidekiq' }).count()).toBe(0)
  })

  it('5: opens the dashboard in a new tab from Administration → Sidekiq', async () => {
    await admin.goto('/settings/export')
    const link = admin.getByRole('navigation').getByRole('link', { name: /Sidekiq/ })
    const [tab] = await Promise.all([admin.context().waitForEvent('page'), link.click()])
    await tab.waitForLoadState()
    expect(new URL(tab.url()).pathname).toBe('/sidekiq')
    for (const number of [
      'Processed',
      'Failed',
      'Busy',
      'Enqueued',
      'Retries',
      'Scheduled',
      'Dead',
    ]) {
      expect(await tab.locator('main').getByText(number, { exact: true }).count()).toBeGreaterThan(
        0,
      )
    }
    await tab.close()
  })

  it('2, 3, 15: builds the archive that a member asks for, though its worker is killed', async () => {
    await ada.goto('/settings/export')
    expect(await ada.getByText('Followers', { exact: true }).count()).toBeGreaterThan(0)
    const held = await holdMedia(demo.dataDirectory, 'ada')
    await ada.getByRole('button', { name: 'Request your archive' }).click()
    await ada.waitForURL('**/settings/export')
    expect(await ada.getByRole('button', { name: 'Request your archive' }).count()).toBe(0)
    const killed = await killInTheMiddle()
    await held.release()
    await reloadUntil(ada, '/settings/export', async () => {
      return (await ada.getByRole('link', { name: /Download your archive/ }).count()) > 0
    })
    expect(workerPid()).not.toBe(killed)
    await expectWholeArchive(await downloadArchive(ada))
    await reloadUntil(admin, '/admin/mail', async () => {
      return (await admin.getByText('ada@example.social').count()) > 0
    })
  })

  it('2, 3: makes the follower migration export too', async () => {
    await ada.goto('/settings/export')
    await ada.getByRole('button', { name: 'Request your follower migration export' }).click()
    await reloadUntil(ada, '/sidekiq/nowhere', async () => true)
    await reloadUntil(admin, '/sidekiq/exports?state=done&type=migration&q=ada', async () => {
      return (await rows(admin).filter({ hasText: '@ada' }).count()) > 0
    })
    expect(await rows(admin).first().innerText()).toContain('migration')
  })

  it('3, 6, 7, 8, 9, 17: shows who waits for what in the queue export, duplicates marked', async () => {
    await quietWorker(admin)
    const client = new Client({ redis: redis.redis })
    for (let click = 0; click < 5; click += 1) {
      await client.push({
        class: 'BackupWorker',
        queue: 'export',
        args: [{ user_id: 3, type: 'backup' }],
      })
    }
    await client.push({
      class: 'AccountMigrationWorker',
      queue: 'export',
      args: [{ user_id: 2, type: 'migration' }],
    })
    await admin.goto('/sidekiq/queues')
    await admin.locator('main').getByRole('link', { name: 'export' }).first().click()
    await admin.waitForURL('**/sidekiq/queues/export')
    for (const head of ['Job', 'Arguments', 'Enqueued']) {
      expect(await admin.getByRole('columnheader', { name: head, exact: true }).count()).toBe(1)
    }
    const first = rows(admin).filter({ hasText: 'BackupWorker' }).first()
    expect(await first.locator('time[datetime]').first().getAttribute('datetime')).toMatch(/T.*Z$/)
    await first.locator('summary', { hasText: 'Arguments' }).click()
    const shown = JSON.parse(await first.locator('pre').first().innerText())
    expect([shown].flat()[0]).toMatchObject({ user_id: 3, type: 'backup' })
    expect(await admin.locator('main').innerText()).toContain('howdah work')
    expect(await admin.getByText('Duplicate of', { exact: false }).count()).toBeGreaterThanOrEqual(
      4,
    )

    const before = await rows(admin).count()
    await rows(admin).last().getByRole('button', { name: 'Delete' }).click()
    await reloadUntil(
      admin,
      '/sidekiq/queues/export',
      async () => (await rows(admin).count()) < before,
    )
    await admin.getByRole('button', { name: /Delete \d+ duplicates?/ }).click()
    await reloadUntil(admin, '/sidekiq/queues/export', async () => {
      return (await rows(admin).filter({ hasText: 'BackupWorker' }).count()) === 1
    })
  })

  it('16: names the clock that stands still, and moves due jobs when it is back', async () => {
    const overdue = {
      class: 'BackupWorker',
      args: [{ user_id: 3, type: 'backup' }],
      queue: 'export',
    }
    const raw = JSON.stringify({
      ...overdue,
      jid: 'b'.repeat(24),
      retry: 5,
      created_at: Date.now(),
    })
    await redis.redis.call('ZADD', redis.redis.keys.schedule, Date.now() / 1000 - 3_600, raw)
    await admin.goto('/sidekiq/scheduled')
    const text = await admin.locator('main').innerText()
    expect(text).toMatch(/overdue/i)
    expect(text).toMatch(/no process is polling/i)
    const before = workerPid()
    process.kill(before, 'SIGKILL')
    await reloadUntil(admin, '/sidekiq/scheduled', async () => {
      return (
        !(await admin.locator('main').innerText()).includes('b'.repeat(24)) &&
        !/overdue/i.test(await admin.locator('main').innerText())
      )
    })
    expect(workerPid()).not.toBe(before)
  })

  it('10: shows when a scheduled job runs, in the column At', async () => {
    await admin.goto('/sidekiq/scheduled')
    expect(await admin.getByRole('columnheader', { name: 'At', exact: true }).count()).toBe(1)
    const at = await rows(admin).first().locator('time[datetime]').first().getAttribute('datetime')
    expect(Date.parse(at ?? '')).toBeGreaterThan(Date.now())
  })

  it('11, 13: shows error, attempts and next retry, and obeys Retry now and Delete', async () => {
    await failedJob(redis, 'c')
    await failedJob(redis, 'd')
    await admin.goto('/sidekiq/retries')
    for (const head of ['Next retry', 'Attempts', 'Arguments']) {
      expect(await admin.getByRole('columnheader', { name: head, exact: true }).count()).toBe(1)
    }
    const first = rows(admin).filter({ hasText: 'The database took too long (c)' })
    expect(await first.innerText()).toMatch(/2 of 5/)
    await first.getByRole('button', { name: 'Retry now' }).click()
    await admin.waitForURL('**/sidekiq/retries**')
    expect(await admin.getByRole('status').first().innerText()).toMatch(/export/)
    expect(await rows(admin).filter({ hasText: '(c)' }).count()).toBe(0)
    const second = rows(admin).filter({ hasText: 'The database took too long (d)' })
    await second.getByRole('button', { name: 'Delete' }).click()
    await admin.waitForURL('**/sidekiq/retries**')
    expect(await rows(admin).filter({ hasText: '(d)' }).count()).toBe(0)
  })

  it('12, 14: opens the error payload of a dead job, a sentence that says what to do', async () => {
    await admin.goto('/sidekiq/dead')
    const row = rows(admin).filter({ hasText: /disk/i }).first()
    await row.locator('details', { hasText: /disk/i }).last().locator('summary').click()
    const payload = JSON.parse(await row.locator('details[open] pre').last().innerText())
    expect(payload).toMatchObject({ error_message: expect.stringMatching(/disk.*full/i) })
    expect(payload.error_class).toBeTypeOf('string')
    expect(await row.getByRole('button', { name: 'Retry now' }).count()).toBe(1)
    expect(await row.getByRole('button', { name: 'Delete' }).count()).toBe(1)
  })

  it('15: shows the story of an export, and the address it was mailed to', async () => {
    await admin.goto('/sidekiq/exports?state=failed')
    const failed = admin.locator('main table').last().locator('tbody tr').first()
    const href = await failed.locator('a[href*="/sidekiq/exports/"]').first().getAttribute('href')
    await admin.goto(href ?? '')
    expect(await admin.locator('main').innerText()).toMatch(/disk/i)
    await admin.goto('/admin/users')
    await admin.getByRole('searchbox').fill('ada')
    await admin.getByRole('searchbox').press('Enter')
    await rows(admin).filter({ hasText: '@ada' }).first().getByRole('link').first().click()
    await admin.waitForURL('**/admin/users/*/edit')
    expect(await admin.getByRole('heading', { level: 1 }).innerText()).toContain('Edit user')
    expect(await admin.getByLabel('E-mail address').inputValue()).toBe('ada@example.social')
  })

  it('17: makes one export of five impatient clicks', async () => {
    const bob = await visitor('bob@example.social', 'howdah-bob')
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        bob.request.post('/settings/export', {
          form: { type: 'migration' },
          headers: { origin: demo.url },
          maxRedirects: 0,
        }),
      ),
    )
    expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303, 303, 303])
    const list: { type: string }[] = await (await bob.request.get('/api/v1/exports')).json()
    expect(list.filter((one) => one.type === 'migration')).toHaveLength(1)
  })

  it('18: has a worker that listens to export before the other queues', async () => {
    await admin.goto('/sidekiq/busy')
    expect(await admin.locator('main').innerText()).toMatch(/export/)
  })

  it('asks nothing of any other host', () => {
    expect(strangers).toEqual([])
  })

  /** SIGKILL while the archive is being written: nothing in that process can tidy up. */
  async function killInTheMiddle(): Promise<number> {
    const pid = workerPid()
    await expect
      .poll(async () => (await newestExport(ada))?.progress?.stage, {
        timeout: 60_000,
        interval: 100,
      })
      .toBe('media')
    process.kill(pid, 'SIGKILL')
    expect((await newestExport(ada))?.state).toBe('running')
    return pid
  }

  async function expectWholeArchive(file: string): Promise<void> {
    const { stdout } = await run('unzip', ['-t', file])
    expect(stdout).toContain('No errors detected')
    const outbox = await entryOf(file, 'outbox.json')
    expect(outbox.orderedItems).toHaveLength(await keptStatuses(demo.dataDirectory, 'ada'))
    expect(outbox.totalItems).toBe(outbox.orderedItems.length)
    expect(new Set(outbox.orderedItems.map((item) => item.id)).size).toBe(outbox.totalItems)
    expect(outbox.totalItems).toBeGreaterThan(1_500)
    expect(await missingAttachments(file, outbox.orderedItems)).toEqual([])
    for (const name of ['likes.json', 'bookmarks.json', 'actor.json']) await entryOf(file, name)
  }

  async function downloadArchive(page: Page): Promise<string> {
    const href = await page
      .getByRole('link', { name: /Download your archive/ })
      .first()
      .getAttribute('href')
    const response = await page.request.get(href ?? '')
    expect(response.status()).toBe(200)
    const file = join(demo.dataDirectory, 'downloaded.zip')
    await writeFile(file, await response.body())
    expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK')
    return file
  }
})

interface OutboxItem {
  readonly id: string
  readonly object: string | { readonly attachment?: readonly { readonly url: string }[] }
}

async function entryOf(
  file: string,
  name: string,
): Promise<{ totalItems: number; orderedItems: OutboxItem[] }> {
  const { stdout } = await run('unzip', ['-p', file, name], { maxBuffer: 1e9 })
  return JSON.parse(stdout)
}

interface ApiExport {
  readonly state: string
  readonly progress: { readonly stage: string } | null
}

async function newestExport(page: Page): Promise<ApiExport | undefined> {
  const list: readonly ApiExport[] = await (await page.request.get('/api/v1/exports')).json()
  return list[0]
}

/** What the demo's database says that the archive must hold. */
async function keptStatuses(dataDirectory: string, username: string): Promise<number> {
  const [row] = await askDatabase<{ count: number }>(
    dataDirectory,
    `SELECT count(*)::integer AS count FROM statuses
     JOIN accounts ON accounts.id = statuses.account_id
     WHERE accounts.username = $1 AND accounts.domain IS NULL AND statuses.deleted_at IS NULL`,
    [username],
  )
  return row?.count ?? 0
}

/**
 * Puts a pipe in the place of one of a member's media: whoever reads it waits, for nobody writes into it.
 * Without it an archive of the demo is finished before anybody sees that it is being written.
 */
async function holdMedia(dataDirectory: string, username: string) {
  const [row] = await askDatabase<{ id: string; name: string }>(
    dataDirectory,
    `SELECT media.id::text, media.file_file_name AS name FROM media_attachments AS media
     JOIN accounts ON accounts.id = media.account_id
     JOIN statuses ON statuses.id = media.status_id
     WHERE accounts.username = $1 AND accounts.domain IS NULL AND statuses.deleted_at IS NULL
       AND media.file_file_name IS NOT NULL
     LIMIT 1`,
    [username],
  )
  if (row === undefined) throw new Error(`${username} has no media.`)
  const { PAPERCLIP_ROOT_PATH: root = '' } = await readSettings(dataDirectory)
  const file = join(root, storageKey('media_attachments/files', row.id, row.name))
  await rename(file, `${file}.held`)
  await run('mkfifo', [file])
  return { release: () => rename(`${file}.held`, file) }
}

async function askDatabase<Row extends object>(
  dataDirectory: string,
  statement: string,
  values: readonly string[],
): Promise<readonly Row[]> {
  const { DATABASE_URL: connectionString } = await readSettings(dataDirectory)
  const database = new DatabaseClient({ connectionString })
  await database.connect()
  try {
    const { rows } = await database.query<Row>(statement, [...values])
    return rows
  } finally {
    await database.end()
  }
}

/** What the demo tells commands in another terminal. */
async function readSettings(dataDirectory: string): Promise<Partial<Record<string, string>>> {
  return parseEnv(await readFile(join(dataDirectory, 'demo.env'), 'utf8'))
}

async function missingAttachments(file: string, items: readonly OutboxItem[]): Promise<string[]> {
  const { stdout } = await run('unzip', ['-Z1', file])
  const names = new Set(stdout.trim().split('\n'))
  return items
    .flatMap((item) => (typeof item.object === 'string' ? [] : (item.object.attachment ?? [])))
    .map((attachment) => attachment.url)
    .filter((url) => !names.has(url))
}

async function quietWorker(page: Page): Promise<void> {
  await page.goto('/sidekiq/busy')
  await page
    .getByRole('link', { name: /^Quiet/ })
    .first()
    .click()
  await page.getByRole('button', { name: /Quiet/ }).click()
  const deadline = Date.now() + 60_000
  for (;;) {
    await page.goto('/sidekiq/busy')
    if (/quiet/i.test(await page.locator('main table').first().locator('tbody').innerText())) {
      if ((await page.getByRole('link', { name: /^Quiet/ }).count()) === 0) return
    }
    if (Date.now() > deadline) throw new Error('The worker did not get quiet.')
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** A retry as an export's job leaves it, far enough ahead that the poller lets it lie. */
async function failedJob(redis: TestRedis, letter: string): Promise<void> {
  const now = Date.now()
  const payload = {
    class: 'BackupWorker',
    queue: 'export',
    args: [{ user_id: 999_999, type: 'backup' }],
    jid: letter.repeat(24),
    retry: 4,
    created_at: now,
    enqueued_at: now,
    error_message: `The database took too long (${letter}).`,
    error_class: 'DatabaseTimeout',
    failed_at: now,
    retried_at: now,
    retry_count: 1,
  }
  await redis.redis.call(
    'ZADD',
    redis.redis.keys.retry,
    now / 1000 + 3_600,
    JSON.stringify(payload),
  )
}

function isChild(line: string, parent: number): boolean {
  return line.trim().split(/\s+/)[1] === String(parent)
}
