/**
 * The console mounted in each framework below a path: pages, assets, forms and the stream of changes,
 * and the application around it as it was.
 */
import { createServer } from 'node:http'
import { once } from 'node:events'
import { startTestRedis } from '@howdah/engine/testing'
import { nodeListener } from '@howdah/web/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BASE_PATH, createAdminConsole } from './console.js'
import { createApp as createExpress } from './express/app.js'
import { createApp as createFastify } from './fastify/app.js'
import { createApp as createHono } from './hono/app.js'

const ADMIN = { cookie: 'admin=yes' }

let redis
let adminConsole
beforeAll(async () => {
  redis = await startTestRedis()
  adminConsole = createAdminConsole(redis.url)
  await redis.redis.call('SADD', 'queues', 'mail')
  await redis.redis.call('LPUSH', 'queue:mail', '{"class":"MailWorker","args":[1],"jid":"a"}')
})
afterAll(async () => {
  adminConsole.close()
  await redis.stop()
})

/** Listens on a free port; gives the origin and how to end. */
async function listen(server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { origin: `http://127.0.0.1:${server.address().port}`, stop }
}

/** How each one is served, in the order of the documentation. */
const MOUNTS = {
  Hono: () => listen(createServer(nodeListener(createHono(adminConsole)))),
  Express: () => listen(createServer(createExpress(adminConsole))),
  Fastify: async () => {
    const app = createFastify(adminConsole)
    const origin = await app.listen({ port: 0, host: '127.0.0.1' })
    app.server.unref()
    return { origin, stop: () => app.server.closeAllConnections() }
  },
  Next: async () => {
    process.env.REDIS_URL = redis.url
    const route = await import('./next/app/admin/sidekiq/[[...path]]/route.js')
    // What Next does with a route file: the function of the method, with a Request.
    return listen(
      createServer(nodeListener({ fetch: (request) => route[request.method](request) })),
    )
  },
}

describe.each(Object.entries(MOUNTS))('%s', (name, serve) => {
  let site
  beforeAll(async () => {
    site = await serve()
  })
  afterAll(() => site.stop())

  const ask = (path, options = {}) =>
    fetch(`${site.origin}${BASE_PATH}${path}`, {
      redirect: 'manual',
      ...options,
      headers: { ...ADMIN, ...options.headers },
    })

  test('shows pages with links below the path, to administrators only', async () => {
    for (const path of ['', '/', '/queues']) {
      const page = await ask(path)
      expect(page.status, path).toBe(200)
      expect(await page.text()).toContain(`href="${BASE_PATH}/queues"`)
    }
    const stranger = await fetch(`${site.origin}${BASE_PATH}/queues`)
    expect(stranger.status).toBe(404)
  })

  test('serves the style sheet and scripts that a page names', async () => {
    const html = await (await ask('/queues')).text()
    const named = [...html.matchAll(/(?:href|src)="([^"]*\/assets\/[^"]+)"/g)].map(([, at]) => at)
    expect(named.length).toBeGreaterThan(2)
    for (const address of named) {
      const asset = await fetch(`${site.origin}${address.replaceAll('&amp;', '&')}`)
      expect([asset.status, address]).toEqual([200, address])
      expect((await asset.text()).length).toBeGreaterThan(100)
    }
  })

  test('takes forms, answers with a redirect and a message', async () => {
    const form = { method: 'POST', headers: { origin: site.origin }, body: new URLSearchParams() }
    const paused = await ask('/queues/mail/pause', form)
    expect([paused.status, paused.headers.get('location')]).toEqual([303, `${BASE_PATH}/queues`])
    expect(await redis.redis.call('SISMEMBER', 'paused', 'mail')).toBe(1)
    const [message] = (paused.headers.get('set-cookie') ?? '').split(';')
    const page = await ask('/queues', { headers: { cookie: `${ADMIN.cookie}; ${message}` } })
    expect(await page.text()).toContain('role="status"')
    await ask('/queues/mail/resume', form)
    expect(await redis.redis.call('SISMEMBER', 'paused', 'mail')).toBe(0)
    const foreign = { ...form, headers: { origin: 'https://evil.example' } }
    expect((await ask('/queues/mail/pause', foreign)).status).toBe(403)
  })

  test('streams what has changed while the page is open', async () => {
    const stream = await ask('/events')
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader()
    // The first look at Redis only learns how things are, so something has to change after it.
    const pushing = setInterval(() => void redis.redis.call('LPUSH', 'queue:mail', '{}'), 100)
    let seen = ''
    while (!seen.includes('event: changed')) {
      const { done, value } = await reader.read()
      expect(done).toBe(false)
      seen += value
    }
    clearInterval(pushing)
    expect(seen).toMatch(/^retry: \d+/)
    await reader.cancel()
  })
})

test.each(['Express', 'Fastify'])('%s reads bodies elsewhere as before', async (name) => {
  const site = await MOUNTS[name]()
  const body = JSON.stringify({ a: 1 })
  const headers = { 'content-type': 'application/json' }
  const echo = await fetch(`${site.origin}/echo`, { method: 'POST', headers, body })
  expect(await echo.json()).toEqual({ a: 1 })
  expect(await (await fetch(site.origin)).text()).toBe('The application')
  site.stop()
})
