/** `[text](address "title")`, `[text][name]` and `[name]`. */
import { escapeHtml } from '../html.ts'
import { escapeAddress, isSafeAddress, isSpace, unescaped } from './escaping.ts'
import { referenceKey } from './references.ts'
import type { Span, SpanPlace } from './span.ts'
import type { MarkdownState } from './state.ts'

interface Target {
  readonly url: string
  readonly title: string
  /** Behind it. */
  readonly end: number
  /** Texts that are begun for it. */
  readonly levels: number
}

/** The link that begins here; pictures are none, and stay as they were typed. */
export function linkAt({ text, at, before }: SpanPlace, state: MarkdownState): Span | null {
  if (before > 0 && text.charAt(at - 1) === '!') return null
  const textEnd = closingBracket(text, at)
  if (textEnd < 0) return null
  const label = text.slice(at + 1, textEnd)
  const target = targetOf(text, { label, textEnd }, state)
  if (target === null) return null
  const inside = label === '' ? '' : linkTextHtml(label, target.levels, state)
  const url = unescaped(target.url)
  if (url !== '' && !isSafeAddress(url)) return null
  const title = target.title === '' ? '' : ` title="${escapeHtml(target.title)}"`
  return { html: anchorHtml(url, inside, title), length: target.end - at }
}

/** An opening tag, text and closing tag, with what all links have. @param title An attribute. */
export function anchorHtml(url: string, inside: string, title = ''): string {
  const href = `href="${escapeAddress(url)}"`
  return `<a ${href}${title} target="_blank" rel="nofollow noopener">${inside}</a>`
}

function linkTextHtml(label: string, levels: number, state: MarkdownState): string {
  state.isInLink = true
  const html = state.spans(label, levels + 1)
  state.isInLink = false
  return html
}

/** Compared as numbers, which is faster. */
const CODES = { opening: 0x5b, closing: 0x5d, backslash: 0x5c, round: 0x28, roundEnd: 0x29 }

/** Where the bracket is that closes this one; -1 without one. */
function closingBracket(text: string, start: number): number {
  // Asked first: looking through the rest at every bracket takes quadratic time.
  if (!text.includes(']', start)) return -1
  let level = 1
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (character !== CODES.opening && character !== CODES.closing) continue
    if (text.charCodeAt(at - 1) === CODES.backslash) continue
    level += character === CODES.opening ? 1 : -1
    if (level === 0) return at
  }
  return -1
}

function targetOf(
  text: string,
  { label, textEnd }: { label: string; textEnd: number },
  state: MarkdownState,
): Target | null {
  let at = textEnd + 1
  while (at < text.length && isSpace(text.charAt(at))) at += 1
  if (text.charAt(at) === '(') return inlineTarget(text, at + 1)
  if (text.charAt(at) !== '[') return referred(label, { isNamed: false, end: textEnd + 1 }, state)
  const end = text.indexOf(']', at + 1)
  if (end < 0) return null
  const name = text.slice(at + 1, end)
  const place = { isNamed: name !== '', end: end + 1 }
  return referred(name === '' ? label : name, place, state)
}

/** @param place.isNamed Whether the name is not the link's text, which may have several lines. */
function referred(
  name: string,
  { isNamed, end }: { isNamed: boolean; end: number },
  state: MarkdownState,
): Target | null {
  const hasLines = !isNamed && name.includes('\n')
  const oneLine = hasLines ? name.replace(/( ?)\n/g, ' ') : name
  const reference = state.references.get(referenceKey(oneLine))
  return reference === undefined ? null : { ...reference, end, levels: hasLines ? 1 : 0 }
}

/** Address and title between parentheses. */
function inlineTarget(text: string, start: number): Target | null {
  let from = start
  while (from < text.length && isSpace(text.charAt(from))) from += 1
  let to = addressEnd(text, from)
  if (to >= text.length) return null
  let end = to
  let title = ''
  const quote = text.charAt(to)
  if (quote === "'" || quote === '"') {
    end = titleEnd(text, to + 1, quote)
    if (end >= text.length) return null
    const last = lastInk(text, to + 1, end - 1)
    const isClosed = /['"]/.test(text.charAt(last))
    if (isClosed) title = text.slice(to + 1, last)
    else to = end
  }
  while (to > from && isSpace(text.charAt(to - 1))) to -= 1
  if (text.charAt(from) === '<') from += 1
  if (text.charAt(to - 1) === '>') to -= 1
  const url = to > from ? text.slice(from, to) : ''
  return { url, title, end: end + 1, levels: (url === '' ? 0 : 1) + (title === '' ? 0 : 1) }
}

/** At the closing parenthesis, or at the quotation mark that begins a title. */
function addressEnd(text: string, start: number): number {
  if (!text.includes(')', start)) return text.length
  let open = 0
  let at = start
  while (at < text.length) {
    const character = text.charCodeAt(at)
    if (character === CODES.roundEnd && open === 0) break
    if (isQuotationMark(character) && isSpace(text.charAt(at - 1))) break
    if (character === CODES.round) open += 1
    if (character === CODES.roundEnd) open -= 1
    at += character === CODES.backslash ? 2 : 1
  }
  return at
}

function isQuotationMark(code: number): boolean {
  return code === 0x22 || code === 0x27
}

/** The first closing parenthesis behind a closing quotation mark. */
function titleEnd(text: string, start: number, quote: string): number {
  let isOpen = true
  let at = start
  while (at < text.length) {
    const character = text.charCodeAt(at)
    if (character === CODES.roundEnd && !isOpen) break
    if (character === quote.charCodeAt(0)) isOpen = false
    at += character === CODES.backslash ? 2 : 1
  }
  return at
}

/** The last character in a stretch that is no white space, or its first one. */
function lastInk(text: string, start: number, from: number): number {
  let at = from
  while (at > start && isSpace(text.charAt(at))) at -= 1
  return at
}
