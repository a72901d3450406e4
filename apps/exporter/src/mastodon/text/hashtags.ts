/**
 * Finds hashtags in a text.
 *
 * A name is as long as word characters and separators go, begins and ends with a word character
 * and has a letter or a separator between its ends; or else it is the stretch of word characters,
 * with a letter anywhere. Digits alone are no hashtag.
 */
import type { HashtagEntity } from './entities.ts'
import type { FormatterRules } from './rules.ts'
import { characterBefore, matchAt } from './words.ts'

const SIGNS = /[#＃]/g

/** The hashtags of a text in its order. */
export function findHashtags(text: string, rules: FormatterRules): readonly HashtagEntity[] {
  if (!text.includes('#') && !text.includes('＃')) return []
  const found: HashtagEntity[] = []
  let used = 0
  for (const { 0: sign, index } of text.matchAll(SIGNS)) {
    if (!rules.hashSigns.includes(sign)) continue
    if (!mayBeginHashtag(text, { sign: index, used, rules })) continue
    const name = nameAt(text, index + 1, rules)
    if (name === '') continue
    used = index + 1 + name.length
    const kept = text.startsWith('://', used) ? withoutScheme(name) : name
    found.push({ kind: 'hashtag', start: index, end: index + 1 + kept.length, name: kept })
  }
  return found
}

/** @param place `used` is the end of the hashtag before, 0 without one. */
function mayBeginHashtag(
  text: string,
  { sign, used, rules }: { sign: number; used: number; rules: FormatterRules },
): boolean {
  if (sign === 0 || text.charAt(sign - 1) === '\n') return true
  if (rules.hashtagUsesPreceding && sign === used) return false
  return !rules.notBeforeHashtag.test(characterBefore(text, sign))
}

/** The hashtag's name that begins here, or "". */
function nameAt(text: string, start: number, rules: FormatterRules): string {
  const { words } = rules
  const word = matchAt(words.wordStretch, text, start)
  if (word === '') return ''
  const name = withoutLastSeparators(matchAt(words.tagStretch, text, start), words.word)
  if (words.letterInside.test(name)) return name
  return words.letter.test(word) ? word : ''
}

function withoutLastSeparators(stretch: string, word: RegExp): string {
  let end = stretch.length
  while (end > 0 && !word.test(characterBefore(stretch, end))) end -= 1
  return stretch.slice(0, end)
}

/** "#foohttp://example.com": the scheme belongs to the address, not to the hashtag. */
function withoutScheme(name: string): string {
  return name.replace(/(?<=[^])https?$/, '')
}
