import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { formatField, formatPost, type FormatterContext } from './formatter.ts'
import { FORMATTER_RULES, type FormatterVersion } from './rules.ts'

interface Vector {
  readonly text: string
  readonly accounts?: readonly { username: string; domain?: string | null; url?: string }[]
  readonly quote?: string
  readonly multiline?: boolean
  readonly expected: readonly { versions: readonly string[]; html: string }[]
}

const VERSIONS: Readonly<Record<string, FormatterVersion>> = {
  'v4.2.0': '4.2',
  'v4.3.23': '4.3',
  'v4.4.22': '4.4',
  'v4.5.15': '4.5',
  'v4.6.5': '4.6',
  main: '4.6',
}

const file = new URL('../../../fixtures/mastodon/formatter-vectors.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Vector[] }

function contextOf(vector: Vector, version: FormatterVersion): FormatterContext {
  return {
    rules: FORMATTER_RULES[version],
    localDomain: 'example.com',
    webUrl: 'https://example.com',
    accounts: (vector.accounts ?? []).map((account) => ({
      username: account.username,
      domain: account.domain ?? null,
      url: account.url ?? `https://example.com/@${account.username}`,
    })),
  }
}

describe.each(Object.entries(VERSIONS))('as %s', (recorded, version) => {
  test.each(cases.map((one) => [JSON.stringify(one.text), one] as const))(
    'formats %s',
    (_, one) => {
      const context = contextOf(one, version)
      const html =
        one.multiline === false
          ? formatField(one.text, context)
          : formatPost(one.text, context, one.quote ?? null)
      const expected = one.expected.find(({ versions }) => versions.includes(recorded))
      expect(html).toBe(expected?.html)
    },
  )
})
