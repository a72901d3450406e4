import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } })
const asking = (forwarded?: string) =>
  new Request(
    'http://example.social/',
    forwarded ? { headers: { 'x-forwarded-for': forwarded } } : {},
  )

describe('clientAddress', () => {
  it('is the peer when the peer is on the open network, whatever the visitor writes', () => {
    expect(clientAddress(asking('198.51.100.1'), from('203.0.113.9'))).toBe('203.0.113.9')
  })
  it('believes the last public entry behind a local proxy', () => {
    const request = asking('6.6.6.6, 203.0.113.9, 10.0.0.2')
    expect(clientAddress(request, from('::ffff:127.0.0.1'))).toBe('203.0.113.9')
  })
  it('falls back to the peer, and to a word without a socket', () => {
    expect(clientAddress(asking(), from('127.0.0.1'))).toBe('127.0.0.1')
    expect(clientAddress(asking('nonsense'), from('::1'))).toBe('::1')
    expect(clientAddress(asking(), undefined)).toBe('unknown')
  })
})
