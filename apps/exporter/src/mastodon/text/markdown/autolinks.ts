/** Addresses that stand in a text without any mark. */
import { escapeHtml } from '../html.ts'
import { isAlphanumeric, isSafeAddress } from './escaping.ts'
import { anchorHtml } from './links.ts'
import type { Span, SpanPlace } from './span.ts'
import type { MarkdownState } from './state.ts'

/** `https://…`, by its colon. */
export function addressAt({ text, at, before }: SpanPlace, state: MarkdownState): Span | null {
  if (!text.startsWith('://', at)) return null
  let start = at
  while (at - start < before && /[a-z]/i.test(text.charAt(start - 1))) start -= 1
  const hostLength = domainLength(text.slice(at + 3), { isShort: true })
  if (hostLength === 0 || !isSafeAddress(text.slice(start))) return null
  const address = withoutPunctuation(text.slice(at, spaceFrom(text, at + 3 + hostLength)))
  const length = address.length - (address.endsWith('.') ? 1 : 0)
  if (length <= 0) return null
  return { html: state.linkHtml(text.slice(start, at + length)), length, taken: at - start }
}

/** `www.…` */
export function webAddressAt({ text, at, before }: SpanPlace): Span | null {
  if (!text.startsWith('www.', at)) return null
  if (before > 0 && !/[\t-\r -/:-@[-`{-~]/.test(text.charAt(at - 1))) return null
  const hostLength = domainLength(text.slice(at), { isShort: false })
  if (hostLength === 0) return null
  const address = withoutPunctuation(text.slice(at, spaceFrom(text, at + hostLength)))
  if (address === '') return null
  return { html: anchorHtml(`http://${address}`, escapeHtml(address)), length: address.length }
}

/** A mail address, by its sign, stays text, but nothing in it is a mark. */
export function mailAt({ text, at, before }: SpanPlace): Span | null {
  let start = at
  while (at - start < before && /[a-z0-9.+_-]/i.test(text.charAt(start - 1))) start -= 1
  if (start === at) return null
  const host = mailHost(text, at)
  if (host.length < 2 || !host.includes('.')) return null
  const { length } = withoutPunctuation(host)
  if (length === 0) return null
  return { html: text.slice(start, at + length), length, taken: at - start }
}

/** With its sign; a dot that ends the text is no part of it. "" where another sign follows. */
function mailHost(text: string, start: number): string {
  const host = /@[a-z0-9._-]*(?!@|[a-z0-9._-])/iy
  host.lastIndex = start
  const [found = ''] = host.exec(text) ?? []
  return start + found.length === text.length ? found.replace(/\.$/, '') : found
}

/** @param options.isShort Whether a name without a dot is enough. */
function domainLength(text: string, { isShort }: { isShort: boolean }): number {
  if (!isAlphanumeric(text.charAt(0))) return 0
  let length = 1
  let dots = 0
  while (length < text.length - 1 && /[a-z0-9.:-]/i.test(text.charAt(length))) {
    if (/[.:]/.test(text.charAt(length))) dots += 1
    length += 1
  }
  return isShort || dots > 0 ? length : 0
}

/** The next white space. */
function spaceFrom(text: string, start: number): number {
  let end = start
  while (end < text.length && !/[\t-\r ]/.test(text.charAt(end))) end += 1
  return end
}

const OPENING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  ')': '(',
  ']': '[',
  '}': '{',
}

/** Signs at the end belong to the sentence, and so do parentheses that the address did not open. */
function withoutPunctuation(address: string): string {
  let kept = address.split('<', 1)[0] ?? ''
  for (;;) {
    const last = kept.at(-1)
    if (last !== undefined && '?!.,'.includes(last)) kept = kept.slice(0, -1)
    else if (last === ';') kept = kept.replace(/(?:&[a-z]+)?;$/i, '')
    else break
  }
  const closing = kept.at(-1) ?? ''
  const opening = OPENING[closing]
  if (opening === undefined) return kept
  const opened = kept.split(opening).length - 1
  const closed = opening === closing ? 0 : kept.split(closing).length - 1
  return opened === closed ? kept : kept.slice(0, -1)
}
