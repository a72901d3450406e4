/** The console where others live: frameworks that speak fetch, node:http, several databases, alone. */
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connectRedis } from '@howdah/engine'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readStandaloneOptions, startStandalone } from './cli/standalone.ts'
import { createConsole } from './index.ts'
import { nodeListener } from './node.ts'
import { createConsoles } from './several.ts'
import { enqueue, jobText, startConsole } from './testing/fixture.ts'
import type { ConsoleFixture } from './testing/fixture.ts'

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole()
  await enqueue(site.redis, 'export', [jobText()])
})
afterAll(() => site.stop())

async function texts(origin: string, fetchPage: typeof fetch = fetch): Promise<void> {
  const page = await fetchPage(`${origin}/sidekiq/queues`)
  expect(await page.text()).toContain('/sidekiq/queues/export')
  const css = await fetchPage(`${origin}/sidekiq/assets/howdah.css`)
  expect(css.headers.get('content-type')).toContain('text/css')
  const paused = await fetchPage(`${origin}/sidekiq/queues/export/pause`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'from=list',
  })
  expect([paused.status, paused.headers.get('location')]).toEqual([303, '/sidekiq/queues'])
  expect(paused.headers.get('set-cookie')).toContain('howdah_flash')
  await site.redis.call('DEL', 'paused')
}

test('in Hono, and in whatever hands on a Request, as Next’s route handlers do', async () => {
  const app = new Hono()
  app.all('/sidekiq/*', (c) => site.console.fetch(c.req.raw))
  await texts('http://console.test', async (input, init) => app.fetch(new Request(input, init)))
})

test('behind node:http, also where a framework cuts the mount path off, as Express does', async () => {
  const listener = nodeListener(site.console)
  const server = createServer((request, response) => {
    const mounted = Object.assign(request, { originalUrl: request.url })
    mounted.url = (request.url ?? '').slice('/sidekiq'.length)
    listener(mounted, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await texts(`http://127.0.0.1:${port}`)
  server.closeAllConnections()
  server.close()
})

test('several databases have an address each, and a picker between them', async () => {
  const other = connectRedis({ url: site.redis.settings.url, namespace: 'other' })
  const both = createConsoles(
    [
      { name: 'main', redis: site.redis },
      { name: 'other', label: 'The other', redis: other, environment: 'staging' },
    ],
    { basePath: '/jobs', title: 'Sidekiq', allow: async () => ({ name: 'ada', canAct: false }) },
  )
  const get = (path: string) => both.fetch(new Request(`http://console.test${path}`))
  expect((await get('/jobs')).headers.get('location')).toBe('/jobs/main')
  const main = await (await get('/jobs/main/queues')).text()
  expect(main).toContain('/jobs/main/queues/export')
  expect(main).toContain('<a href="/jobs/other">The other</a>')
  expect(main).toContain('<a href="/jobs/main" aria-current="true">main</a>')
  expect(await (await get('/jobs/other/queues')).text()).toContain('No queue has had a job yet.')
  expect((await get('/jobs/nope')).status).toBe(404)
  expect(() =>
    createConsoles([{ name: 'A b', redis: other }], { title: '', allow: async () => null }),
  ).toThrow('cannot name')
  both.close()
  await other.close()
})

test('alone it only looks, on loopback, under its own name', async () => {
  const words = ['--redis', site.redis.settings.url, '--port', '0']
  const running = await startStandalone(readStandaloneOptions(words, {}))
  const page = await fetch(`${running.origin}/redis/queues`)
  const html = await page.text()
  expect(html).toContain('read only')
  expect(html).not.toContain('method="post"')
  const dashboard = await (await fetch(`${running.origin}/redis`)).text()
  expect(dashboard).toContain('bundle exec sidekiq')
  expect(dashboard).not.toContain('howdah work')
  const metrics = await (await fetch(`${running.origin}/redis/metrics`)).text()
  expect(metrics).toContain('No job finished in the last hour')
  expect(metrics).toContain('since version 7')
  const form = { method: 'POST', headers: { origin: running.origin }, body: new URLSearchParams() }
  expect((await fetch(`${running.origin}/redis/queues/export/pause`, form)).status).toBe(403)
  const port = new URL(running.origin).port
  const status = await new Promise<number | undefined>((resolve) => {
    const address = { host: '127.0.0.1', port, headers: { host: 'evil.example' } }
    get(address, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
  })
  expect(status).toBe(421)
  await running.stop()
})

test('what Redis refuses is told from a Redis that is silent', async () => {
  const { host } = new URL(site.redis.settings.url)
  const setUser = (name: string, ...rules: string[]): Promise<unknown> =>
    site.redis.call('ACL', 'SETUSER', name, 'on', '>right', '~*', ...rules)
  await setUser('narrow', '+ping', '+@read')
  await setUser('reader', ...READER_RULES)
  const page = async (user: string, path = ''): Promise<string> => {
    const words = ['--redis', `redis://${user}@${host}`, '--port', '0']
    const running = await startStandalone(readStandaloneOptions(words, {}))
    const html = await (await fetch(`${running.origin}/redis${path}`)).text()
    await running.stop()
    return html
  }
  expect(await page('reader:wrong', '/queues')).toContain('<code dir="ltr">WRONGPASS ')
  expect(await page('narrow:right', '/metrics')).toContain('<code dir="ltr">NOPERM ')
  for (const path of [
    '',
    '/queues',
    '/queues/export',
    '/busy',
    '/metrics',
    '/failures',
    '/search?q=x',
  ]) {
    expect(await page('reader:right', path)).not.toContain('Redis lets us do nothing')
  }
  for (const text of ['nonsense', 'http://127.0.0.1:6379', 'a=redis:6379']) {
    expect(() => readStandaloneOptions(['--redis', text], {})).toThrow('--redis takes an address')
  }
})

/** As docs/console.md has them. */
const READER_RULES = ['resetchannels', '+@read', '+@scripting', '+ping', '+info', '+client|id']

test('beyond loopback it wants a password, and asks for it', async () => {
  const words = ['--redis', `a=${site.redis.settings.url}`, '--port', '0', '--host', '0.0.0.0']
  expect(() => readStandaloneOptions(words, {})).toThrow('HOWDAH_WEB_PASSWORD')
  expect(() => readStandaloneOptions(['--port', 'x'], {})).toThrow('0 to 65535')
  const options = readStandaloneOptions([...words, '--allow-changes'], {
    HOWDAH_WEB_PASSWORD: 'hé',
  })
  const running = await startStandalone(options)
  const origin = running.origin.replace('0.0.0.0', '127.0.0.1')
  expect((await fetch(`${origin}/a`)).status).toBe(401)
  const authorization = `Basic ${Buffer.from('x:hé').toString('base64')}`
  const page = await fetch(`${origin}/a/queues`, { headers: { authorization } })
  expect(await page.text()).toContain('method="post"')
  await running.stop()
})

test('in the language that the browser asks for, or fewer where the host says so', async () => {
  const german = { headers: { 'accept-language': 'de-AT, en;q=0.5' } }
  expect((await site.get('/queues', german.headers)).html).toContain('<html lang="de"')
  const english = createConsole({
    redis: site.redis,
    title: 'Sidekiq',
    languages: ['en'],
    allow: async () => ({ name: 'admin', canAct: false }),
  })
  const page = await english.fetch(new Request('http://console.test/queues', german))
  expect(await page.text()).toContain('<html lang="en"')
  english.close()
})
