import { expect, test } from 'vitest'
import { FieldReader } from './packed.ts'

test('rows of another table come by their ids, also by those that are no safe numbers', () => {
  const rows = [
    '9223372036854775807\x01"last"',
    '99\x01"second"',
    '9223372036854775806\x01"third"',
    '7\x01"first"',
  ]
  const read = (fields: FieldReader): string | null => {
    fields.skip(1)
    return fields.text()
  }
  const fields = new FieldReader(`1\t${rows.join('\x02')}\t2`)
  fields.skip(1)
  expect(fields.rows(read)).toEqual(['first', 'second', 'third', 'last'])
  expect(fields.next()).toBe('2')
})
