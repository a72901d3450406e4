/** The regular expressions that depend on what counts as a character of a word. */

export interface WordExpressions {
  /** One character of a word. */
  readonly word: RegExp
  /** Word characters, from a position on. */
  readonly wordStretch: RegExp
  /** Word characters and separators of hashtags, from a position on. */
  readonly tagStretch: RegExp
  /** A letter or separator that is neither the first character nor the last one. */
  readonly letterInside: RegExp
  readonly letter: RegExp
  /** `@domain` of a mention, from a position on. */
  readonly mentionDomain: RegExp
}

/** Low line, middle dot, katakana middle dot, zero-width non-joiner. */
const SEPARATORS = '_\\u00B7\\u30FB\\u200C'

/** @param word The inside of a character class. */
export function wordExpressions(word: string): WordExpressions {
  return {
    word: new RegExp(`[${word}]`, 'u'),
    wordStretch: new RegExp(`[${word}]+`, 'uy'),
    tagStretch: new RegExp(`[${word}${SEPARATORS}]+`, 'uy'),
    letterInside: new RegExp(`(?<=[^])[\\p{Alphabetic}${SEPARATORS}](?=[^])`, 'u'),
    letter: /\p{Alphabetic}/u,
    mentionDomain: new RegExp(`@[${word}]+(?:[.-]+[${word}]+)*`, 'uy'),
  }
}

/** The same, where a mention's domain has two characters or more and may begin with any of them. */
export function looseWordExpressions(word: string): WordExpressions {
  const mentionDomain = new RegExp(`@[${word}.-]+[${word}]+`, 'uy')
  return { ...wordExpressions(word), mentionDomain }
}

/** The text that a sticky expression matches at a position, or "". */
export function matchAt(expression: RegExp, text: string, start: number): string {
  expression.lastIndex = start
  return expression.exec(text)?.[0] ?? ''
}

/** The whole character before a position, also one beyond U+FFFF. */
export function characterBefore(text: string, position: number): string {
  const isPair = position > 1 && (text.codePointAt(position - 2) ?? 0) > 0xffff
  return text.slice(position - (isPair ? 2 : 1), position)
}
