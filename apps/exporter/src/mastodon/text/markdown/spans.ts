/** What stands in a line: emphasis, code, links, HTML. Everything else is escaped. */
import { escapeHtml } from '../html.ts'
import { addressAt, mailAt, webAddressAt } from './autolinks.ts'
import { emphasisAt } from './emphasis.ts'
import { isSpace, unescaped } from './escaping.ts'
import { linkAt } from './links.ts'
import type { Span, SpanPlace } from './span.ts'
import type { MarkdownState } from './state.ts'
import { tagAt } from './tags.ts'

/** HTML of a text between two blocks' ends. */
export function spansHtml(text: string, state: MarkdownState): string {
  if (state.isTooDeep) return ''
  let html = ''
  /** From where on text is not written yet, and where the last span ended. */
  let written = 0
  let spanEnd = 0
  for (let at = nextMark(text, 0); at < text.length;) {
    html += escapeHtml(text.slice(written, at))
    written = at
    const span = spanAt({ text, at, before: at - spanEnd, html }, state)
    if (span === null) {
      at = nextMark(text, at + 1)
      continue
    }
    html = (span.taken === undefined ? html : html.slice(0, html.length - span.taken)) + span.html
    written = spanEnd = at + span.length
    at = nextMark(text, spanEnd)
  }
  return html + escapeHtml(text.slice(written))
}

const MARKS = /[*_~=`\n[<\\&:@w^]/g

/** Where something may begin that is no plain text. */
function nextMark(text: string, from: number): number {
  if (from >= text.length) return text.length
  MARKS.lastIndex = from
  return MARKS.exec(text)?.index ?? text.length
}

function spanAt(place: SpanPlace, state: MarkdownState): Span | null {
  const mark = place.text.charAt(place.at)
  if ('*_~='.includes(mark)) return emphasisAt(place, state)
  if (mark === '`') return codeAt(place)
  if (mark === '\n') return breakAt(place)
  if (mark === '[') return linkAt(place, state)
  if (mark === '<') return angleAt(place, state)
  if (mark === '\\') return escapeAt(place)
  if (mark === '&') return entityAt(place)
  if (mark === '^') return superscriptAt(place, state)
  if (state.isInLink) return null
  if (mark === '@') return mailAt(place)
  return mark === ':' ? addressAt(place, state) : webAddressAt(place)
}

/** As many marks as it begins with end it. */
function codeAt({ text, at }: SpanPlace): Span | null {
  let count = 0
  while (text.charAt(at + count) === '`') count += 1
  let end = at + count
  for (let seen = 0; seen < count; end += 1) {
    if (end >= text.length) return null
    seen = text.charAt(end) === '`' ? seen + 1 : 0
  }
  const code = text.slice(at + count, end - count).replace(/^ +| +$/g, '')
  return { html: `<code>${escapeHtml(code)}</code>`, length: end - at }
}

/** Two spaces before the end of a line; the line end itself is a break already. */
function breakAt({ text, at, before, html }: SpanPlace): Span | null {
  if (before < 2 || text.slice(at - 2, at) !== '  ') return null
  return { html: '<br>\n', length: 1, taken: html.length - html.replace(/ +$/, '').length }
}

/** HTML that was typed, or an address between angles. */
function angleAt({ text, at }: SpanPlace, state: MarkdownState): Span | null {
  const tag = tagAt(text, at)
  if (tag === null) return null
  const { length } = tag
  const inside = text.slice(at + 1, at + length - 1)
  if (tag.kind === 'mail') return { html: unescaped(inside), length }
  if (tag.kind === 'address') return { html: state.linkHtml(unescaped(inside)), length }
  const isLeftOut = /^\/?(?:style|img)[\s>]/.test(text.slice(at + 1, at + length))
  return { html: isLeftOut ? '' : text.slice(at, at + length), length }
}

const ESCAPABLE = '\\`*_{}[]()#+-.!:|&<>^~='

function escapeAt({ text, at }: SpanPlace): Span | null {
  const next = text.charAt(at + 1)
  if (next === '') return { html: '\\', length: 1 }
  return ESCAPABLE.includes(next) ? { html: escapeHtml(next), length: 2 } : null
}

/** `&copy;` stays. */
function entityAt({ text, at }: SpanPlace): Span | null {
  const entity = /&#?[a-z0-9]*;/iy
  entity.lastIndex = at
  const [html] = entity.exec(text) ?? []
  return html === undefined ? null : { html, length: html.length }
}

/** `x^2` or `x^(a b)` */
function superscriptAt({ text, at }: SpanPlace, state: MarkdownState): Span | null {
  if (at + 1 >= text.length) return null
  const isEnclosed = text.charAt(at + 1) === '('
  const start = at + (isEnclosed ? 2 : 1)
  const end = isEnclosed ? enclosedEnd(text, start) : wordEnd(text, start)
  if (isEnclosed && end >= text.length) return null
  if (end === start) return isEnclosed ? { html: '', length: 3 } : null
  const inside = state.spans(text.slice(start, end))
  const html = inside === '' ? '' : `<sup>${inside}</sup>`
  return { html, length: end - at + (isEnclosed ? 1 : 0) }
}

function enclosedEnd(text: string, start: number): number {
  if (!/[)\\]/.test(text.slice(start - 1))) return text.length
  const end = /\)|(?<=\\)/g
  end.lastIndex = start
  return end.exec(text)?.index ?? text.length
}

function wordEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && !isSpace(text.charAt(end))) end += 1
  return end
}
