/**
 * Lays JSON text out over lines without parsing it.
 *
 * Parsing would round Mastodon's ids (they exceed 2^53), drop duplicate keys and rewrite escapes.
 * This moves only white space between tokens, so what is read is exactly what is stored. It never
 * throws: text that is not JSON comes back with odd line breaks, or none.
 */

const INDENT = '  '

/** A string, a bracket, a separator, white space, or anything else (numbers and words). */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|\s+|[^\s{}[\],:"]+|"/gs

/**
 * The same JSON, one member a line, two spaces deep.
 *
 * @example prettyJson('{"id":110000000000000001}') // '{\n  "id": 110000000000000001\n}'
 */
export function prettyJson(text: string): string {
  const tokens = (text.match(TOKENS) ?? []).filter((token) => token.trim() !== '')
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

/** Deep nesting stops moving right, so that hostile `[[[[…` cannot grow the page quadratically. */
const DEEPEST_INDENT = 20

function lineBreak(depth: number): string {
  return `\n${INDENT.repeat(Math.min(depth, DEEPEST_INDENT))}`
}
