/**
 * Each POST of the site and of its console × each role, in one table. The list of POSTs is the
 * routers' own: one that is not in the table fails the test.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ORIGIN, PEOPLE, startSiteWorld, type SiteWorld } from './testing/site-world.ts'
import { CAST, type Cast, insertStaff, newCookie, staffRoles } from './testing/staff.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

type Statuses = readonly [number, number, number, number, number, number, number, number, number]

interface Post {
  /** As the router has it. */
  readonly route: string
  /** With something in the place of its parameters; `ID` is a waiting export of the member. */
  readonly path?: string
  readonly fields?: Readonly<Record<string, string>>
  /** In the order of `CAST`: visitor, member, viewer, jobs, exports, members, auditor, admin, frozen. */
  readonly expected: Statuses
}

/** For everybody who is logged in. */
const anybody = (done: number): Statuses => [303, ...same(done, 8)] as unknown as Statuses
/** For who may steer jobs; who may see them is refused, to the others there is nothing. */
const jobs = (done = 303): Statuses => [303, 404, 403, done, 404, 404, 404, done, 404]
const schedule = (done = 303): Statuses => [303, 404, 403, 404, done, 404, 404, done, 404]
const administrator = (done: number): Statuses => [303, 404, 404, 404, 404, 404, 404, done, 404]
const same = (status: number, times: number): number[] =>
  Array.from({ length: times }, () => status)

const JID = '0123456789abcdef01234567'
const QUEUE = '/sidekiq/queues/export'
const PROCESS = '/sidekiq/busy/web-1:4411:0a1b2c3d4e5f'

const POSTS: readonly Post[] = [
  {
    route: '/login',
    fields: { email: 'nobody@example.social' },
    expected: [422, ...same(422, 8)] as unknown as Statuses,
  },
  {
    route: '/login/link/:token',
    path: '/login/link/nonsense',
    expected: [410, ...same(410, 8)] as unknown as Statuses,
  },
  {
    route: '/language',
    fields: { language: 'de' },
    expected: [303, ...same(303, 8)] as unknown as Statuses,
  },
  { route: '/logout', expected: anybody(303) },
  { route: '/settings/export', fields: { type: 'migration' }, expected: anybody(303) },
  {
    route: '/settings/export/recurring',
    fields: { type: 'backup', months: '' },
    expected: anybody(303),
  },
  { route: '/settings/export/mail', fields: { mail: '1' }, expected: anybody(303) },
  { route: '/settings/times', fields: { time: 'utc' }, expected: anybody(303) },
  { route: '/settings/sessions/end-others', expected: anybody(303) },
  {
    route: '/settings/sessions/:session/end',
    path: '/settings/sessions/999999/end',
    expected: anybody(303),
  },
  { route: '/settings/confirm', fields: { password: 'wrong' }, expected: anybody(303) },
  {
    route: '/admin/users/:id/sessions/:session/end',
    path: '/admin/users/57/sessions/all/end',
    expected: [303, 404, 404, 404, 404, 403, 404, 303, 404],
  },
  {
    route: '/settings/exports/:id/cancel',
    path: '/settings/exports/ID/cancel',
    expected: [303, 303, ...same(404, 7)] as unknown as Statuses,
  },
  {
    route: '/settings/exports/:id/retry',
    path: '/settings/exports/ID/retry',
    expected: [303, 303, ...same(404, 7)] as unknown as Statuses,
  },
  {
    route: '/settings/exports/:id/delete',
    path: '/settings/exports/ID/delete',
    expected: [303, 303, ...same(404, 7)] as unknown as Statuses,
  },
  {
    // A form, where JSON is asked for.
    route: '/api/v1/exports',
    fields: { type: 'nonsense' },
    expected: [401, ...same(415, 8)] as unknown as Statuses,
  },
  { route: '/api/v1/admin/exports', expected: [401, 404, 403, 404, 415, 404, 404, 415, 404] },
  {
    route: '/admin/users/:id/edit',
    path: '/admin/users/57/edit',
    fields: { email: 'bob@example.social' },
    expected: [303, 404, 404, 404, 404, 403, 404, 303, 404],
  },
  {
    route: '/admin/users/:id/sign-in-link',
    path: '/admin/users/57/sign-in-link',
    fields: { how: 'send' },
    expected: [303, 404, 404, 404, 404, 403, 404, 303, 404],
  },
  {
    route: '/admin/users/:id/request-export',
    path: '/admin/users/57/request-export',
    fields: { type: 'backup', reason: 'why' },
    expected: schedule(),
  },
  {
    route: '/admin/exports/settings',
    fields: { name: 'limit', value: '3' },
    expected: administrator(303),
  },
  {
    route: '/admin/exports/bulk',
    fields: { type: 'backup', reason: 'why' },
    expected: administrator(200),
  },
  {
    route: '/admin/doctor/mend',
    fields: { check: 'stuck-exports' },
    expected: [303, 404, 403, 403, 404, 404, 404, 303, 404],
  },
  { route: '/sidekiq/exports/:id/retry', path: '/sidekiq/exports/ID/retry', expected: schedule() },
  { route: '/sidekiq/exports/:id/run', path: '/sidekiq/exports/ID/run', expected: schedule() },
  {
    route: '/sidekiq/exports/:id/cancel',
    path: '/sidekiq/exports/ID/cancel',
    expected: schedule(),
  },
  {
    route: '/sidekiq/exports/selected',
    fields: { do: 'cancel', id: '1', reason: 'why' },
    expected: schedule(),
  },
  {
    route: '/sidekiq/exports/operations',
    fields: { do: 'cancel', filter: '', reason: 'why' },
    expected: schedule(),
  },
  {
    route: '/sidekiq/exports/operations/:id/abort',
    path: '/sidekiq/exports/operations/1/abort',
    expected: schedule(),
  },
  {
    route: '/sidekiq/exports/:id/reschedule',
    path: '/sidekiq/exports/ID/reschedule',
    fields: { at: '2999-01-01T02:00', zone: 'UTC', reason: 'why' },
    expected: schedule(),
  },
  {
    route: '/sidekiq/exports/:id/give-up',
    path: '/sidekiq/exports/ID/give-up',
    fields: { reason: 'why' },
    expected: schedule(),
  },
  {
    route: '/sidekiq/exports/:id/delete-file',
    path: '/sidekiq/exports/ID/delete-file',
    expected: schedule(),
  },
  {
    route: '/sidekiq/exports',
    path: '/sidekiq/exports/nonsense',
    expected: [303, 404, 403, 404, 404, 404, 404, 404, 404],
  },
  {
    route: '/sidekiq/exports/*',
    path: '/sidekiq/exports/ID/nonsense',
    expected: [303, 404, 403, 404, 404, 404, 404, 404, 404],
  },
  { route: '/sidekiq/jobs/:jid/cancel', path: `/sidekiq/jobs/${JID}/cancel`, expected: jobs() },
  ...['scheduled', 'retries', 'dead'].flatMap((set): Post[] => [
    { route: `/sidekiq/${set}`, fields: { do: 'delete', key: '1-x' }, expected: jobs() },
    { route: `/sidekiq/${set}/all/:action`, path: `/sidekiq/${set}/all/delete`, expected: jobs() },
  ]),
  { route: '/sidekiq/queues/:name', path: QUEUE, fields: { job: 'x' }, expected: jobs() },
  {
    route: '/sidekiq/queues/:name/duplicates',
    path: `${QUEUE}/duplicates`,
    fields: { jobs: 'x' },
    expected: jobs(),
  },
  { route: '/sidekiq/queues/:name/pause', path: `${QUEUE}/pause`, expected: jobs() },
  { route: '/sidekiq/queues/:name/resume', path: `${QUEUE}/resume`, expected: jobs() },
  {
    route: '/sidekiq/queues/:name/clear',
    path: `${QUEUE}/clear`,
    fields: { typed: 'export' },
    expected: jobs(),
  },
  { route: '/sidekiq/busy/:identity/quiet', path: `${PROCESS}/quiet`, expected: jobs() },
  { route: '/sidekiq/busy/:identity/stop', path: `${PROCESS}/stop`, expected: jobs() },
  {
    route: '/sidekiq/limits/:name',
    path: '/sidekiq/limits/Exports',
    fields: { total: '2' },
    expected: jobs(404),
  },
  { route: '/sidekiq/limits/:name/reset', path: '/sidekiq/limits/Exports/reset', expected: jobs() },
  ...['pause', 'resume', 'run'].map((action): Post => ({
    route: `/sidekiq/periodic/:name/${action}`,
    path: `/sidekiq/periodic/nobody/${action}`,
    expected: jobs(404),
  })),
  // A choice for the own browser: for everybody who sees any part of the console.
  {
    route: '/sidekiq/settings',
    fields: { time: 'utc' },
    expected: [303, 404, 303, 303, 303, 404, 404, 303, 404],
  },
  {
    route: '/sidekiq/operations',
    fields: { in: 'retry', do: 'retry', q: '', reason: 'why' },
    expected: jobs(),
  },
  {
    route: '/sidekiq/operations/:id/abort',
    path: '/sidekiq/operations/x/abort',
    expected: jobs(),
  },
  {
    route: '/sidekiq/operations/:id/undo',
    path: '/sidekiq/operations/x/undo',
    expected: jobs(),
  },
]

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld({ roles: staffRoles() })
  await insertStaff(world)
})
beforeEach(async () => {
  await world.redis.call('SADD', 'queues', 'export')
  await sql`delete from howdah.exports`.execute(world.db)
})
afterAll(() => world.stop())

/** The id of an export of the member that waits. */
async function waitingExport(): Promise<string> {
  const { userId, username } = PEOPLE.ada
  const member = { userId, username, accountId: `${userId}00` }
  const asked = await world.deps.ledger.request({
    ...member,
    type: 'backup',
    requestedBy: 'member',
  })
  return asked.export.id
}

const FROM_HERE = { 'sec-fetch-site': 'same-origin' }

async function send(
  who: Cast,
  post: Post,
  headers: Readonly<Record<string, string>> = FROM_HERE,
): Promise<Response> {
  await sql`delete from howdah.log_in_failures`.execute(world.db)
  const id = await waitingExport()
  const cookie = await newCookie(world, who)
  const request = new Request(ORIGIN + (post.path ?? post.route).replace('ID', id), {
    method: 'POST',
    body: new URLSearchParams(post.fields ?? {}),
    headers: { cookie, ...headers },
  })
  return world.site.fetch(request)
}

describe('every POST', () => {
  it('of the site and of the console is in the table, and nothing else', () => {
    // Middleware stands in the router's list under ALL; what it lets through is below.
    const posts = world.site.routes.filter(({ method }) => method === 'POST')
    expect([...new Set(posts.map(({ path }) => path))].toSorted()).toEqual(
      POSTS.map(({ route }) => route).toSorted(),
    )
    const others = world.site.routes.filter(
      ({ method }) => !['GET', 'POST', 'ALL'].includes(method),
    )
    expect(others).toEqual([])
  })

  it.each(POSTS)('$route is for whom it is meant', async (post) => {
    for (const [index, who] of CAST.entries()) {
      const { status } = await send(who, post)
      expect(status, who).toBe(post.expected[index])
    }
  })
})

const FROM_ELSEWHERE: readonly Readonly<Record<string, string>>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { origin: 'https://evil.example' },
  {},
]

describe('every POST from another site', () => {
  it.each(POSTS)('$route is refused', async (post) => {
    for (const headers of FROM_ELSEWHERE) {
      const { status } = await send('administrator', post, headers)
      expect(status, JSON.stringify(headers)).toBe(403)
    }
  })
})

describe('every page', () => {
  const staff = (look: readonly Cast[]): readonly number[] =>
    CAST.map((who) => (who === 'visitor' ? 303 : look.includes(who) ? 200 : 404))
  const jobsPages = staff(['viewer', 'jobs', 'administrator'])
  const exportPages = staff(['viewer', 'exports', 'administrator'])
  const PAGES: readonly (readonly [path: string, expected: readonly number[]])[] = [
    ['/settings/export', staff(CAST)],
    ['/admin', [303, 404, 200, 200, 200, 303, 303, 200, 404]],
    ['/admin/users', staff(['members', 'administrator'])],
    ['/admin/users/57/edit', staff(['members', 'administrator'])],
    ['/admin/exports', staff(['administrator'])],
    ['/admin/mail', staff(['administrator'])],
    ['/admin/audit', staff(['viewer', 'auditor', 'administrator'])],
    ['/admin/audit.csv', staff(['viewer', 'auditor', 'administrator'])],
    ['/admin/doctor', jobsPages],
    ['/sidekiq', jobsPages],
    ['/sidekiq/queues/export', jobsPages],
    ['/sidekiq/retries', jobsPages],
    ['/sidekiq/stats', jobsPages],
    ['/sidekiq/exports', exportPages],
    ['/sidekiq/exports/ID', exportPages],
    ['/api/v1/admin/exports/ID', staff(['viewer', 'exports', 'administrator']).with(0, 401)],
  ]
  it.each(PAGES)('%s', async (path, expected) => {
    for (const [index, who] of CAST.entries()) {
      const response = await look(path, who)
      expect(response.status, who).toBe(expected[index])
    }
  })

  async function look(path: string, who: Cast): Promise<Response> {
    const id = await waitingExport()
    const cookie = await newCookie(world, who)
    return world.site.fetch(new Request(ORIGIN + path.replace('ID', id), { headers: { cookie } }))
  }

  it('shows a viewer no button but their own', async () => {
    for (const path of [
      '/sidekiq/queues/export',
      '/sidekiq/exports',
      '/sidekiq/exports/ID',
      '/sidekiq/busy',
    ]) {
      expect(await (await look(path, 'viewer')).text(), path).not.toContain('method="post"')
    }
    const doctor = await (await look('/admin/doctor', 'viewer')).text()
    expect(doctor).not.toContain('/admin/doctor/mend')
  })

  it('shows tabs only to whom they open', async () => {
    const exportsOnly = await (await look('/sidekiq/exports', 'exports')).text()
    expect(exportsOnly).not.toContain('href="/sidekiq/queues"')
    expect(exportsOnly).not.toContain('href="/sidekiq"')
    const jobsOnly = await (await look('/sidekiq/queues', 'jobs')).text()
    expect(jobsOnly).not.toContain('href="/sidekiq/exports"')
    const menu = await (await look('/settings/export', 'exports')).text()
    expect(menu).toContain('href="/sidekiq/exports"')
    expect(menu).not.toContain('/admin/')
  })
})
