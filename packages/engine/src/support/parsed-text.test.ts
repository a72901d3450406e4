import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { spliceFields } from './json-text.ts'
import { spliceParsed } from './parsed-text.ts'

const CHANGES = { retry_count: '7', enqueued_at: '1790000000000' }

const name = fc.constantFrom('retry_count', 'enqueued_at', 'args', 'x y', '\\u0072', 'ü')

function both(text: string): readonly [string, string] {
  const parsed = JSON.parse(text) as Record<string, unknown>
  return [spliceParsed(text, parsed, CHANGES), spliceFields(text, CHANGES)]
}

test.each([
  '{"class":"A","retry_count":3,"enqueued_at":1.5e9}',
  '{"class":"A", "enqueued_at" : 17 , "retry_count":\n-1 }\n',
  '{"class":"A"}',
  '{"retry_count":"3","enqueued_at":null}',
  '{"retry_count":3,"retry_count":4}',
  '{"args":[{"retry_count":5}]}',
  '{"args":[{"retry_count":5}],"retry_count":6}',
  '{"args":["retry_count","enqueued_at"],"enqueued_at":6}',
  String.raw`{"args":["\"retry_count\":9"],"class":"A"}`,
  String.raw`{"\u0072etry_count":1,"args":[{"retry_count":2}]}`,
  '{}',
])('edits %s as the scanner does', (text) => {
  const [quick, scanned] = both(text)
  expect(quick).toBe(scanned)
})

test('edits every object as the scanner does', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(1, -2.5, 'retry_count', '"enqueued_at":1', '\\', null, true, 'é\u0001'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(name, tie('any'), { maxKeys: 3 }),
    ),
  })).any
  fc.assert(
    fc.property(
      fc.dictionary(name, value),
      fc.constantFrom(undefined, 1, '\t'),
      (object, indent) => {
        const [quick, scanned] = both(JSON.stringify(object, null, indent))
        expect(quick).toBe(scanned)
      },
    ),
    { numRuns: 300 },
  )
})

test.each(['no job', '{broken}', '[{"a":1}]', ''])('refuses %j', (text) => {
  expect(() => spliceParsed(text, {}, CHANGES)).toThrow('not a JSON object')
})
