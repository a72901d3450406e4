/** No page says anything that the catalogue does not hold: it would stay English in every language. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { LANGUAGES } from '../language/languages.ts'
import { DEFAULT_PREFERENCES, preferencesCookie } from '../language/preferences.ts'
import { startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture, Page } from '../testing/fixture.ts'
import { SAMPLE_PAGES } from '../testing/pages.ts'
import { SAMPLE_JIDS, seedSample } from '../testing/sample.ts'
import { unbracketed } from '../testing/visible-text.ts'

/** What the sample brings along, and what is called the same in every language. */
const DATA =
  /Sidekiq|Redis|^(valkey|redis) [\d.]+$|\b[kMGT]?B\b|[\d.]+[KMG]\b|\b\w+Worker\b|\b[0-9a-f]{24}\b|\b\w+-\d:\d+(:\w+)?|^howdah$|^(export|default|pull)$|nightly clean-up|weekly report|^slow$|^media$|Europe\/Berlin/gu

/** Each language is called as it calls itself. */
const LANGUAGE_NAMES = new Set(Object.values(LANGUAGES).map(({ name }) => name))

const PSEUDO = preferencesCookie({ ...DEFAULT_PREFERENCES, language: 'en-XA' }).split(';')[0] ?? ''

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole()
  await seedSample(site.redis)
})
afterAll(() => site.stop())

/** What is asked before acting, and what stands where there is nothing. */
const MORE_PAGES: readonly (readonly [name: string, path: string])[] = [
  ['cancel', `/jobs/${SAMPLE_JIDS.running}/cancel`],
  ['no job id', '/jobs/nonsense'],
  ['no set key', '/retries/nonsense'],
  ['quiet', '/busy/all/quiet'],
  ['stop', '/busy/all/stop'],
  ['no process', '/busy/nobody/stop'],
  ['no operation', '/operations/nothing'],
  ['operation on all', '/operations/new?in=retry&do=retry&q='],
  ['operation on a queue', '/operations/new?in=queue%3Aexport&do=delete&q=class%3AA'],
  ['nothing found', '/search?in=queue%3Aexport&q=class%3Anothing'],
  ['no class', '/metrics?class=nothing'],
  ['no metrics', '/metrics/NothingWorker?period=24h'],
  ['no address', '/nothing'],
]

test.each([...SAMPLE_PAGES, ...MORE_PAGES])(
  '%s takes its words from the catalogue',
  async (_name, path) => {
    const { html } = await site.get(path, { cookie: PSEUDO })
    expect(html).toContain('lang="en-XA"')
    expect(unbracketed(html, DATA).filter((text) => !LANGUAGE_NAMES.has(text))).toEqual([])
    expect(site.errors).toEqual([])
  },
)

/** What is said after an action: each form, and what its answer is looked at for. */
const ACTIONS: readonly (readonly [path: string, fields: Readonly<Record<string, string>>])[] = [
  ['/queues/default/pause', {}],
  ['/queues/default/pause', {}],
  ['/queues/default/resume', {}],
  ['/queues/default', { job: 'gone' }],
  ['/queues/default/clear', { typed: 'other' }],
  ['/queues/default/clear', { typed: 'default' }],
  ['/retries', { do: 'retry' }],
  ['/retries', { do: 'dance' }],
  ['/retries', { do: 'delete 1-gone' }],
  ['/scheduled/all/delete', {}],
  ['/dead/all/retry', {}],
  ['/busy/web-1:4411:0a1b2c3d4e5f/quiet', {}],
  [`/jobs/${SAMPLE_JIDS.retried}/cancel`, {}],
  ['/operations', { in: 'retry', do: 'delete', q: 'class:A' }],
  ['/operations', { in: 'retry', do: 'delete', q: 'class:A', reason: 'test' }],
  ['/settings', { language: 'en-XA' }],
]

test.each(ACTIONS)('the answer to %s %o comes from the catalogue', async (path, fields) => {
  const answer = await site.post(path, fields, { cookie: PSEUDO })
  const said = answer.status === 303 ? await follow(answer) : answer
  expect(said.html).toMatch(/role="status"|<h1>|field__error/u)
  expect(unbracketed(said.html, DATA).filter((text) => !LANGUAGE_NAMES.has(text))).toEqual([])
})

async function follow({ headers }: Page): Promise<Page> {
  const cookie = headers.getSetCookie().map((one) => one.split(';')[0])
  const path = (headers.get('location') ?? '').slice('/sidekiq'.length)
  const page = await site.get(path, { cookie: [PSEUDO, ...cookie].join('; ') })
  expect(page.html).toContain('role="status"')
  return page
}
