/** How a line begins: what each kind of block is known by. All positions are those of a line's begin. */

const EMPTY = / *(?:\n|$)/y
const RULE = / {0,3}([*_-])(?: *\1){2,} *(?:\n|$)/y
const HEADING = /#{1,6}(?: |$)/y
const QUOTE = / {0,3}> ?/y
const ORDERED = / {0,3}[0-9]+(?=\. )/y
const BULLET = / {0,3}(?=[*+-] )/y
const UNDERLINE = /(?:=+|-+) *(?:\n|$)/y
const FENCE = / {0,3}(`{3,}(?!`)|~{3,}(?!~)) *(?:\{[^}\n]*\}|[^ \n{][^ \n]*)? *(?:\n|$)/y

/** "```": what a code block begins with, and ends with at least as many of. */
export interface Fence {
  readonly mark: string
  /** The next line. */
  readonly end: number
}

/** Where the next line begins. */
export function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end + 1
}

export function isEmptyLine(text: string, start: number): boolean {
  return matched(EMPTY, text, start) !== null
}

/** `---`, `***` or `___` */
export function isRule(text: string, start: number): boolean {
  return matched(RULE, text, start) !== null
}

/** `# `; without the space it is a hashtag. */
export function isHeading(text: string, start: number): boolean {
  return matched(HEADING, text, start) !== null
}

/** 1 for a line that makes a heading of the one before, 2 for that of a lesser one, or 0. */
export function underlineLevel(text: string, start: number): 0 | 1 | 2 {
  if (matched(UNDERLINE, text, start) === null) return 0
  return text.charAt(start) === '=' ? 1 : 2
}

/** The length of `> `, or 0. */
export function quotePrefix(text: string, start: number): number {
  return matched(QUOTE, text, start)?.length ?? 0
}

/** The length of `1. `, or 0. */
export function orderedPrefix(text: string, start: number): number {
  return itemPrefix(ORDERED, 2, text, start)
}

/** The length of `- `, or 0. */
export function bulletPrefix(text: string, start: number): number {
  return itemPrefix(BULLET, 2, text, start)
}

/** An underlined line is a heading, not an item. */
function itemPrefix(pattern: RegExp, length: number, text: string, start: number): number {
  const before = matched(pattern, text, start)?.length
  if (before === undefined) return 0
  const next = lineEnd(text, start + before)
  return next < text.length && underlineLevel(text, next) > 0 ? 0 : before + length
}

/**
 * The fence that a code block begins or ends with.
 * @param open The mark it began with; "" where one may begin.
 */
export function fenceAt(text: string, start: number, open = ''): Fence | null {
  const line = open === '' ? matched(FENCE, text, start) : matched(closing(open), text, start)
  if (line === null) return null
  return { mark: /[`~]+/.exec(line)?.[0] ?? '', end: lineEnd(text, start) }
}

/** No language stands behind the last one. */
function closing(open: string): RegExp {
  const mark = open.charAt(0)
  return new RegExp(` {0,3}${mark}{${open.length},}(?!${mark}) *(?:\\{ *\\})? *(?:\\n|$)`, 'y')
}

/** What the pattern matches right here. */
function matched(pattern: RegExp, text: string, start: number): string | null {
  pattern.lastIndex = start
  return pattern.exec(text)?.[0] ?? null
}
