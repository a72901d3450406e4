/** HTML that was typed as a block of its own: it stays as it is. */
import { isEmptyLine, lineEnd } from './lines.ts'

const BLOCK_TAGS: ReadonlySet<string> = new Set(
  (
    'abbr address article aside audio blockquote canvas center dd del details div dl fieldset ' +
    'figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe ins math nav noscript ' +
    'ol output p pre script section style summary table tfoot ul video'
  ).split(' '),
)

const OPENING = /<([^> ]*)(?=[> ])/y
const COMMENT = /<!-(?=-)[^]*?-->/y
const RULE = /<hr[^>]*>/iy

/** Where the block ends that begins here; -1 where none begins. */
export function htmlBlockEnd(text: string, start: number): number {
  if (text.charAt(start) !== '<') return -1
  const tag = matchEnd(OPENING, text, start)
  const name = tag < 0 ? '' : text.slice(start + 1, tag).toLowerCase()
  if (!BLOCK_TAGS.has(name)) return aloneEnd(text, start)
  const end = closingEnd(text, { start, name, isUnindented: true })
  if (end >= 0 || name === 'ins' || name === 'del') return end
  return closingEnd(text, { start, name, isUnindented: false })
}

/** Comments and rules need no other tag. */
function aloneEnd(text: string, start: number): number {
  for (const pattern of [COMMENT, RULE]) {
    const end = matchEnd(pattern, text, start)
    if (end >= 0 && end < text.length && isEmptyLine(text, end)) return lineEnd(text, end)
  }
  return -1
}

/**
 * Behind the closing tag, the rest of its line and an empty line after it.
 * @param place.isUnindented Only tags at the beginning of a line, or on the first one.
 */
function closingEnd(
  text: string,
  place: { readonly start: number; readonly name: string; readonly isUnindented: boolean },
): number {
  const { start, name, isUnindented } = place
  const firstEnd = lineEnd(text, start)
  for (let at = text.indexOf('</', start + 1); at >= 0; at = text.indexOf('</', at + 1)) {
    if (isUnindented && at >= firstEnd && text.charAt(at - 1) !== '\n') continue
    const behind = at + 2 + name.length
    if (behind + 1 >= text.length) return -1
    const isSame = text.slice(at + 2, behind + 1).toLowerCase() === `${name}>`
    if (!isSame || !isEmptyLine(text, behind + 1)) continue
    const end = lineEnd(text, behind + 1)
    return end < text.length && isEmptyLine(text, end) ? lineEnd(text, end) : end
  }
  return -1
}

function matchEnd(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex : -1
}
