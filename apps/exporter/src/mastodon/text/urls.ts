/**
 * Finds web addresses in a text.
 *
 * The grammar is twitter-text's, with Mastodon's schemes and wider paths and queries. A host
 * without a scheme ("example.com/x") is no link, but it uses up its characters, so a scheme inside
 * its path begins no link either.
 */
import { isDigit } from './characters.ts'
import type { UrlEntity } from './entities.ts'
import { HostFinder } from './hosts.ts'
import { asciiHostLength } from './idna.ts'
import { pathEnd, queryEnd, scanLinks } from './links.ts'
import type { FormatterRules } from './rules.ts'

/** Case-blind matching with Unicode folding: `httpſ://` counts as well. */
const SCHEME = /(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini):\/\//iuy

/** Links to Twitter's shortener end after their slug. */
const SHORTENED = /^https?:\/\/t\.co\/([a-z0-9]+)/iu
const MAX_SLUG_LENGTH = 40

/** Counted with the host in Punycode. */
const MAX_URL_LENGTH = 4096

const COLON = 0x3a

/** The addresses of a text in its order. */
export function findUrls(text: string, rules: FormatterRules): readonly UrlEntity[] {
  if (!text.includes('://')) return []
  const found: UrlEntity[] = []
  const hosts = new HostFinder(text)
  scanLinks(text, (start) => {
    const hostStart = schemeEnd(text, start)
    const hostEnd = hostStart > start ? hosts.hostEnd(hostStart) : -1
    if (hostEnd < 0) return linkEnd(text, hosts.hostEnd(start), rules)
    const end = linkEnd(text, hostEnd, rules)
    const url = linkedPart(text.slice(start, end), text.slice(hostStart, hostEnd))
    if (url !== null) found.push({ kind: 'url', start, end: start + url.length, url })
    return end
  })
  return found
}

function schemeEnd(text: string, start: number): number {
  SCHEME.lastIndex = start
  return SCHEME.test(text) ? SCHEME.lastIndex : -1
}

/** What may follow a host: port, path, query. */
function linkEnd(text: string, hostEnd: number, rules: FormatterRules): number {
  if (hostEnd < 0) return -1
  return queryEnd(text, pathEnd(text, portEnd(text, hostEnd), rules))
}

function portEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== COLON) return start
  let end = start + 1
  while (isDigit(text.charCodeAt(end))) end += 1
  return end > start + 1 ? end : start
}

/** The part of an address that is linked, or null when its host or length is not valid. */
function linkedPart(url: string, host: string): string | null {
  const shortened = SHORTENED.exec(url)
  if (shortened !== null && (shortened[1] ?? '').length > MAX_SLUG_LENGTH) return null
  const linked = shortened === null ? url : shortened[0]
  const asciiLength = asciiHostLength(host)
  if (asciiLength === null) return null
  const length = Array.from(linked).length + Math.max(0, asciiLength - Array.from(host).length)
  return length <= MAX_URL_LENGTH ? linked : null
}
