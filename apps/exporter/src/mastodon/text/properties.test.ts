import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { shortcodesIn } from '../activitypub/emojis.ts'
import { findEntities } from './entities.ts'
import { formatField, formatPost, type FormatterContext } from './formatter.ts'
import { FORMATTER_RULES } from './rules.ts'

const context: FormatterContext = {
  rules: FORMATTER_RULES['4.5'],
  localDomain: 'example.social',
  webUrl: 'https://example.social',
  accounts: [],
}

/** Pieces of which links, hashtags and mentions are made, in every wrong order. */
const pieces = constantFrom(
  'https://',
  'http://www.',
  'xmpp:',
  'magnet:?',
  'example.com',
  'x.y.z',
  '.みんな',
  '/',
  '(',
  ')',
  '?',
  '=',
  '#',
  '＃',
  '@',
  '.',
  ',',
  ' ',
  '\n',
  '\r\n',
  '\u3000',
  '日本',
  '-',
  '_',
  ':',
  ':80',
  '%20',
  '😀',
  'ſ',
  '「',
  '」',
  '"',
  "'",
  '<b>',
  '&amp;',
  '~',
  '\\',
  'tag',
  '1',
  '·',
  '\u200c',
  'user@host.org',
)
const texts = oneof(
  array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
  string({ unit: 'grapheme', maxLength: 200 }),
  string({ unit: 'binary', maxLength: 200 }),
)

/** What a reader sees: no tags, no escapes, no line ends. */
function visibleText(html: string): string {
  const characters: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  }
  return withoutLineEnds(
    html
      .replace(/<[^>]*>/g, '')
      .replace(/&(?:lt|gt|quot|#39|amp);/g, (escaped) => characters[escaped] ?? ''),
  )
}

function withoutLineEnds(text: string): string {
  return text.replace(/[\r\n]/g, '')
}

test('all of a text is kept, and nothing else is added to what one reads', () => {
  assert(
    property(texts, (text) => {
      // A full-width sign becomes the usual one, but only where it begins a hashtag.
      const expected = withoutLineEnds(text).replaceAll('＃', '#')
      const html = formatPost(text, context)
      const seen = visibleText(html).replaceAll('＃', '#')
      expect(seen).toBe(/^\p{White_Space}*$/u.test(text) ? '' : expected)
    }),
    { numRuns: 2_000 },
  )
})

test('only the tags of the formatter are in the HTML, whatever the text', () => {
  const known =
    /^(?:<p>|<\/p>|<br \/>|<span>|<span class="(?:invisible|ellipsis|)">|<\/span>|<\/a>|<a href="[^"<>]*" (?:target="_blank" rel="[a-z ]+" translate="no"|class="mention hashtag" rel="tag")>)$/
  assert(
    property(texts, (text) => {
      for (const html of [formatPost(text, context), formatField(text, context)]) {
        for (const [tag] of html.matchAll(/<[^>]*>/g)) expect(tag).toMatch(known)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('entities do not overlap, and say what stands in the text', () => {
  assert(
    property(texts, (text) => {
      let end = 0
      for (const entity of findEntities(text, context.rules)) {
        expect(entity.start).toBeGreaterThanOrEqual(end)
        expect(entity.end).toBeGreaterThan(entity.start)
        const said = { url: 'url', hashtag: 'name', mention: 'address' }[entity.kind]
        expect(text.slice(entity.start, entity.end)).toContain(Object(entity)[said])
        end = entity.end
      }
    }),
    { numRuns: 2_000 },
  )
})

// With a quadratic step anywhere these take minutes. CPU time, because the machine may be busy.
const SIZE = 250_000
const MAX_CPU_MS = 5_000
const HOSTILE = [
  '(',
  '@',
  '#',
  '＃',
  ':',
  '.',
  '/',
  '&',
  '\n',
  '\r\n',
  ' ',
  'a',
  'a.',
  'a_.',
  '-.',
  '😀',
  '日本.',
  'http://',
  'https://a.co/(',
  'https://a.co/((a)',
  'https://a.co/!',
  'a.co/',
  'https://a.a.',
  '@a',
  '@a.',
  '@a@a.',
  '@a@',
  '#a',
  '#·',
  '#1',
  '#a·',
  '#1·',
  ':a1',
  ':a1:',
  'xmpp:',
  'xmpp:a@',
  'magnet:?',
  'xmpp://a@',
  '?!',
  'xn--',
  '.xn--a',
  'a.ſ',
  'a.K',
  '\u200e',
  '\ufeff',
  '#http://',
]
const START = ['', 'https://a.co/', 'https://', '@a', '#1', 'magnet:?']

function cpuMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  return process.cpuUsage(before).user / 1_000
}

test.each(HOSTILE)('a flood of %j takes time in proportion to its length', (piece) => {
  for (const start of START) {
    const text = start + piece.repeat(Math.ceil(SIZE / piece.length))
    const spentMs = cpuMs(() => {
      formatPost(text, context)
      shortcodesIn([text])
    })
    expect(spentMs).toBeLessThan(MAX_CPU_MS)
  }
})

test.each(['((((', '@@@@', 'http://http://', '@a.'])('a megabyte of %j is no attack', (piece) => {
  const text = piece.repeat(1_000_000 / piece.length)
  expect(cpuMs(() => formatPost(text, context))).toBeLessThan(MAX_CPU_MS)
})
