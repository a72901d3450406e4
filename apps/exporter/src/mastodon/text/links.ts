/** The grammar parts that addresses and further URIs share: where a link may begin, path, query. */
import {
  isPathCharacter,
  isPathEnd,
  isQueryCharacter,
  isQueryEnd,
  LATIN_ACCENTS,
  mayPrecedeLink,
} from './characters.ts'
import type { FormatterRules } from './rules.ts'

const AT = 0x40
const CLOSING = 0x29
const LINE_FEED = 0x0a
const OPENING = 0x28
const QUESTION_MARK = 0x3f
const SLASH = 0x2f

/**
 * Goes through a text and asks at each place where a link may begin whether one does; a link's
 * characters, and the character before it, are used up.
 * @param matchAt The end of the link that begins at a position, or -1.
 */
export function scanLinks(text: string, matchAt: (start: number) => number): void {
  let position = 0
  while (position < text.length) {
    const end = matchFrom(text, position, matchAt)
    position = end > position ? end : position + 1
  }
}

/** A link may begin after the character here, or here itself at the start of a line. */
function matchFrom(text: string, position: number, matchAt: (start: number) => number): number {
  if (mayPrecedeLink(text.charCodeAt(position)) && !isInsidePair(text, position + 1)) {
    const end = matchAt(position + 1)
    if (end >= 0) return end
  }
  const isLineStart = position === 0 || text.charCodeAt(position - 1) === LINE_FEED
  return isLineStart ? matchAt(position) : -1
}

/** Between the halves of a character beyond U+FFFF. */
function isInsidePair(text: string, position: number): boolean {
  return (text.codePointAt(position - 1) ?? 0) > 0xffff
}

/**
 * Where the path that begins with the slash here ends; without a slash, right here. The path goes
 * as far as its characters and balanced parentheses go, then back to a character that may end it.
 */
export function pathEnd(text: string, start: number, rules: FormatterRules): number {
  if (text.charCodeAt(start) !== SLASH) return start
  let position = start + 1
  let end = position
  while (position < text.length) {
    const code = text.charCodeAt(position)
    if (isPathCharacter(code)) {
      position += 1
      if (isPathEnd(code) && (code !== AT || rules.pathMayEndWithAt)) end = position
    } else {
      const afterParentheses = balancedEnd(text, position)
      if (afterParentheses < 0) break
      if (mayEndPath(text.slice(position, afterParentheses))) end = afterParentheses
      position = afterParentheses
    }
  }
  return end
}

/**
 * Parentheses inside of a path hold anything, at its end only what twitter-text knew: Latin and
 * Cyrillic letters, digits, dashes and some signs.
 */
const ENDING_PARENTHESES = new RegExp(
  `^[()a-z\\p{Script=Cyrillic}0-9!*';:=+,.$/%#[\\]\\p{Pd}_~&|@${LATIN_ACCENTS}]+$`,
  'iu',
)

function mayEndPath(group: string): boolean {
  return ENDING_PARENTHESES.test(group)
}

/** Where a pair of parentheses around path characters ends, with at most one pair in it; or -1. */
function balancedEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== OPENING) return -1
  const first = pathCharactersEnd(text, start + 1)
  if (text.charCodeAt(first) === CLOSING) return first > start + 1 ? first + 1 : -1
  if (text.charCodeAt(first) !== OPENING) return -1
  const inner = pathCharactersEnd(text, first + 1)
  if (inner === first + 1 || text.charCodeAt(inner) !== CLOSING) return -1
  const last = pathCharactersEnd(text, inner + 1)
  return text.charCodeAt(last) === CLOSING ? last + 1 : -1
}

function pathCharactersEnd(text: string, start: number): number {
  let position = start
  while (position < text.length && isPathCharacter(text.charCodeAt(position))) position += 1
  return position
}

/** Where the query that begins with the question mark here ends; without one, right here. */
export function queryEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== QUESTION_MARK) return start
  let end = start
  for (let position = start + 1; position < text.length; position += 1) {
    const code = text.codePointAt(position) ?? 0
    if (!isQueryCharacter(code)) break
    if (code > 0xffff) position += 1
    if (isQueryEnd(code)) end = position + 1
  }
  return end
}
