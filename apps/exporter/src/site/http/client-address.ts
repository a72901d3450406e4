/**
 * Where a request comes from, for the log-in limits and the audit.
 *
 * Howdah stands behind the same nginx as Mastodon, which adds the visitor's address to
 * X-Forwarded-For. That header is believed only when the peer itself is on a private network,
 * and only its last public entry: everything to the left was written by the visitor.
 */
import { BlockList, isIP } from 'node:net'

/** What `@hono/node-server` hands to `fetch` beside the request. */
export interface ServerBindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } }
}

/** What is known of whoever sent a request. */
export interface Visitor {
  readonly address: string
  readonly userAgent: string
}

/** Who sent this request. */
export function visitorOf(request: Request, bindings: ServerBindings | undefined): Visitor {
  return {
    address: clientAddress(request, bindings),
    userAgent: request.headers.get('user-agent') ?? '',
  }
}

/** The visitor's address, or "unknown" where there is no socket (tests, other servers). */
export function clientAddress(request: Request, bindings: ServerBindings | undefined): string {
  const peer = plainAddress(bindings?.incoming?.socket?.remoteAddress ?? '')
  if (peer === null) return 'unknown'
  if (!isPrivate(peer)) return peer
  const forwarded = (request.headers.get('x-forwarded-for') ?? '').split(',')
  const chain = forwarded.map(plainAddress).filter((address) => address !== null)
  return chain.findLast((address) => !isPrivate(address)) ?? chain.at(-1) ?? peer
}

function plainAddress(text: string): string | null {
  // Dual-stack sockets write IPv4 peers as ::ffff:192.0.2.1.
  const address = text.trim().replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) === 0 ? null : address
}

const PRIVATE = new BlockList()
PRIVATE.addSubnet('127.0.0.0', 8)
PRIVATE.addSubnet('10.0.0.0', 8)
PRIVATE.addSubnet('172.16.0.0', 12)
PRIVATE.addSubnet('192.168.0.0', 16)
PRIVATE.addAddress('::1', 'ipv6')
PRIVATE.addSubnet('fc00::', 7, 'ipv6')
PRIVATE.addSubnet('fe80::', 10, 'ipv6')

function isPrivate(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
