/** Pieces of UTF-8 against what Node makes of the joined text. */
import { array, assert, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { TextPieces } from './encode-texts.ts'

const pieces = new TextPieces()

test('any texts become the bytes of the joined text', () => {
  assert(
    property(
      array(string({ unit: 'binary', maxLength: 200 })),
      constantFrom('', ',', ',\n', '–'),
      (texts, separator) => {
        const { bytes, count } = pieces.encode(texts, { between: separator })
        expect(bytes.equals(Buffer.from(texts.join(separator)))).toBe(true)
        expect(count).toBe(texts.length)
      },
    ),
  )
  const wide = Array.from({ length: 50 }, () => '象'.repeat(300))
  const { bytes } = pieces.encode(wide, { between: ',' })
  expect(bytes.equals(Buffer.from(wide.join(',')))).toBe(true)
})

test('what stands around them is there only where there are any', () => {
  const around = { before: '[', between: ',', after: ']' }
  expect(pieces.encode(['a', 'b'], around).bytes.toString()).toBe('[a,b]')
  expect(pieces.encode([], around)).toMatchObject({ count: 0, bytes: Buffer.alloc(0) })
})
