/**
 * What a page says in its own words, for the test that none of it bypasses the catalogue: the
 * pseudo-locale writes every text of the catalogue in brackets, so letters outside of them are
 * either data or a forgotten word.
 */

/** Elements that hold what jobs, queues and processes bring along; and what nobody reads. */
const DATA_ELEMENTS: ReadonlySet<string> = new Set([
  'bdi',
  'code',
  'kbd',
  'pre',
  'time',
  'script',
  'style',
])
const VOID_ELEMENTS: ReadonlySet<string> = new Set(['input', 'link', 'meta', 'br', 'hr'])
const TOKENS = /<!--.*?-->|<!doctype[^>]*>|<(\/?)([a-z0-9]+)([^>]*?)(\/?)>|([^<]+)/giu
const SPOKEN = / (?:aria-label|aria-description|title|placeholder|alt|data-label)="([^"]*)"/gu

/** Texts and spoken attributes of a page that stand outside of brackets and are not `data`. */
export function unbracketed(html: string, data: RegExp): readonly string[] {
  const found: string[] = []
  const open: boolean[] = []
  let depth = 0
  const read = (text: string): void => {
    const parts = text.split(/([⟦⟧])/u)
    for (const part of parts) {
      if (part === '⟦') depth += 1
      else if (part === '⟧') depth -= 1
      else if (depth === 0 && /\p{L}/u.test(part.replace(data, ''))) found.push(part.trim())
    }
  }
  for (const [, end, element = '', attributes = '', closed, text] of html.matchAll(TOKENS)) {
    const isData = open.at(-1) ?? false
    if (text !== undefined) {
      if (!isData) read(decoded(text))
    } else if (end === '/') {
      open.pop()
    } else if (element !== '') {
      const hides = DATA_ELEMENTS.has(element) || / dir="auto"/u.test(attributes)
      if (!isData && !hides) {
        for (const [, spoken = ''] of attributes.matchAll(SPOKEN)) read(decoded(spoken))
      }
      if (closed !== '/' && !VOID_ELEMENTS.has(element)) open.push(isData || hides)
    }
  }
  return found
}

function decoded(text: string): string {
  return text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
