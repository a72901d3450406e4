/** `*emphasis*`, `**strong**`, `_underlined_`, `~~deleted~~` and `==marked==` text. */
import { isAlphanumeric, isSpace } from './escaping.ts'
import type { Span, SpanPlace } from './span.ts'
import type { MarkdownState } from './state.ts'

/** Where emphasised text begins, and the mark it ends with. */
interface Opening {
  readonly text: string
  readonly start: number
  readonly mark: string
}

/** HTML, and how long it is from the begin of the emphasised text to behind the closing marks. */
type Emphasis = Pick<Span, 'html' | 'length'>

const MOST_MARKS = 3

/** One, two or three marks begin emphasis, but not inside of a word. */
export function emphasisAt({ text, at, before }: SpanPlace, state: MarkdownState): Span | null {
  const mark = text.charAt(at)
  if (before > 0 && isAlphanumeric(text.charAt(at - 1))) return null
  let count = 1
  while (count <= MOST_MARKS && text.charAt(at + count) === mark) count += 1
  const start = at + count
  if (count > MOST_MARKS || text.length - at <= count + 1 || isSpace(text.charAt(start)))
    return null
  if (count !== 2 && (mark === '~' || mark === '=')) return null
  const make = count === 1 ? single : count === 2 ? double : triple
  const emphasis = make({ text, start, mark }, state)
  return emphasis === null ? null : { html: emphasis.html, length: emphasis.length + count }
}

/** Ends at a mark that no white space comes before, and no letter or digit behind. */
function single({ text, start, mark }: Opening, state: MarkdownState): Emphasis | null {
  const isTriple = text.charAt(start) === mark && text.charAt(start + 1) === mark
  for (let at = isTriple ? start + 1 : start; at < text.length;) {
    at = nextMark(text, at, mark)
    if (at < 0) return null
    if (isSpace(text.charAt(at - 1)) || isAlphanumeric(text.charAt(at + 1))) continue
    const tag = mark === '_' ? 'u' : 'em'
    return tagged([tag], state.spans(text.slice(start, at)), at + 1 - start)
  }
  return null
}

const DOUBLE_TAGS: Readonly<Record<string, string>> = { '~': 'del', '=': 'mark' }

function double({ text, start, mark }: Opening, state: MarkdownState): Emphasis | null {
  for (let at = start; at < text.length; at += 1) {
    at = nextMark(text, at, mark)
    if (at < 0) return null
    if (text.charAt(at + 1) !== mark || isSpace(text.charAt(at - 1))) continue
    const inside = state.spans(text.slice(start, at))
    return tagged([DOUBLE_TAGS[mark] ?? 'strong'], inside, at + 2 - start)
  }
  return null
}

/** The first closing marks decide which of the others this is. */
function triple({ text, start, mark }: Opening, state: MarkdownState): Emphasis | null {
  for (let at = start; at < text.length;) {
    at = nextMark(text, at, mark)
    if (at < 0) return null
    if (isSpace(text.charAt(at - 1))) continue
    if (text.startsWith(mark.repeat(3), at))
      return tagged(['strong', 'em'], state.spans(text.slice(start, at)), at + 3 - start)
    if (text.charAt(at + 1) === mark) return earlier(2, single, { text, start, mark }, state)
    return earlier(1, double, { text, start, mark }, state)
  }
  return null
}

/** The same text with marks before it that are part of it. */
function earlier(
  by: number,
  make: typeof single,
  opening: Opening,
  state: MarkdownState,
): Emphasis | null {
  const found = make({ ...opening, start: opening.start - by }, state)
  return found === null ? null : { html: found.html, length: found.length - by }
}

function tagged(tags: readonly string[], inside: string, length: number): Emphasis | null {
  if (inside === '') return null
  const opening = tags.map((tag) => `<${tag}>`).join('')
  const closing = tags
    .map((tag) => `</${tag}>`)
    .toReversed()
    .join('')
  return { html: opening + inside + closing, length }
}

const OPENING_BRACKET = 0x5b

/** The next mark behind this place that is not escaped and not part of a link; -1 without one. */
function nextMark(text: string, from: number, mark: string): number {
  const code = mark.charCodeAt(0)
  for (let at = from + 1; at < text.length;) {
    const character = text.charCodeAt(at)
    if (character !== code && character !== OPENING_BRACKET) at += 1
    else if (text.charAt(at - 1) === '\\') at += 1
    else if (character === code) return at
    else {
      const link = linkEnd(text, at, mark)
      if (link.found >= 0) return link.found
      if (link.end >= text.length) return -1
      at = link.end
    }
  }
  return -1
}

/**
 * Where a link ends that may begin here. `found` is a mark in it when it turns out to be none, or -1.
 */
function linkEnd(text: string, start: number, mark: string): { end: number; found: number } {
  const bracket = endOf(text, start + 1, ']')
  let end = bracket + 1
  while (end < text.length && isSpace(text.charAt(end))) end += 1
  const inBrackets = markBetween(text, { mark, start: start + 1, end: bracket })
  const closing = { '[': ']', '(': ')' }[text.charAt(end)]
  if (end >= text.length || closing === undefined) return { end, found: inBrackets }
  const target = end + 1
  end = endOf(text, target, closing)
  if (end < text.length) return { end: end + 1, found: -1 }
  const inTarget = markBetween(text, { mark, start: target, end })
  return { end, found: inBrackets >= 0 ? inBrackets : inTarget }
}

function endOf(text: string, start: number, character: string): number {
  const end = text.indexOf(character, start)
  return end < 0 ? text.length : end
}

function markBetween(
  text: string,
  { mark, start, end }: { mark: string; start: number; end: number },
): number {
  const at = text.indexOf(mark, start)
  return at >= 0 && at < end ? at : -1
}
