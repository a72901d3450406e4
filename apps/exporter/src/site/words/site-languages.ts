/** The languages that readers of the site choose from. */
import { type Language, LANGUAGES } from '@howdah/web/views'

type SiteLanguage = Exclude<Language, 'en-XA'>

export const SITE_LANGUAGES: readonly SiteLanguage[] = ['en', 'de', 'es', 'ja', 'ar']

/** What a language is called by those who speak it. */
export const nameOf = (language: SiteLanguage): string => LANGUAGES[language].name

export function isSiteLanguage(tag: string): tag is SiteLanguage {
  return SITE_LANGUAGES.some((language) => language === tag)
}
