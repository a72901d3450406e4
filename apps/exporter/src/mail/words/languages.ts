/** Which words a member reads: by the language of their account, else the server's, else English. */
import { ARABIC } from './arabic.ts'
import { ENGLISH } from './english.ts'
import { GERMAN } from './german.ts'
import { JAPANESE } from './japanese.ts'
import type { MailWords } from './mail-words.ts'
import { SPANISH } from './spanish.ts'

export const LANGUAGES = {
  en: ENGLISH,
  de: GERMAN,
  es: SPANISH,
  ja: JAPANESE,
  ar: ARABIC,
} as const satisfies Readonly<Record<string, MailWords>>

/**
 * The first of these locales whose language is spoken here, such as `es` for `es-AR`.
 * @param locales as Mastodon stores them; null and unknown ones are passed over
 */
export function wordsFor(locales: readonly (string | null)[]): MailWords {
  for (const locale of locales) {
    const language = locale?.toLowerCase().split(/[-_]/)[0] ?? ''
    if (isSpoken(language)) return LANGUAGES[language]
  }
  return ENGLISH
}

function isSpoken(language: string): language is keyof typeof LANGUAGES {
  return Object.hasOwn(LANGUAGES, language)
}
