import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson, stringifyJson } from './json.ts'
import { readField, scanFields, spliceFields } from './json-text.ts'

const RUBY =
  '{"retry":3,"queue":"default","args":[1.0,1e3,{"id":123456789012345678901},"a\\"}]"],"class":"X","jid":"abc"}'

describe('spliceFields', () => {
  test('changes the named fields and keeps every other byte', () => {
    expect(spliceFields(RUBY, { queue: '"low"', retry_count: '0' })).toBe(
      '{"retry":3,"queue":"low","args":[1.0,1e3,{"id":123456789012345678901},"a\\"}]"],"class":"X","jid":"abc","retry_count":0}',
    )
  })

  test('removes a field and ignores the removal of one that is not there', () => {
    expect(spliceFields('{"a":1, "b" : [2] ,"c":{}}', { b: undefined, z: undefined })).toBe(
      '{"a":1,"c":{}}',
    )
  })

  test('writes a repeated field once', () => {
    expect(spliceFields('{"a":1,"a":2}', { a: '3' })).toBe('{"a":3}')
  })

  test('fills an empty object', () => {
    expect(spliceFields(' { } ', { a: 'null' })).toBe('{"a":null}')
  })

  test('finds a key that was written with escapes', () => {
    expect(spliceFields('{"\\u0061":1}', { a: '2' })).toBe('{"\\u0061":2}')
  })

  test.each(['', '[]', '"x"', '{"a"', '{"a":', '{"a":1', '{"a" 1}', '{a:1}', 'null'])(
    'refuses %j',
    (text) => {
      expect(() => spliceFields(text, { a: '1' })).toThrow('not a JSON object')
    },
  )

  test('equals parse, change, write for any object', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue())
    fc.assert(
      fc.property(objects, fc.dictionary(fc.string(), fc.jsonValue()), (object, changes) => {
        const texts = Object.fromEntries(
          Object.entries(changes).map(([key, value]) => [key, JSON.stringify(value)]),
        )
        const pretty = JSON.stringify(object, null, 2)
        expect(JSON.parse(spliceFields(pretty, texts))).toEqual(
          JSON.parse(JSON.stringify({ ...object, ...changes })),
        )
      }),
    )
  })

  test('keeps the text of untouched values, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const texts = values.map((value) => JSON.stringify(value))
        const text = `{${texts.map((value, index) => `"k${index}":${value}`).join(',')}}`
        const after = spliceFields(text, { added: '1' })
        expect(
          scanFields(after)
            .slice(0, -1)
            .map((field) => after.slice(field.valueStart, field.end)),
        ).toEqual(texts)
      }),
    )
  })
})

test('readField gives the source text of a value', () => {
  expect(readField(RUBY, 'args')).toBe('[1.0,1e3,{"id":123456789012345678901},"a\\"}]"]')
  expect(readField(RUBY, 'nothing')).toBeUndefined()
})

describe('lossless JSON', () => {
  test('integers beyond 2^53 survive both ways', () => {
    const text =
      '[9007199254740993,-123456789012345678901234567890,1,1.5,1e20,"12345678901234567890"]'
    expect(parseJson(text)).toEqual([
      9007199254740993n,
      -123456789012345678901234567890n,
      1,
      1.5,
      1e20,
      '12345678901234567890',
    ])
    expect(stringifyJson({ id: 9007199254740993n })).toBe('{"id":9007199254740993}')
  })

  test('any bigint comes back as the same whole number', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        const [back] = parseJson(stringifyJson([value])) as [number | bigint]
        expect(BigInt(back)).toBe(value)
      }),
    )
  })

  test('says which text is not JSON', () => {
    expect(() => parseJson('{nonsense')).toThrow('This is not JSON: {nonsense')
  })
})
