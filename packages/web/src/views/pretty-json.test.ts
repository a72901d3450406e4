import { assert, jsonValue, property } from 'fast-check'
import { expect, test } from 'vitest'
import { prettyJson } from './pretty-json.ts'

test('any JSON is laid out as JSON.stringify would with two spaces', () => {
  assert(
    property(jsonValue({ maxDepth: 4 }), (value) => {
      expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
    }),
  )
})

test('integers beyond 2^53, duplicate keys and escapes stay as they are stored', () => {
  const stored = '[{"user_id":110000000000000001,"user_id":1.50,"name":"\\u003cb\\u003e"}]'
  const pretty = prettyJson(stored)
  expect(pretty).toContain('"user_id": 110000000000000001,')
  expect(pretty).toContain('"user_id": 1.50,')
  expect(pretty.replace(/\s/g, '')).toBe(stored)
})

test('text that is not JSON comes back whole and in linear size', () => {
  for (const text of ['', '{', '"open', '}}}}', 'nil', '{"a":"\\']) {
    expect(prettyJson(text).replace(/\s/g, '')).toBe(text)
  }
  expect(prettyJson('['.repeat(10_000)).length).toBeLessThan(500_000)
})

test('a string of many megabytes is laid out as any other', () => {
  for (const text of ['x'.repeat(30_000_000), '\\"'.repeat(100_000), '\\\\'.repeat(100_000)]) {
    expect(prettyJson(`["${text}"]`) === `[\n  "${text}"\n]`).toBe(true)
  }
})
