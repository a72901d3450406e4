import { expect, test } from 'vitest'
import { readJobRecord } from '@howdah/engine/api'
import { Redactor } from './redactor.ts'

const redactor = new Redactor({ keys: ['iban'], allowedKeys: ['token_type'] })

test('values of secret keys are hidden at any depth, whatever they are', () => {
  const json =
    '[{"user_id":110000000000000001,"a":{"Access-Token":"x\\"y","b":[{"password":{"x":[1,2]}},1.0]},"IBAN":7,"token_type":"b","otp":123456,"PIN" : null}]'
  expect(redactor.json(json)).toBe(
    '[{"user_id":110000000000000001,"a":{"Access-Token":"[redacted]","b":[{"password":"[redacted]"},1.0]},"IBAN":"[redacted]","token_type":"b","otp":"[redacted]","PIN" : "[redacted]"}]',
  )
  expect(redactor.json('{"spin":1,"otpion":2,"pin')).toBe('{"spin":1,"otpion":2,"pin')
  expect(redactor.json('{"password":')).toBe('{"password":"[redacted]"')
})

test('what looks like a secret is hidden in every text', () => {
  const hex = 'a1'.repeat(20)
  for (const secret of [
    `Bearer ${hex}`,
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig',
    '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----',
    hex,
  ]) {
    expect(redactor.text(`failed with ${secret} x`)).toBe('failed with [redacted] x')
  }
  expect(redactor.text('GET https://bob:hunter2@host/x')).toBe('GET https://bob:[redacted]@host/x')
  expect(redactor.text('password=hunter2&x=1')).toBe('password=[redacted]&x=1')
  expect(redactor.text('{"token"=>"abc"}')).toBe('{"token"=>"[redacted]"}')
  expect(redactor.text('connect to remote1.example failed')).toBe(
    'connect to remote1.example failed',
  )
})

test('a job is hidden in arguments, error, backtrace and tags; what actions compare by stays', () => {
  const raw = JSON.stringify({
    class: 'A',
    jid: 'j1',
    args: [{ api_key: 'k', mail: 'ada@example.org' }],
    error_message: 'secret: abc',
    error_backtrace: ['token=abc in x.rb'],
    tags: ['password=1'],
  })
  const job = readJobRecord(raw)
  const shown = new Redactor({ masksAddresses: true }).job(job)
  expect(shown.argsJson).toBe('[{"api_key":"[redacted]","mail":"a•••@example.org"}]')
  expect(shown.errorMessage).toBe('secret: [redacted]')
  expect(shown.errorBacktrace).toEqual(['token=[redacted] in x.rb'])
  expect(shown.tags).toEqual(['password=[redacted]'])
  expect([shown.raw, shown.exact]).toEqual([raw, raw])
  expect(new Redactor().job(job).argsJson).toContain('ada@example.org')
})
