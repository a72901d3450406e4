/** What stands between angles: a tag, an address, or a mail address. */
import { isAlphanumeric } from './escaping.ts'

interface Tag {
  readonly kind: 'tag' | 'address' | 'mail'
  /** With both angles. */
  readonly length: number
}

const NAME = /<(?:\/?[a-z0-9.+-]*)/iy
const MAIL = /[a-z0-9._@-]*>/iy
const ADDRESS = /(?:\\[^]|[^>'" \n\\])+>/y

/** The tag that begins here, if it ends. */
export function tagAt(text: string, start: number): Tag | null {
  const first = text.charAt(start + 1) === '/' ? start + 2 : start + 1
  if (start + 2 >= text.length || !isAlphanumeric(text.charAt(first))) return null
  const nameEnd = endOf(NAME, text, start)
  if (text.charAt(nameEnd) === '@') {
    const end = endOf(MAIL, text, nameEnd)
    const isMail = text.slice(nameEnd, end).split('@').length === 2
    if (end > nameEnd && isMail) return { kind: 'mail', length: end - start }
  }
  if (nameEnd - start > 2 && text.charAt(nameEnd) === ':') {
    const end = endOf(ADDRESS, text, nameEnd + 1)
    if (end > nameEnd + 1) return { kind: 'address', length: end - start }
  }
  const end = text.indexOf('>', nameEnd)
  return end < 0 ? null : { kind: 'tag', length: end + 1 - start }
}

/** Where the pattern's match ends; without one, right here. */
function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex : start
}
