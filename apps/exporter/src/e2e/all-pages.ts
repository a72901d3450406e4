/**
 * Every page of the demo with somebody who may see it: what the accessibility test looks at, and what
 * `npm run screens` takes pictures of.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'

/** Who looks. */
export type Role = 'visitor' | 'member' | 'admin'

/** One page of the site or the console. */
export interface SitePage {
  /** Also the name of its picture. */
  readonly name: string
  readonly path: string
  readonly role: Role
}

/** Passwords of the demo's people. */
const CREDENTIALS = {
  member: ['ada@example.social', 'howdah-ada'],
  admin: ['admin@example.social', 'howdah-admin'],
} as const

/** Pages with an address of their own. */
const FIXED: readonly SitePage[] = [
  ...pagesOf('visitor', { 'log-in': '/login' }),
  ...pagesOf('member', {
    'import-and-export': '/settings/export',
    imports: '/settings/imports',
    'not-found': '/nowhere',
  }),
  ...pagesOf('admin', {
    overview: '/admin',
    users: '/admin/users',
    'edit-user': '/admin/users/1/edit',
    'server-exports': '/admin/exports',
    audit: '/admin/audit',
    mail: '/admin/mail',
    doctor: '/admin/doctor',
    dashboard: '/sidekiq',
    schedule: '/sidekiq/exports',
    'schedule-agenda': '/sidekiq/exports?view=agenda',
    'schedule-failed': '/sidekiq/exports?state=failed',
    'schedule-nothing': '/sidekiq/exports?q=nobody-of-this-name',
    'schedule-numbers': '/sidekiq/exports/numbers',
    queues: '/sidekiq/queues',
    queue: '/sidekiq/queues/export',
    'queue-waiting': '/sidekiq/queues/export_large',
    'queue-missing': '/sidekiq/queues/exprot',
    'queue-clear': '/sidekiq/queues/export_large/clear',
    scheduled: '/sidekiq/scheduled',
    retries: '/sidekiq/retries',
    'retries-all': '/sidekiq/retries/all/retry',
    dead: '/sidekiq/dead',
    busy: '/sidekiq/busy',
    metrics: '/sidekiq/metrics',
    'metrics-of-a-class': '/sidekiq/metrics/BackupWorker',
    failures: '/sidekiq/failures',
    search: '/sidekiq/search',
    'search-found': '/sidekiq/search?in=dead&q=class%3ABackupWorker',
    operations: '/sidekiq/operations',
    'operation-new': '/sidekiq/operations/new?in=retry&do=delete&q=class%3ABackupWorker',
    limits: '/sidekiq/limits',
    periodic: '/sidekiq/periodic',
    profiles: '/sidekiq/profiles',
    settings: '/sidekiq/settings',
    'console-not-found': '/sidekiq/nowhere',
  }),
]

function pagesOf(role: Role, paths: Readonly<Record<string, string>>): readonly SitePage[] {
  return Object.entries(paths).map(([name, path]) => ({ name, path, role }))
}

/** The first row of the schedule, not what comes next above it. */
const ROW_LINK = 'tr[data-key] a[href*="/sidekiq/exports/"]'

/** Pages that are found by following a link: where the link is, and what it looks like. */
const FOUND: readonly (readonly [name: string, from: string, link: string])[] = [
  ['export', '/sidekiq/exports?state=done', ROW_LINK],
  ['export-failed', '/sidekiq/exports?state=failed', ROW_LINK],
  ['export-waiting', '/sidekiq/exports?state=pending', ROW_LINK],
  ['mail-message', '/admin/mail', 'a[href*="/admin/mail/"]'],
  ['job', '/sidekiq/dead', '[data-opens]'],
]

/** Opens a browser context for each role, logged in. */
export async function logInAll(
  browser: Browser,
  baseURL: string,
): Promise<Readonly<Record<Role, BrowserContext>>> {
  const open = async (role: Role): Promise<BrowserContext> => {
    const context = await browser.newContext({ baseURL })
    if (role === 'visitor') return context
    const [email, password] = CREDENTIALS[role]
    const page = await context.newPage()
    await page.goto('/login')
    await page.locator('input[type="email"]').fill(email)
    await page.locator('input[type="password"]').fill(password)
    await page.locator('main button[type="submit"]').first().click()
    await page.waitForURL((url) => !url.pathname.startsWith('/login'))
    await page.close()
    return context
  }
  return {
    visitor: await open('visitor'),
    member: await open('member'),
    admin: await open('admin'),
  }
}

/**
 * The list for a running demo.
 *
 * @throws Error when a link that should lead to one of the pages is not there
 */
export async function allPages(admin: Page): Promise<readonly SitePage[]> {
  const found: SitePage[] = []
  for (const [name, from, link] of FOUND) {
    await admin.goto(from)
    const path = await admin.locator(`main ${link}`).first().getAttribute('href')
    if (path === null) throw new Error(`${from} has no ${link}.`)
    found.push({ name, path, role: 'admin' })
  }
  return [...FIXED, ...found]
}
