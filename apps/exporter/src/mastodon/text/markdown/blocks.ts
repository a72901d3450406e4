/** The blocks of a text: headings, paragraphs, quotations, code, HTML. */
import { escapeHtml } from '../html.ts'
import { htmlBlockEnd } from './html-blocks.ts'
import {
  bulletPrefix,
  fenceAt,
  isEmptyLine,
  isHeading,
  isRule,
  lineEnd,
  orderedPrefix,
  quotePrefix,
  underlineLevel,
} from './lines.ts'
import { type Item, itemAt } from './lists.ts'
import type { MarkdownState } from './state.ts'

/** A piece of a text, made HTML. */
export interface Block {
  readonly html: string
  /** Where the next one begins. */
  readonly end: number
}

/** HTML of a text that ends with a line end. */
export function blocksHtml(text: string, state: MarkdownState): string {
  if (state.isTooDeep) return ''
  let html = ''
  for (let at = 0; at < text.length;) {
    const block = blockAt(text, at, state)
    html += block.html
    at = block.end
  }
  return html
}

function blockAt(text: string, start: number, state: MarkdownState): Block {
  if (isHeading(text, start)) return headingAt(text, start, state)
  const htmlEnd = htmlBlockEnd(text, start)
  if (htmlEnd >= 0) return { html: keptHtml(text.slice(start, htmlEnd)), end: htmlEnd }
  if (isEmptyLine(text, start)) return { html: '', end: lineEnd(text, start) }
  if (isRule(text, start)) return { html: '<hr>', end: lineEnd(text, start) }
  const fence = fenceAt(text, start)
  if (fence !== null) return codeAt(text, fence)
  if (quotePrefix(text, start) > 0) return quotationAt(text, start, state)
  if (bulletPrefix(text, start) > 0) return listAt(text, start, { state, isOrdered: false })
  if (orderedPrefix(text, start) > 0) return listAt(text, start, { state, isOrdered: true })
  return paragraphAt(text, start, state)
}

/** Styles are never written. */
function keptHtml(html: string): string {
  return /^<\/?style[\s>]/.test(html) ? '' : html
}

function headingAt(text: string, start: number, state: MarkdownState): Block {
  const end = lineEnd(text, start)
  const line = text.slice(start, end).replace(/\n$/, '')
  const marks = /^#{1,6} */.exec(line)?.[0] ?? ''
  const title = line.slice(marks.length).replace(/#+$/, '').replace(/ +$/, '')
  if (title === '') return { html: '', end }
  return { html: headingHtml(title, marks.trimEnd().length, state), end }
}

function headingHtml(title: string, level: number, state: MarkdownState): string {
  return `<h${level}>${state.spans(title)}</h${level}>`
}

function codeAt(text: string, fence: { readonly mark: string; readonly end: number }): Block {
  let code = ''
  for (let at = fence.end; at < text.length;) {
    const closing = fenceAt(text, at, fence.mark)
    if (closing !== null) return { html: codeHtml(code), end: closing.end }
    const end = lineEnd(text, at)
    code += isEmptyLine(text, at) ? '\n' : text.slice(at, end)
    at = end
  }
  return { html: codeHtml(code), end: text.length }
}

function codeHtml(code: string): string {
  const lines = code === '' || code.endsWith('\n') ? code : `${code}\n`
  return `<pre><code>${escapeHtml(lines).replaceAll('\n', '<br/>')}</code></pre>`
}

/** It goes on until an empty line that no more of it follows. */
function quotationAt(text: string, start: number, state: MarkdownState): Block {
  let quoted = ''
  let end = start
  for (let at = start; at < text.length; at = end) {
    end = lineEnd(text, at)
    const prefix = quotePrefix(text, at)
    if (prefix === 0 && isEmptyLine(text, at) && !goesOn(text, end)) break
    quoted += text.slice(at + prefix, end)
  }
  const html = state.inside(() => blocksHtml(quoted, state))
  return { html: `<blockquote>${html}</blockquote>`, end }
}

function goesOn(text: string, start: number): boolean {
  return start < text.length && (quotePrefix(text, start) > 0 || isEmptyLine(text, start))
}

function listAt(
  text: string,
  start: number,
  { state, isOrdered }: { state: MarkdownState; isOrdered: boolean },
): Block {
  const tag = isOrdered ? 'ol' : 'ul'
  let at = start
  const items = state.inside(() => {
    let html = ''
    let hasBlocks = false
    while (at < text.length) {
      const item = itemAt(text, at, isOrdered)
      if (item === null) break
      hasBlocks ||= item.hasBlocks
      html += `<li>${itemHtml(item, { state, hasBlocks })}</li>`
      at = item.end
      if (item.isLast) break
    }
    return html
  })
  return { html: `<${tag}>${items}</${tag}>`, end: at }
}

function itemHtml(
  { text, sublist }: Item,
  { state, hasBlocks }: { state: MarkdownState; hasBlocks: boolean },
): string {
  const own = (piece: string): string =>
    hasBlocks ? blocksHtml(piece, state) : state.spans(piece, 0)
  const make = (): string => {
    if (sublist === 0 || sublist >= text.length) return own(text)
    return own(text.slice(0, sublist)) + blocksHtml(text.slice(sublist), state)
  }
  return state.inside(make, 2).replace(/\n+$/, '')
}

function paragraphAt(text: string, start: number, state: MarkdownState): Block {
  let at = start
  let end = start
  let level: 0 | 1 | 2 = 0
  while (at < text.length) {
    end = lineEnd(text, at)
    if (isEmptyLine(text, at)) break
    level = at > start ? underlineLevel(text, at) : 0
    if (level > 0) break
    if (beginsAnother(text, at)) {
      end = at
      break
    }
    at = end
  }
  const lines = text.slice(start, at).replace(/\n+$/, '')
  if (level === 0) return { html: paragraphHtml(lines, state), end }
  const last = lines.lastIndexOf('\n')
  const before = last > 0 ? lines.slice(0, last).replace(/\n+$/, '') : ''
  const html = before === '' ? '' : paragraphHtml(before, state)
  const title = before === '' ? lines : lines.slice(last + 1)
  return { html: html + headingHtml(title, level, state), end }
}

/** What needs no empty line before it. */
function beginsAnother(text: string, start: number): boolean {
  if (isHeading(text, start) || isRule(text, start) || quotePrefix(text, start) > 0) return true
  if (/[a-z]/i.test(text.charAt(start))) return false
  return (
    orderedPrefix(text, start) > 0 ||
    bulletPrefix(text, start) > 0 ||
    htmlBlockEnd(text, start) >= 0 ||
    fenceAt(text, start) !== null
  )
}

/** Every line end is a break. */
function paragraphHtml(lines: string, state: MarkdownState): string {
  const html = state.spans(lines).replace(/^[\t-\r ]+/, '')
  if (html === '') return ''
  return `<p>${html.replaceAll(/\n(?=[^])/g, '<br>\n')}</p>`
}
