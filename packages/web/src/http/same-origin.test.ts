import { expect, test } from 'vitest'
import { isFromThisSite, refuseCrossSite } from './same-origin.ts'

const FORM = 'application/x-www-form-urlencoded'

function post(headers: Record<string, string>, url = 'http://admin.test/retries'): Request {
  return new Request(url, { method: 'POST', headers: { 'content-type': FORM, ...headers } })
}

test('reading is never refused', () => {
  const request = new Request('http://admin.test/', { headers: { 'sec-fetch-site': 'cross-site' } })
  expect(refuseCrossSite(request)).toBeNull()
})

test('Sec-Fetch-Site decides where the browser sends it', () => {
  expect(refuseCrossSite(post({ 'sec-fetch-site': 'same-origin' }))).toBeNull()
  for (const site of ['cross-site', 'same-site', 'none', '']) {
    const request = post({ 'sec-fetch-site': site, origin: 'http://admin.test' })
    expect(refuseCrossSite(request)).toContain('did not come from a page of this site')
  }
})

test('without Sec-Fetch-Site the origin must be the own one', () => {
  expect(refuseCrossSite(post({ origin: 'http://admin.test' }))).toBeNull()
  for (const origin of ['http://evil.test', 'null', 'https://admin.test', 'http://admin.test:81']) {
    expect(refuseCrossSite(post({ origin }))).not.toBeNull()
  }
})

test('behind a proxy the configured public origin counts, not the inner address', () => {
  const options = { publicOrigin: 'https://example.social' }
  expect(isFromThisSite(post({ origin: 'https://example.social' }), options)).toBe(true)
  expect(isFromThisSite(post({ origin: 'http://admin.test' }), options)).toBe(false)
})

test('a request that says nothing of where it comes from is refused', () => {
  expect(refuseCrossSite(post({}))).not.toBeNull()
})

test('only form types may post, so JSON cannot slip through', () => {
  for (const type of ['application/json', 'text/plain', '']) {
    const request = post({ 'sec-fetch-site': 'same-origin', 'content-type': type })
    expect(refuseCrossSite(request)).toContain('Only HTML forms')
  }
  const multipart = { 'sec-fetch-site': 'same-origin', 'content-type': 'Multipart/Form-Data; x=1' }
  expect(refuseCrossSite(post(multipart))).toBeNull()
})
