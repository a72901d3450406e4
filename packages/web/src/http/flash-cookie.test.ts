import { expect, test } from 'vitest'
import { clearFlash, flashCookie, readFlash } from './flash-cookie.ts'

function requestWith(cookie: string): Request {
  return new Request('http://x.test/', { headers: { cookie } })
}

test('a message survives the way through the cookie, in any script', () => {
  for (const text of ['Job moved to queue export.', '"><b>; Path=/ évil\r\n', '象に乗る🐘', '']) {
    const cookie = flashCookie({ tone: 'ok', text }, '/sidekiq').split(';')[0] ?? ''
    expect(readFlash(requestWith(`a=1; ${cookie}; b=2`))).toEqual({ tone: 'ok', text })
  }
})

test('the longest message stays below the size at which browsers drop a cookie', () => {
  expect(flashCookie({ tone: 'danger', text: '象'.repeat(5000) }, '/').length).toBeLessThan(4096)
})

test('a malformed cookie is no message', () => {
  for (const value of ['', '%', 'nope%3Ahello', 'ok', '%E0%A4%A']) {
    expect(readFlash(requestWith(`howdah_flash=${value}`))).toBeNull()
  }
  expect(readFlash(new Request('http://x.test/'))).toBeNull()
})

test('clearing ends the cookie on the same path', () => {
  expect(clearFlash('/sidekiq')).toContain('Path=/sidekiq; Max-Age=0')
})
