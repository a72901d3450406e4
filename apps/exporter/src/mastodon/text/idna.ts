/**
 * The ASCII form of host names by IDNA 2003 (RFC 3490), as far as linking needs it: is the host
 * valid, and how long would it be in Punycode? Also the Unicode form of `xn--` names, for show.
 *
 * Node's own `domainToASCII` follows the newer UTS #46, which accepts hosts that Mastodon refuses.
 */
import { domainToUnicode } from 'node:url'
import { CodePointSet } from './code-point-set.ts'
import { IGNORED, LEFT_TO_RIGHT, PROHIBITED, RIGHT_TO_LEFT, UNASSIGNED } from './nameprep-ranges.ts'
import { punycodeLength } from './punycode.ts'

const unassigned = new CodePointSet(UNASSIGNED)
const prohibited = new CodePointSet(PROHIBITED)
const ignored = new CodePointSet(IGNORED)
const rightToLeft = new CodePointSet(RIGHT_TO_LEFT)
const leftToRight = new CodePointSet(LEFT_TO_RIGHT)

/** RFC 1035: a label has 1 to 63 octets. */
const MAX_LABEL_LENGTH = 63
const ACE_PREFIX = 'xn--'

/** The length of the host's ASCII form in characters, or null when the host is not valid. */
export function asciiHostLength(host: string): number | null {
  // RFC 3490 §3.1: the ideographic and full-width full stops separate labels too.
  const labels = host.split(/[.\u3002\uFF0E\uFF61]/u)
  let length = labels.length - 1
  for (const label of labels) {
    const labelLength = isAscii(label) ? label.length : internationalLabelLength(label)
    if (labelLength === null || labelLength < 1 || labelLength > MAX_LABEL_LENGTH) return null
    length += labelLength
  }
  return length
}

/** `xn--nic-5k4buc.example` → its Unicode form; a host that cannot be decoded stays as it is. */
export function unicodeHost(host: string): string {
  return /(?:^|\.)xn--/i.test(host) ? domainToUnicode(host) || host : host
}

function internationalLabelLength(label: string): number | null {
  const prepared = nameprep(label)
  if (prepared === null) return null
  const text = prepared.join('')
  if (isAscii(text)) return text.length
  if (text.startsWith(ACE_PREFIX)) return null
  return ACE_PREFIX.length + punycodeLength(prepared.map(codePointOf))
}

/** RFC 3491: map, normalise, refuse; the characters, or null when one of them is not allowed. */
function nameprep(label: string): readonly string[] | null {
  const kept = Array.from(label).filter((character) => !ignored.has(codePointOf(character)))
  if (kept.some(isUnassigned)) return null
  const prepared = Array.from(kept.join('').normalize('NFKC')).flatMap((character) =>
    Array.from(fold(character)),
  )
  if (prepared.some(isProhibited) || prepared.some(isUnassigned)) return null
  return hasValidDirection(prepared) ? prepared : null
}

/** Lower case, unless it only exists in a younger Unicode (Cherokee). */
function fold(character: string): string {
  if (character === 'ß') return 'ss'
  if (character === 'ς') return 'σ'
  const lower = character.toLowerCase()
  return Array.from(lower).some(isUnassigned) ? character : lower
}

/** RFC 3454 §6: with a right-to-left letter, no left-to-right ones, and such letters at both ends. */
function hasValidDirection(label: readonly string[]): boolean {
  const codePoints = label.map(codePointOf)
  if (!codePoints.some((codePoint) => rightToLeft.has(codePoint))) return true
  return (
    !codePoints.some((codePoint) => leftToRight.has(codePoint)) &&
    rightToLeft.has(codePoints.at(0) ?? 0) &&
    rightToLeft.has(codePoints.at(-1) ?? 0)
  )
}

function isUnassigned(character: string): boolean {
  return unassigned.has(codePointOf(character))
}

function isProhibited(character: string): boolean {
  return prohibited.has(codePointOf(character))
}

function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the range of ASCII itself
  return /^[\x00-\x7F]*$/.test(text)
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0
}
