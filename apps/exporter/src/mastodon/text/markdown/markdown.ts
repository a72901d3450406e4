/**
 * Makes HTML of Markdown as Redcarpet 3 does with the extensions that glitch-soc turns on: strikethrough,
 * superscript, underline and highlight, fenced code but none by indentation, addresses become links, every
 * line end is a break. Pictures stay text. The HTML may hold whatever was typed: it is to be sanitised.
 */
import { blocksHtml } from './blocks.ts'
import { takeReferences } from './references.ts'
import { spansHtml } from './spans.ts'
import { MarkdownState } from './state.ts'

/**
 * HTML without line ends.
 * @param linkHtml HTML of an address that was typed without a text of its own.
 */
export function markdownHtml(text: string, linkHtml: (url: string) => string): string {
  // Redcarpet counts bytes and knows no other letters than those of ASCII.
  const source = takeReferences(asBytes(text))
  const state = new MarkdownState({
    references: source.references,
    spansHtml,
    linkHtml: (url) => asBytes(linkHtml(asText(url))),
  })
  return asText(blocksHtml(source.text, state).replace(/[\r\n]+/g, ''))
}

/** Each byte as a character. */
function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function asText(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
