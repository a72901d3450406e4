import { expect, test } from 'vitest'
import { readJobRecord } from '@howdah/engine/api'
import { Redactor } from '../redaction/redactor.ts'
import { fits, literalsOf, parseQuery } from './query.ts'

const JOB = readJobRecord(
  '{"class":"BackupWorker","queue":"export","jid":"j1","args":[{"user_id":110000000000000001,"to":{"type":"full x"}}],"tags":["vip"],"error_class":"Net::ReadTimeout","error_message":"read timed out","failed_at":1}',
)

function isFound(query: string): boolean {
  return fits(parseQuery(query), JOB, new Redactor())
}

test.each([
  'class:Backup',
  'queue:export',
  'error:"read timed out"',
  'error:Net::ReadTimeout',
  'args.user_id:110000000000000001',
  'user:110000000000000001',
  'args.to.type:"full x"',
  'jid:j1 tag:vip',
  'timed out BackupWorker',
  '',
])('%j finds the job', (query) => {
  expect(isFound(query)).toBe(true)
})

test.each([
  'class:Other',
  'queue:exp',
  'error:BackupWorker',
  'args.user_id:110000000000000000',
  'args.user_id:1',
  'args.nope:1',
  'since:1h',
  'since:x',
  'nothing',
])('%j does not', (query) => {
  expect(isFound(query)).toBe(false)
})

test('Redis is asked only for what no JSON writer escapes', () => {
  expect(literalsOf(parseQuery('class:A::B error:"a/b\\c" since:1h "x'))).toEqual(['A::B'])
  expect(literalsOf(parseQuery('user:42 mailers'))).toEqual(['mailers', '42'])
})

test('an unknown qualifier is text, and a long query is cut', () => {
  expect(parseQuery('foo:bar')).toEqual([{ kind: 'text', path: [], value: 'foo:bar' }])
  expect(parseQuery('a '.repeat(500))).toHaveLength(12)
})
