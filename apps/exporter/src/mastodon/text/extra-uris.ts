/** Finds `xmpp:` and `magnet:` URIs in a text. */
import type { UrlEntity } from './entities.ts'
import { HostFinder } from './hosts.ts'
import { queryEnd, scanLinks } from './links.ts'
import type { FormatterRules } from './rules.ts'

const SCHEME = /(?:xmpp|magnet):/iuy

/** `node@`: the part before the host, by RFC 5122. */
const NODE = /(?:[a-z\p{Script=Cyrillic}0-9\p{Pd}._~!$()*+,;=]|%[0-9a-f]{2})+@/iuy

/** `/resource`, by RFC 5122. */
const RESOURCE = /\/(?:[a-z\p{Script=Cyrillic}0-9\p{Pd}._~!$&'()*+,;=]|%[0-9a-f]{2})+/iuy

/** The further URIs of a text in its order. */
export function findExtraUris(text: string, _rules: FormatterRules): readonly UrlEntity[] {
  if (!text.includes(':') || !/xmpp:|magnet:/iu.test(text)) return []
  const found: UrlEntity[] = []
  const hosts = new HostFinder(text)
  scanLinks(text, (start) => {
    const end = uriEnd(text, start, hosts)
    if (end >= 0) found.push({ kind: 'url', start, end, url: text.slice(start, end) })
    return end
  })
  return found
}

function uriEnd(text: string, start: number, hosts: HostFinder): number {
  const schemeEnd = skip(SCHEME, text, start)
  if (schemeEnd === start) return -1
  const isMagnet = /^m/i.test(text.charAt(start))
  return isMagnet ? magnetEnd(text, schemeEnd) : xmppEnd(text, schemeEnd, hosts)
}

function magnetEnd(text: string, start: number): number {
  const end = queryEnd(text, start)
  return end > start ? end : -1
}

/** `[//node@host/][node@]host[/resource][?query]` */
function xmppEnd(text: string, start: number, hosts: HostFinder): number {
  const address = authorityEnd(text, start, hosts)
  const afterNode = hosts.hostEnd(skip(NODE, text, address))
  const hostEnd = afterNode >= 0 ? afterNode : hosts.hostEnd(address)
  return hostEnd < 0 ? -1 : queryEnd(text, skip(RESOURCE, text, hostEnd))
}

function authorityEnd(text: string, start: number, hosts: HostFinder): number {
  if (!text.startsWith('//', start)) return start
  const node = skip(NODE, text, start + 2)
  const hostEnd = node > start + 2 ? hosts.hostEnd(node) : -1
  return hostEnd >= 0 && text.startsWith('/', hostEnd) ? hostEnd + 1 : start
}

/** Where the expression's match that begins here ends; without one, right here. */
function skip(expression: RegExp, text: string, start: number): number {
  expression.lastIndex = start
  return expression.test(text) ? expression.lastIndex : start
}
