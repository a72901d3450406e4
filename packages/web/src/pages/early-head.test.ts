/** A page's head comes while the rest is read, and whatever happens then, a whole document comes. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JobNote } from '../options.ts'
import {
  addToSet,
  beat,
  enqueue,
  FAILED_TWICE,
  jobText,
  ORIGIN,
  startConsole,
  work,
} from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'

let site: ConsoleFixture
let notes = Promise.withResolvers<ReadonlyMap<string, JobNote>>()
beforeAll(async () => {
  site = await startConsole({ describeJob: () => notes.promise })
})
beforeEach(async () => {
  notes = Promise.withResolvers()
  await site.flush()
  for (const set of ['dead', 'retry', 'schedule'] as const) {
    await addToSet(site.redis, set, 60, FAILED_TWICE)
  }
  await beat(site.redis, 'web-1:4411:0a1b2c3d4e5f')
  await work(site.redis, 'web-1:4411:0a1b2c3d4e5f', jobText())
  await enqueue(site.redis, 'export', [jobText()])
})
afterAll(() => site.stop())

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return site.console.fetch(new Request(`${ORIGIN}/sidekiq${path}`, init))
}

/** What has come before the host has said its notes, and the rest. */
async function pieces(response: Response, goOn: () => void): Promise<[string, string]> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = (await reader?.read())?.value ?? ''
  goOn()
  let rest = ''
  for (;;) {
    const { value } = (await reader?.read()) ?? {}
    if (value === undefined) return [first, rest]
    rest += value
  }
}

test.each(['/dead', '/retries', '/scheduled', '/queues/export', '/busy'])(
  '%s begins before its jobs are known',
  async (path) => {
    const response = await ask(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const [first, rest] = await pieces(response, () => notes.resolve(new Map()))
    expect(first).toMatch(/^<!doctype html><html lang="en".*howdah\.css.*console\.js/su)
    expect(first).not.toContain('<title>')
    expect(rest).toMatch(/^<title>.*<\/html>$/su)
    // The same as from a page that is sent as a whole.
    expect(rest.match(/howdah\.css|<html|<head>/gu)).toBeNull()
    expect(rest).toContain('BackupWorker')
  },
)

test('what goes wrong after the head is said on a whole page, in the reader’s language', async () => {
  const headers = { 'accept-language': 'de' }
  const response = await ask('/dead', { headers })
  const [first, rest] = await pieces(response, () => {
    const broken = new Map<string, JobNote>()
    broken.get = () => {
      throw new Error('the host’s notes are broken')
    }
    notes.resolve(broken)
  })
  expect(first).toContain('<html lang="de"')
  expect(rest).toContain('<h1>Etwas ist schiefgegangen</h1>')
  expect(rest).toMatch(/<\/body><\/html>$/u)
  expect(site.errors).toEqual([new Error('the host’s notes are broken')])
})

test('a message of the action before is shown once, and taken away with the head', async () => {
  notes.resolve(new Map())
  const { headers } = await site.post('/queues/export/pause', { from: 'queue' })
  const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const page = await ask('/queues/export', { headers: { cookie } })
  expect(page.headers.get('set-cookie')).toMatch(/Max-Age=0/u)
  expect(await page.text()).toContain('role="status"')
})

test('what is missing, elsewhere or asked for without a body is decided before', async () => {
  notes.resolve(new Map())
  expect((await ask('/queues/nowhere')).status).toBe(404)
  expect((await ask('/queues/export?class=A')).status).toBe(303)
  expect((await ask('/dead?substr=a')).status).toBe(303)
  const head = await ask('/dead', { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
})

test('a reader who leaves after the head disturbs nobody', async () => {
  const response = await ask('/dead')
  const reader = response.body?.getReader()
  await reader?.read()
  await reader?.cancel()
  notes.resolve(new Map())
  expect((await ask('/dead')).status).toBe(200)
  expect(site.errors).toEqual([])
})

test('where looks are recorded, a page with jobs begins when its look is, and not before', async () => {
  const looked = Promise.withResolvers<void>()
  const [recorded, counted] = [Promise.withResolvers<void>(), Promise.withResolvers<number>()]
  const recording = await startConsole({
    onLook: () => {
      looked.resolve()
      return recorded.promise
    },
    tabs: [
      {
        label: 'Exports',
        path: '/exports',
        count: () => counted.promise,
        handle: async () => new Response(),
      },
    ],
  })
  await addToSet(recording.redis, 'dead', 60, FAILED_TWICE)
  let isAnswered = false
  const answer = recording.console.fetch(new Request(`${ORIGIN}/sidekiq/dead`))
  void answer.then(() => (isAnswered = true))
  await looked.promise
  await nextTurn()
  expect(isAnswered).toBe(false)
  recorded.resolve()
  const [first, rest] = await pieces(await answer, () => counted.resolve(3))
  expect(first).toContain('console.js')
  expect(first).not.toContain('<title>')
  expect(rest).toMatch(/^<title>.*BackupWorker.*<\/html>$/su)
  await recording.stop()
})
