import { expect, test } from 'vitest'
import { readJobRecord } from './job-record.ts'
import type { JobRecord } from './job-record.ts'
import { readOperationJob } from './operation-job.ts'

/** Every field, whether it is the object's own or its class's. */
const FIELDS = [
  'raw exact jid class displayClass args displayArgs argsJson queue createdAt enqueuedAt tags errorClass',
  'errorMessage errorBacktrace retryCount failedAt retriedAt maxRetries invalid payload',
]
  .join(' ')
  .split(' ') as readonly (keyof JobRecord)[]

const fieldsOf = (job: JobRecord) => Object.fromEntries(FIELDS.map((name) => [name, job[name]]))

test.each([
  '{"class":"A","args":[1,9007199254740993],"jid":"j","queue":"q","created_at":1.5,"enqueued_at":1700000000000,"retry_count":3}',
  '{"class":"A","args":[],"retry_count":"4","retry":false,"failed_at":7,"retried_at":8,"tags":["a",1]}',
  '{"class":"Sidekiq::ActiveJob::Wrapper","wrapped":"Real","args":[{"arguments":[1]}],"error_class":"E","error_message":"m"}',
  '{"class":5,"args":"none","jid":null,"error_backtrace":["a"]}',
  '{"display_class":"Shown","class":"B","args":[{}]}',
  'no job',
  '[]',
])('reads of %s what the whole record says', (text) => {
  const bytes = Buffer.from(text)
  expect(fieldsOf(readOperationJob(bytes, 'here'))).toEqual(fieldsOf(readJobRecord(bytes, 'here')))
  expect(new Set(Object.keys(readJobRecord(bytes)))).toEqual(new Set(FIELDS))
})

test('keeps bytes that are no text', () => {
  const bytes = Buffer.concat([
    Buffer.from('{"class":"A","args":["'),
    Buffer.from([0xff]),
    Buffer.from('"]}'),
  ])
  expect(readOperationJob(bytes).exact).toEqual(bytes)
  expect(fieldsOf(readOperationJob(bytes))).toEqual(fieldsOf(readJobRecord(bytes)))
})
