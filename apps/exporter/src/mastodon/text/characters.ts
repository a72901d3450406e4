/**
 * The character classes of links, hashtags and mentions, asked one character at a time.
 *
 * Positions are UTF-16 indices. The classes answer for a code unit; halves of surrogate pairs fall
 * into the same classes as the characters beyond U+FFFF that they make.
 */

/** Accented Latin letters and combining marks, by twitter-text: the inside of a character class. */
export const LATIN_ACCENTS =
  '\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F\\u0253\\u0254\\u0256\\u0257\\u0259\\u025B\\u0263' +
  '\\u0268\\u026F\\u0272\\u0289\\u028B\\u02BB\\u0300-\\u036F\\u1E00-\\u1EFF'

/** Directional marks, the byte order mark and spaces: never part of a host. */
const NOT_IN_HOST = characterSet(
  '\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFEFF\uFFFF' +
    '\u0085\u00A0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000',
)
const WHITE_SPACE = characterSet('\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000')
const ASCII_WHITE_SPACE = '\t\n\v\f\r '

const HOST = asciiTable((character) => /[A-Za-z0-9\\]/.test(character))
const PATH = asciiTable((character) => !`${ASCII_WHITE_SPACE}<>()?`.includes(character))
const PATH_END = asciiTable(
  (character) => !`${ASCII_WHITE_SPACE}<>()?!*"':;=,.$%[]~&|`.includes(character),
)
const QUERY = asciiTable((character) => /[a-z0-9!?*'();:&=+$/%#[\]\-_.,~|@^]/i.test(character))
const PRECEDING = asciiTable((character) => !/[A-Z0-9@$#]/i.test(character))
const QUERY_END = asciiTable((character) => /[a-z0-9_&=#/-]/i.test(character))

/** A character of a host's label, apart from `-` and `_`, which only stand inside. */
export function isHostCharacter(code: number): boolean {
  return code < 128 ? HOST[code] === 1 : !NOT_IN_HOST.has(code)
}

/** Anything but white space, `<`, `>`, parentheses and `?`. */
export function isPathCharacter(code: number): boolean {
  return code < 128 ? PATH[code] === 1 : !WHITE_SPACE.has(code)
}

/** A path character that may be the last one: no punctuation that ends a sentence. */
export function isPathEnd(code: number): boolean {
  if (code < 128) return PATH_END[code] === 1
  return code !== 0x300c && code !== 0x300d && !WHITE_SPACE.has(code)
}

/** @param point A code point, not a half of a surrogate pair. */
export function isQueryCharacter(point: number): boolean {
  return point < 128 ? QUERY[point] === 1 : isIriCharacter(point)
}

/** @param point A code point, not a half of a surrogate pair. */
export function isQueryEnd(point: number): boolean {
  return point < 128 ? QUERY_END[point] === 1 : isIriCharacter(point)
}

/** What may stand before a link: no ASCII letter or digit, no `@`, `#`, `$`, no byte order mark. */
export function mayPrecedeLink(code: number): boolean {
  if (code < 128) return PRECEDING[code] === 1
  return !PRECEDING_REFUSED.has(code)
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Full-width at and hash, byte order marks; ſ and K are s and k to a case-blind expression. */
const PRECEDING_REFUSED = characterSet('\uFF20\uFF03\uFFFE\uFEFF\uFFFF\u017F\u212A')

/** Non-ASCII characters of RFC 3987's `ucschar` and `iprivate`: not the tags that end some flags. */
function isIriCharacter(point: number): boolean {
  if (point < 0xffff)
    return point >= 0xa0 && !(point >= 0xfdd0 && point <= 0xfdef) && point < 0xfff0
  return (point & 0xffff) < 0xfffe && !(point >= 0xe0000 && point <= 0xe0fff)
}

/** Reads `a-z` as a range, like a character class. */
function characterSet(characters: string): ReadonlySet<number> {
  const set = new Set<number>()
  for (const [, first = '', last = first] of characters.matchAll(/([^-])(?:-([^-]))?/g)) {
    for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code += 1) set.add(code)
  }
  return set
}

function asciiTable(isMember: (character: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => Number(isMember(String.fromCharCode(code))))
}
