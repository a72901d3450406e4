/** Pieces of UTF-8 against what Node makes of the joined text. */
import { array, assert, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { encodeTexts } from './encode-texts.ts'

test('any texts become the bytes of the joined text', () => {
  assert(
    property(
      array(string({ unit: 'binary', maxLength: 200 })),
      constantFrom('', ',', ',\n', '–'),
      (texts, separator) => {
        expect(encodeTexts(texts, separator).equals(Buffer.from(texts.join(separator)))).toBe(true)
      },
    ),
  )
  const wide = Array.from({ length: 50 }, () => '象'.repeat(300))
  expect(encodeTexts(wide, ',').equals(Buffer.from(wide.join(',')))).toBe(true)
})
