/** Every page at full size: how long it takes, how large it is, what it asks of Redis. */
import { setTimeout as sleep } from 'node:timers/promises'
import { median, percentile } from '../engine/statistics.ts'
import { mainThreadTimes, type ThreadTimes } from '../export/process-figures.ts'
import type { Scenario, WebBench } from './bench.ts'
import { QUEUE, TENTH } from './data/jobs.ts'
import { RedisWatch, type Asked } from './redis-watch.ts'
import type { Answer } from './site.ts'

/** Pages by name. */
const PAGES: Readonly<Record<string, string>> = {
  'import and export': '/settings/export',
  'own sessions': '/settings/sessions',
  users: '/admin/users',
  'users, found': '/admin/users?q=member4711',
  'users, not found': '/admin/users?q=nobody-of-this-name',
  user: '/admin/users/4711/edit',
  'server exports': '/admin/exports',
  audit: '/admin/audit',
  'audit of an actor': '/admin/audit?actor=member7',
  doctor: '/admin/doctor',
  schedule: '/sidekiq/exports',
  'schedule, failed': '/sidekiq/exports?state=failed',
  'schedule, pending': '/sidekiq/exports?state=pending',
  'schedule, found': '/sidekiq/exports?q=member4711',
  'schedule, found in many': '/sidekiq/exports?q=member4',
  'schedule, one type': '/sidekiq/exports?type=migration',
  'schedule, 30 days': '/sidekiq/exports?days=30',
  'schedule, agenda': '/sidekiq/exports?view=agenda',
  'export that waits': '/sidekiq/exports/50',
  'export that failed': '/sidekiq/exports/1000',
  'exports in numbers': '/sidekiq/exports/numbers',
  dashboard: '/sidekiq',
  queues: '/sidekiq/queues',
  queue: `/sidekiq/queues/${QUEUE}`,
  'queue, far page': `/sidekiq/queues/${QUEUE}?page=1000`,
  'queue, clear': `/sidekiq/queues/${QUEUE}/clear`,
  scheduled: '/sidekiq/scheduled',
  retries: '/sidekiq/retries',
  'retries, far page': '/sidekiq/retries?page=1000',
  dead: '/sidekiq/dead',
  'dead, delete all': '/sidekiq/operations/new?in=dead&do=delete',
  busy: '/sidekiq/busy',
  metrics: '/sidekiq/metrics',
  'metrics of 8 hours': '/sidekiq/metrics?period=8h',
  'metrics of 3 days': '/sidekiq/metrics?period=72h',
  'metrics of a class': `/sidekiq/metrics/${TENTH}`,
  failures: '/sidekiq/failures',
  'search, empty': '/sidekiq/search',
  operations: '/sidekiq/operations',
  'operation, new': `/sidekiq/operations/new?in=retry&do=delete&q=class%3A${TENTH}`,
  settings: '/sidekiq/settings',
}

/** Lists whose first job is opened, through the link that the list gives. */
const LISTS: Readonly<Record<string, string>> = {
  'job of the dead set': '/sidekiq/dead',
  'job of the queue': `/sidekiq/queues/${QUEUE}`,
  'job that runs': '/sidekiq/busy?only=jobs',
}

async function jobPages(bench: WebBench): Promise<[name: string, path: string][]> {
  const found: [string, string][] = []
  for (const [name, list] of Object.entries(LISTS)) {
    const { text } = await bench.ask(list)
    const href = /href="(\/sidekiq\/(?:jobs\/\w+\?|dead\/[\d.]+-)[^"]*)"/u.exec(text)?.[1]
    if (href === undefined) throw new Error(`${list} has no link to a job.`)
    found.push([name, href.replaceAll('&amp;', '&')])
  }
  return found
}

/** What the console keeps for all readers is kept for ten seconds. */
const FORGETTING_MS = 11_000

/** Looks at what a page asks of Redis, each when nothing is kept. */
const LOOKS = 3

export const pages: Scenario = {
  name: 'pages',
  title: 'Pages: server time, size, Redis commands',
  async run(bench) {
    await bench.beat()
    const all = [...Object.entries(PAGES), ...(await jobPages(bench))]
    const entries = all.filter(([name]) => isWanted(name, bench.options.pages))
    if (entries.length === 0) throw new Error('No page has such a name.')
    for (const [name, path] of entries) refuseFailure(name, await bench.ask(path))
    const asked = await lookAtRedis(bench, entries)
    await bench.beat()
    const answers = new Map<string, Timed[]>(entries.map(([name]) => [name, []]))
    for (let round = 0; round < bench.options.requests; round += 1) {
      for (const [name, path] of entries) answers.get(name)?.push(await askTimed(bench, path))
    }
    for (const [name, given] of answers) {
      const times = given.map(({ totalMs }) => totalMs)
      const cpuTimes = given.map(({ cpuMs }) => cpuMs)
      const looks = asked.get(name) ?? []
      const figures = {
        p50Ms: median(times),
        p99Ms: percentile(times, 0.99),
        kilobytes: Math.max(...given.map(({ text }) => Buffer.byteLength(text))) / 1_000,
        rows: Math.max(...given.map(({ text }) => rowsOf(text))),
        commands: median(looks.map(({ commands }) => commands)),
        inScripts: median(looks.map(({ inScripts }) => inScripts)),
        unbounded: Math.max(...looks.map(({ unbounded }) => unbounded.length)),
        cpuP50Ms: median(cpuTimes),
        cpuP99Ms: percentile(cpuTimes, 0.99),
        waitedP99Ms: percentile(
          given.map(({ waitedMs }) => waitedMs),
          0.99,
        ),
      }
      const unbounded = [...new Set(looks.flatMap((look) => look.unbounded))]
      const notes = [looks[0]?.names ?? '', ...unbounded].filter((note) => note !== '')
      bench.results.add({ scenario: 'pages', contestant: 'ours', variant: name }, figures, notes)
    }
  },
}

/** An answer, and what the site's main thread did from the request to its end, for whomever. */
type Timed = Answer & ThreadTimes

async function askTimed(bench: WebBench, path: string): Promise<Timed> {
  const before = mainThreadTimes(bench.site.pid)
  const answer = await bench.ask(path)
  const after = mainThreadTimes(bench.site.pid)
  const cpuMs = after.cpuMs - before.cpuMs
  return { ...answer, cpuMs, waitedMs: after.waitedMs - before.waitedMs }
}

function isWanted(name: string, parts: readonly string[]): boolean {
  return parts.length === 0 || parts.some((part) => name.includes(part.trim()))
}

/** The median of three looks is free of the site's own looks at Redis, every ten seconds. */
async function lookAtRedis(
  bench: WebBench,
  entries: readonly (readonly [name: string, path: string])[],
): Promise<ReadonlyMap<string, Asked[]>> {
  const watch = await RedisWatch.start(bench.redis, bench.redisUrl)
  const asked = new Map<string, Asked[]>()
  try {
    for (let look = 0; look < (bench.options.isQuick ? 1 : LOOKS); look += 1) {
      if (!bench.options.isQuick) await sleep(FORGETTING_MS)
      for (const [name, path] of entries) {
        const one = await watch.during(() => bench.ask(path))
        asked.set(name, [...(asked.get(name) ?? []), one])
      }
    }
  } finally {
    watch.stop()
  }
  return asked
}

function refuseFailure(name: string, { status }: Answer): void {
  if (status !== 200) throw new Error(`The page "${name}" answered with ${status}.`)
}

/** Rows of all tables, without their heads. */
function rowsOf(html: string): number {
  const bodies = html.match(/<tbody[\s\S]*?<\/tbody>/gu) ?? []
  return bodies.reduce((sum, body) => sum + (body.match(/<tr\b/gu)?.length ?? 0), 0)
}
