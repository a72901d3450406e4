/** No page says anything that the catalogue does not hold: it would stay English in every language. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { LANGUAGES } from '../language/languages.ts'
import { DEFAULT_PREFERENCES, preferencesCookie } from '../language/preferences.ts'
import { startConsole } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'
import { SAMPLE_PAGES } from '../testing/pages.ts'
import { seedSample } from '../testing/sample.ts'
import { unbracketed } from '../testing/visible-text.ts'

/** What the sample brings along, and what is called the same in every language. */
const DATA =
  /Sidekiq|Redis|^(valkey|redis) [\d.]+$|\b[kMGT]?B\b|[\d.]+[KMG]\b|\b\w+Worker\b|\b[0-9a-f]{24}\b|\b\w+-\d:\d+(:\w+)?|^howdah$|^(export|default|pull)$|nightly clean-up|^slow$|^media$|Europe\/Berlin/gu

/** Each language is called as it calls itself. */
const LANGUAGE_NAMES = new Set(Object.values(LANGUAGES).map(({ name }) => name))

/** Pages whose words are still to be moved into the catalogue; a page leaves this list for good. */
const TO_COME: ReadonlySet<string> = new Set([
  'queue',
  'scheduled',
  'retries',
  'dead',
  'busy',
  'failures',
  'operations',
  'operation',
  'operation-new',
  'search',
  'search-help',
  'metrics',
  'metrics-class',
])

const PSEUDO = preferencesCookie({ ...DEFAULT_PREFERENCES, language: 'en-XA' }).split(';')[0] ?? ''

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole()
  await seedSample(site.redis)
})
afterAll(() => site.stop())

test.each(SAMPLE_PAGES.filter(([name]) => !TO_COME.has(name)))(
  '%s takes its words from the catalogue',
  async (_name, path) => {
    const { html } = await site.get(path, { cookie: PSEUDO })
    expect(html).toContain('lang="en-XA"')
    expect(unbracketed(html, DATA).filter((text) => !LANGUAGE_NAMES.has(text))).toEqual([])
    expect(site.errors).toEqual([])
  },
)
