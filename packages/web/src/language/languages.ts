/**
 * The languages that pages are written in.
 */

/** `en-XA` is the pseudo-locale: English in brackets, to find text that no catalogue knows. */
export type Language = 'en' | 'de' | 'es' | 'ja' | 'ar' | 'en-XA'

/** What a language is called by those who speak it, and how it is written. */
export interface LanguageFacts {
  readonly name: string
  readonly dir: 'ltr' | 'rtl'
  /** For numbers and dates: Arabic with the digits that job ids and addresses are written in. */
  readonly formats: string
}

export const LANGUAGES: Readonly<Record<Language, LanguageFacts>> = {
  en: { name: 'English', dir: 'ltr', formats: 'en' },
  de: { name: 'Deutsch', dir: 'ltr', formats: 'de' },
  es: { name: 'Español', dir: 'ltr', formats: 'es' },
  ja: { name: '日本語', dir: 'ltr', formats: 'ja' },
  ar: { name: 'العربية', dir: 'rtl', formats: 'ar-u-nu-latn' },
  'en-XA': { name: 'Pseudo', dir: 'ltr', formats: 'en' },
}

/**
 * Languages that a page comes in by itself, because a host or a browser asks for them: all that a
 * person speaks. The pseudo-locale is to be had by the cookie only.
 */
export const OFFERED_LANGUAGES: readonly Language[] = ['en', 'de', 'es', 'ja', 'ar']

/** Whether pages are written in it. */
export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag)
}

/** A header longer than this is no browser's. */
const LONGEST_HEADER = 500

/** The first language of an `Accept-Language` header, by its weights, that pages are written in. */
export function acceptedLanguage(
  header: string | null,
  offered: readonly Language[] = OFFERED_LANGUAGES,
): Language | null {
  const wishes = (header ?? '')
    .slice(0, LONGEST_HEADER)
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.trim().split(';')
      const weight = parameters.find((one) => one.trim().startsWith('q='))?.split('=')[1]
      return { language: languageOf(tag, offered), weight: Number(weight ?? 1) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
  return wishes.find(({ language }) => language !== null)?.language ?? null
}

/**
 * The language of a tag such as `es-AR` or Mastodon's `zh_CN`; null when it is none of those `offered`.
 */
export function languageOf(
  tag: string | null,
  offered: readonly Language[] = OFFERED_LANGUAGES,
): Language | null {
  const primary = tag?.toLowerCase().split(/[-_]/u)[0] ?? ''
  return offered.find((language) => language === primary) ?? null
}
