/** Recognises the top-level domain at a position of a text. The names themselves: `tlds.ts`. */
import { ASCII_TLDS, OTHER_TLDS } from './tlds.ts'

/** The longest ASCII name of the list has 18 letters, the longest other one 14; both with room. */
const MAX_TLD_LENGTH = 24

/** A name must not be followed by one of these. Case-blind matching folds ſ and K to s and k. */
const CONTINUES = /[0-9a-z@+-]/iu

/** By their first UTF-16 code unit, so that a text without such names is passed quickly. */
const OTHERS_BY_LETTER = Map.groupBy(OTHER_TLDS, (tld) => tld.charAt(0))

/** Punycode ends where its letters and digits end, whatever follows. */
const PUNYCODE = /xn--[0-9a-z]+/iuy

/** Where the top-level domain that begins here ends, or -1. */
export function topLevelDomainEnd(text: string, start: number): number {
  const end = text.charCodeAt(start) < 0x80 ? asciiNameEnd(text, start) : otherNameEnd(text, start)
  return end >= 0 ? end : punycodeEnd(text, start)
}

/** An ASCII name must be the whole run of characters that would continue it. */
function asciiNameEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && CONTINUES.test(text.charAt(end))) {
    end += 1
    if (end - start > MAX_TLD_LENGTH) return -1
  }
  const name = text.slice(start, end).toLowerCase().replaceAll('ſ', 's')
  return ASCII_TLDS.has(name) ? end : -1
}

function otherNameEnd(text: string, start: number): number {
  const ahead = text.slice(start, start + MAX_TLD_LENGTH).toLowerCase()
  const name = OTHERS_BY_LETTER.get(ahead.charAt(0))?.find(
    (tld) => ahead.startsWith(tld) && !CONTINUES.test(text.charAt(start + tld.length)),
  )
  return name === undefined ? asciiNameEnd(text, start) : start + name.length
}

function punycodeEnd(text: string, start: number): number {
  PUNYCODE.lastIndex = start
  return PUNYCODE.test(text) ? PUNYCODE.lastIndex : -1
}
