/**
 * What differs between Mastodon's versions when a post's text becomes HTML: one table.
 *
 * When you add a version, also add its vectors to `fixtures/mastodon/formatter-vectors.json` and
 * its name to the test beside the formatter.
 */

import {
  HTML_RULES_4_2,
  HTML_RULES_4_3,
  HTML_RULES_4_5,
  HTML_RULES_4_6,
  type HtmlRules,
} from './html-rules.ts'
import { looseWordExpressions, wordExpressions, type WordExpressions } from './words.ts'

/** The versions whose rules are known. */
export type FormatterVersion = '4.2' | '4.3' | '4.4' | '4.5' | '4.6'

export interface FormatterRules {
  /** The `rel` of links to other sites. */
  readonly linkRel: string
  /** A link is not shortened when this few characters would be hidden. */
  readonly hiddenCharactersShown: number
  /** Whether a path may end with `@`. */
  readonly pathMayEndWithAt: boolean
  /** The signs that begin a hashtag. */
  readonly hashSigns: string
  /** Matches a character after which a hash sign is no hashtag, or before which it may be none. */
  readonly notBeforeHashtag: RegExp
  /** Whether the hashtag's preceding character is used up: it cannot be the end of another one. */
  readonly hashtagUsesPreceding: boolean
  /** Matches a character after which an at sign is no mention. */
  readonly notBeforeMention: RegExp
  /** What is a word: in hashtags and in hosts of mentions. */
  readonly words: WordExpressions
  /** Whether a post that quotes gets a paragraph with the quoted post's link. */
  readonly hasQuoteFallback: boolean
  /** What glitch-soc keeps of HTML. */
  readonly html: HtmlRules
}

/** Letters, marks, digits and connectors, as Ruby's `[[:word:]]` has them. */
const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}'
/** Ruby 4.0 counts the joiners as well. */
const WORD_WITH_JOINERS = `${WORD}\\u200C\\u200D`

const RULES_4_5: FormatterRules = {
  linkRel: 'nofollow noopener',
  hiddenCharactersShown: 1,
  pathMayEndWithAt: true,
  hashSigns: '#＃',
  notBeforeHashtag: /[=/)\p{Alphabetic}\p{Nd}]/u,
  hashtagUsesPreceding: false,
  notBeforeMention: new RegExp(`[=/${WORD}]`, 'u'),
  words: wordExpressions(WORD),
  hasQuoteFallback: true,
  html: HTML_RULES_4_5,
}

const RULES_4_4: FormatterRules = {
  ...RULES_4_5,
  hashSigns: '#',
  hasQuoteFallback: false,
  html: HTML_RULES_4_3,
}

const RULES_4_3: FormatterRules = {
  ...RULES_4_4,
  linkRel: 'nofollow noopener noreferrer',
  hiddenCharactersShown: 0,
}

/** How each version makes HTML of a text; what is not said differs in no version. */
export const FORMATTER_RULES: Readonly<Record<FormatterVersion, FormatterRules>> = {
  '4.2': {
    ...RULES_4_3,
    pathMayEndWithAt: false,
    notBeforeHashtag: /[/)\w]/,
    hashtagUsesPreceding: true,
    notBeforeMention: new RegExp(`[/${WORD}]`, 'u'),
    words: looseWordExpressions(WORD),
    html: HTML_RULES_4_2,
  },
  '4.3': RULES_4_3,
  '4.4': RULES_4_4,
  '4.5': RULES_4_5,
  '4.6': {
    ...RULES_4_5,
    notBeforeHashtag: /[^\p{White_Space}]/u,
    notBeforeMention: new RegExp(`[=/${WORD_WITH_JOINERS}]`, 'u'),
    words: wordExpressions(WORD_WITH_JOINERS),
    html: HTML_RULES_4_6,
  },
}
