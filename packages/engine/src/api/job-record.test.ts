import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parseEntryKey, readJobRecord, readSetEntry } from './job-record.ts'

const PAYLOAD_8 =
  '{"retry":3,"queue":"default","backtrace":2,"tags":["a"],"args":["fail"],"class":"HardJob","jid":"439954c19308838d977c40fc","created_at":1795450103596,"enqueued_at":1795450103596,"error_message":"boom é","error_class":"ArgumentError","failed_at":1795450103599,"retry_count":0,"error_backtrace":"eJyLVtIvyS3QL0otTk0sSs7QL0stykyr1M/KT9IrSrIyscrMU0goSC1Kyy/KVVfSwa64ONtCPyczSb84MyU1O7NQv6AoPzm1uDi/CGSEkZEF2JDUitTk0pLUeKDJ6kqxAPHwKmo="}'
const PAYLOAD_7 =
  '{"retry":true,"queue":"low","class":"HardJob","args":[1,"x",{"k":null}],"jid":"03aeb4c822e968faa571cab7","created_at":1795450157.9627078,"enqueued_at":1795450157.962772}'
const PAYLOAD_6 =
  '{"retry":3,"queue":"default","args":[1],"class":"HardJob","jid":"034a8484f8aa6cd9368a4676","created_at":1795450158.50194,"enqueued_at":1795450158.5020177}'

describe('payloads of all versions', () => {
  test('8.1: times in milliseconds, error and backtrace', () => {
    const job = readJobRecord(PAYLOAD_8)
    expect(job).toMatchObject({
      jid: '439954c19308838d977c40fc',
      class: 'HardJob',
      args: ['fail'],
      argsJson: '["fail"]',
      tags: ['a'],
      errorClass: 'ArgumentError',
      errorMessage: 'boom é',
      retryCount: 0,
      maxRetries: 3,
      retriedAt: null,
      invalid: false,
    })
    expect(job.createdAt?.toISOString()).toBe('2026-11-23T16:08:23.596Z')
    expect(job.failedAt?.getTime()).toBe(1_795_450_103_599)
    expect(job.errorBacktrace).toHaveLength(2)
    expect(job.errorBacktrace?.[0]).toMatch(/^\/tmp\/research\/verify\/job\.rb:4:in /u)
  })

  test('7.3 and 6.4: times in seconds with a fraction', () => {
    expect(readJobRecord(PAYLOAD_7).enqueuedAt?.getTime()).toBe(1_795_450_157_962)
    expect(readJobRecord(PAYLOAD_7)).toMatchObject({ maxRetries: 25, queue: 'low' })
    expect(readJobRecord(PAYLOAD_6).createdAt?.getTime()).toBe(1_795_450_158_501)
  })

  test('2.x: times as text; 5.x: the backtrace as a plain array', () => {
    const raw =
      '{"class":"A","args":[],"failed_at":"2013-07-29 03:26:41 UTC","error_backtrace":["a","b"]}'
    expect(readJobRecord(raw).failedAt?.toISOString()).toBe('2013-07-29T03:26:41.000Z')
    expect(readJobRecord(raw).errorBacktrace).toEqual(['a', 'b'])
  })

  test('a backtrace in base64 with line breaks, as 6.0 to 7.2 wrote it', () => {
    const lines = Array.from({ length: 30 }, (_, line) => `app/jobs/job_${line}.rb:${line * 7919}`)
    const packed = deflateSync(JSON.stringify(lines))
      .toString('base64')
      .replaceAll(/(.{60})/gu, '$1\n')
    const raw = JSON.stringify({ class: 'A', args: [], error_backtrace: packed })
    expect(readJobRecord(raw).errorBacktrace).toEqual(lines)
  })
})

test('arguments keep their source text: big integers, decimals, spaces', () => {
  const raw =
    '{"class":"BackupWorker","args":[ {"user_id":1152921504606846977, "share": 1.0} ],"jid":"a"}'
  const job = readJobRecord(raw)
  expect(job.argsJson).toBe('[ {"user_id":1152921504606846977, "share": 1.0} ]')
  expect(job.args).toEqual([{ user_id: 1152921504606846977n, share: 1 }])
})

describe('what is no job is shown all the same', () => {
  test.each([
    ['text', 'not json at all', ['not json at all']],
    ['nothing', '', ['']],
    ['a list', '[1,2]', ['[1,2]']],
    ['arguments that are no array', '{"class":"A","args":"<b>x</b>"}', ['<b>x</b>']],
    ['no arguments', '{"class":"A"}', []],
    ['no class', '{"args":[1]}', [1]],
  ])('%s', (_, raw, args) => {
    const job = readJobRecord(raw)
    expect(job).toMatchObject({ raw, args, invalid: true })
    expect(JSON.parse(job.argsJson)).toEqual(args)
  })

  test('fields of wrong types are as if they were not there', () => {
    const raw =
      '{"class":"A","args":[],"jid":7,"queue":null,"tags":"x","retry":"7","error_message":{},"created_at":"soon","retry_count":"2"}'
    expect(readJobRecord(raw, 'export')).toMatchObject({
      jid: '',
      queue: 'export',
      tags: [],
      maxRetries: 7,
      errorMessage: null,
      createdAt: null,
      retryCount: 2,
      invalid: false,
    })
  })

  test('a field named __proto__ changes nothing', () => {
    const raw = '{"class":"A","args":[],"__proto__":{"jid":"stolen"},"jid":"mine"}'
    expect(readJobRecord(raw).jid).toBe('mine')
    expect(readJobRecord('{"class":"A","args":[],"__proto__":{"jid":"stolen"}}').jid).toBe('')
  })
})

describe('ActiveJob', () => {
  test.each([
    'Sidekiq::ActiveJob::Wrapper',
    'ActiveJob::QueueAdapters::SidekiqAdapter::JobWrapper',
  ])('the class in %s is shown, with its own arguments', (wrapper) => {
    const raw = JSON.stringify({
      class: wrapper,
      wrapped: 'SendJob',
      args: [
        {
          job_class: 'SendJob',
          arguments: [7, { _aj_globalid: 'gid://app/User/1' }, { a: 1, _aj_symbol_keys: ['a'] }],
        },
      ],
    })
    const { displayClass, displayArgs } = readJobRecord(raw)
    expect(displayClass).toBe('SendJob')
    expect(displayArgs).toEqual([7, 'gid://app/User/1', { a: 1 }])
  })

  test('mail is shown by mailer and action', () => {
    const mail = [
      'UserMailer',
      'backup_ready',
      'deliver_now',
      { args: [{ _aj_globalid: 'gid://app/User/1' }] },
    ]
    const raw = JSON.stringify({
      class: 'Sidekiq::ActiveJob::Wrapper',
      wrapped: 'ActionMailer::MailDeliveryJob',
      args: [{ arguments: mail }],
    })
    const { displayClass, displayArgs } = readJobRecord(raw)
    expect(displayClass).toBe('UserMailer#backup_ready')
    expect(displayArgs).toEqual(['gid://app/User/1'])
  })

  test('a label wins, an encrypted argument is hidden', () => {
    const raw = '{"class":"A","display_class":"Nice name","encrypt":true,"args":[1,"c2VjcmV0"]}'
    const { displayClass, displayArgs } = readJobRecord(raw)
    expect(displayClass).toBe('Nice name')
    expect(displayArgs).toEqual([1, '[encrypted data]'])
  })
})

describe('entries of sorted sets', () => {
  test('the score is the shortest text of its number, as Ruby prints it', () => {
    const entry = readSetEntry(PAYLOAD_8, '1795450122.5998018')
    expect(entry.key).toBe('1795450122.5998018-439954c19308838d977c40fc')
    expect(readSetEntry(PAYLOAD_8, '0.10000000000000001').score).toBe('0.1')
    expect(entry.at.getTime()).toBe(1_795_450_122_599)
  })

  test('a key is split at its first hyphen', () => {
    expect(parseEntryKey('1795450122.0-my-own-jid')).toEqual({
      score: '1795450122',
      jid: 'my-own-jid',
    })
    expect(parseEntryKey('no key')).toBeNull()
    expect(parseEntryKey('x-1')).toBeNull()
    expect(parseEntryKey('-1')).toBeNull()
  })
})
