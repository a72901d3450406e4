/**
 * Lays JSON text out over lines without parsing it.
 *
 * Parsing would round Mastodon's ids (they exceed 2^53), drop duplicate keys and rewrite escapes.
 * This moves only white space between tokens, so what is read is exactly what is stored. It never
 * throws: text that is not JSON comes back with odd line breaks, or none.
 */

const INDENT = '  '

/** A bracket, a separator, a number or a word, or where a string begins; white space is passed over. */
const TOKEN = /[{}[\],:"]|[^\s{}[\],:"]+/gu

/**
 * The same JSON, one member a line, two spaces deep.
 *
 * @example prettyJson('{"id":110000000000000001}') // '{\n  "id": 110000000000000001\n}'
 */
export function prettyJson(text: string): string {
  const tokens = tokensOf(text)
  let depth = 0
  let output = ''
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1]
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1)
      if (previous !== '{' && previous !== '[') output += lineBreak(depth)
    } else if (previous === '{' || previous === '[' || previous === ',') {
      output += lineBreak(depth)
    } else if (previous === ':') {
      output += ' '
    }
    output += token
    if (token === '{' || token === '[') depth += 1
  }
  return output
}

function tokensOf(text: string): readonly string[] {
  const pattern = new RegExp(TOKEN)
  const tokens: string[] = []
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const end = found[0] === '"' ? stringEnd(text, found.index) : pattern.lastIndex
    tokens.push(text.slice(found.index, end))
    pattern.lastIndex = end
  }
  return tokens
}

/**
 * Behind the quote that ends a string; the end of the text where none does. By hand: as a pattern it needs
 * a place on the stack for each character, and one of 30 MB has none.
 */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let first = at
    while (text[first - 1] === '\\') first -= 1
    if ((at - first) % 2 === 0) return at + 1
  }
  return text.length
}

/** Deep nesting stops moving right, so that hostile `[[[[…` cannot grow the page quadratically. */
const DEEPEST_INDENT = 20

function lineBreak(depth: number): string {
  return `\n${INDENT.repeat(Math.min(depth, DEEPEST_INDENT))}`
}
