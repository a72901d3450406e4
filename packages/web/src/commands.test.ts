/** Pages take a bounded number of Redis commands, however many classes ran and profiles there are. */
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { RedisCommand } from '@howdah/engine'
import { createConsole } from './index.ts'
import type { Console } from './index.ts'
import { beat, jobText, ORIGIN, startConsole } from './testing/fixture.ts'
import type { ConsoleFixture } from './testing/fixture.ts'

const CLASSES = Array.from({ length: 30 }, (_, index) => `Worker${index}`)
const MINUTES = 480
const PROFILES = 120
/** Nine runs below 65 ms and nine below 65 s. */
const RUN_TIMES = ['SET', 'u16', '#3', 9, 'SET', 'u16', '#20', 9]

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole()
  const now = Date.now()
  for (let ago = 0; ago < MINUTES; ago += 1) {
    await site.redis.pipeline(minuteOf(new Date(now - ago * 60_000)))
  }
  await site.redis.pipeline(Array.from({ length: PROFILES }, (_, index) => profile(index)).flat())
})
afterAll(() => site.stop())

/** A minute in which every class ran, as Sidekiq 8 counts it, and how long its jobs ran and waited. */
function minuteOf(at: Date): RedisCommand[] {
  const { keys } = site.redis
  const [year = '', month = '', day = ''] = at.toISOString().slice(2, 10).split('-')
  const [hour, minute] = [at.getUTCHours(), at.getUTCMinutes()]
  const tenMinutes = `${year}${month}${day}|${hour}:${Math.floor(minute / 10)}`
  const runs = CLASSES.flatMap((name) => [`${name}|p`, 9, `${name}|ms`, 900])
  const cells = CLASSES.flatMap((name) => [`${name}|2`, 5, `${name}|9`, 4])
  return [
    ...[tenMinutes, `${tenMinutes}${minute % 10}`].flatMap((bucket): RedisCommand[] => [
      ['HSET', keys.metricsOf(bucket), ...runs],
      ['HSET', keys.waitsOf(bucket), ...cells],
    ]),
    ['HSET', keys.runTimesOf(tenMinutes), ...cells],
    ...CLASSES.map((name): RedisCommand => [
      'BITFIELD',
      keys.histogramOf(name, `${Number(day)}-${hour}:${minute}`),
      ...RUN_TIMES,
    ]),
  ]
}

function profile(index: number): RedisCommand[] {
  const { keys } = site.redis
  const jid = index.toString(16).padStart(24, '0')
  const name = `tok-${jid}`
  const fields = { token: 'tok', jid, type: 'BackupWorker', started_at: 1, elapsed: 2, size: 3 }
  return [
    ['ZADD', keys.profiles, Math.floor(Date.now() / 1_000) + 3_600, name],
    ['HSET', keys.profile(name), ...Object.entries(fields).flat(), 'data', 'x'],
  ]
}

/** What Redis is sent while a page is made; what a script calls in turn is part of its one command. */
async function commandsOf(
  path: string,
  console: Pick<Console, 'fetch'> = site.console,
): Promise<{ html: string; commands: readonly string[] }> {
  const { hostname, port } = new URL(site.redis.settings.url)
  const monitor = connect(Number(port), hostname)
  let heard = ''
  monitor.on('data', (piece) => (heard += piece.toString('latin1')))
  monitor.write('MONITOR\r\n')
  await vi.waitFor(() => expect(heard).toContain('+OK'))
  const page = await console.fetch(new Request(`${ORIGIN}/sidekiq${path}`))
  const html = await page.text()
  await site.redis.call('ECHO', 'that is all')
  await vi.waitFor(() => expect(heard).toContain('that is all'))
  monitor.destroy()
  const lines = heard.split('\r\n').filter((line) => /^\+[\d.]+ \[/u.test(line))
  return { html, commands: lines.filter((line) => !line.includes(' lua] ')).slice(0, -1) }
}

test.each(['8h', '24h', '72h'])('the metrics of %s', async (period) => {
  await site.get('/metrics/Worker1?period=24h') // Now Redis knows the scripts.
  // A console that prepares no other period meanwhile.
  const fresh = createConsole({
    redis: site.redis,
    basePath: '/sidekiq',
    title: 'Sidekiq',
    allow: async () => ({ name: 'admin', canAct: true }),
  })
  const { html, commands } = await commandsOf(`/metrics?period=${period}`, fresh)
  fresh.close()
  expect(html).toContain('5 more classes')
  expect(commands.length).toBeLessThanOrEqual(20)
})

test('the list of profiles', async () => {
  const { html, commands } = await commandsOf('/profiles')
  expect(html).toContain('tok')
  expect(commands.length).toBeLessThanOrEqual(20)
})

test('the order of many running jobs serves several pages, until a reader changes something', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `web-${index}:7:0a1b2c3d4e5f`)
  for (const [at, name] of names.entries()) {
    await beat(site.redis, name)
    await site.redis.call('HSET', `${name}:work`, ...Array.from({ length: 20 }, run(at)).flat())
  }
  const first = await commandsOf('/busy')
  const ranks = [...first.html.matchAll(/Rank(\d+)Worker/gu)].map(([, rank]) => Number(rank))
  expect([...new Set(ranks)]).toEqual(Array.from({ length: 25 }, (_, rank) => rank))
  expect(first.commands.length).toBeLessThanOrEqual(20)
  const readsWork = ({ commands }: typeof first): boolean =>
    commands.some((line) => line.includes(':work"'))
  expect(readsWork(first)).toBe(true)
  const second = await commandsOf('/busy?page=2')
  expect(second.html).toContain('Rank25Worker')
  expect(readsWork(second)).toBe(false)
  await site.post(`/busy/${encodeURIComponent(names[0] ?? '')}/quiet`, {})
  expect(readsWork(await commandsOf('/busy'))).toBe(true)
})

/** The 20 jobs of a process, rank 0 of all processes being the one that runs longest. */
function run(processAt: number) {
  return (_: unknown, slot: number): [thread: string, text: string] => {
    const rank = slot * 30 + processAt
    const payload = jobText({ class: `Rank${rank}Worker`, queue: 'default' })
    return [`t${slot}`, JSON.stringify({ queue: 'default', payload, run_at: 1_700_000_000 + rank })]
  }
}
