/**
 * Who a page is written for: language, formats of numbers and dates, preferences.
 *
 * A reader belongs to one request and is known to everything that is rendered for it (an
 * `AsyncLocalStorage`), as the words on a page come from functions many levels below its handler.
 */

import { AsyncLocalStorage } from 'node:async_hooks'
import { acceptedLanguage, LANGUAGES, OFFERED_LANGUAGES } from './languages.ts'
import type { Language } from './languages.ts'
import { DEFAULT_PREFERENCES, readPreferences } from './preferences.ts'
import type { Preferences } from './preferences.ts'

/** The reader of the page that is being made. */
export interface Reader {
  readonly language: Language
  readonly dir: 'ltr' | 'rtl'
  /** The BCP 47 tag for `Intl`. */
  readonly formats: string
  readonly preferences: Preferences
}

const READERS = new AsyncLocalStorage<Reader>()

/** Who reads outside of a request, and what is read by programs: English, with the defaults. */
export const ENGLISH = readerOf('en', DEFAULT_PREFERENCES)

/** The reader of what is being rendered; English with the defaults outside of a request. */
export function currentReader(): Reader {
  return READERS.getStore() ?? ENGLISH
}

/** Does something for a reader: everything it calls, also later, writes for them. */
export function writeFor<T>(reader: Reader, write: () => T): T {
  return READERS.run(reader, write)
}

/** A reader by language. */
export function readerOf(language: Language, preferences: Preferences): Reader {
  const { dir, formats } = LANGUAGES[language]
  return { language, dir, formats, preferences }
}

/**
 * The reader behind a request: the language chosen for this browser, else the host's (a member's own
 * setting), else what the browser asks for, else English.
 */
export function readerFor(
  request: Request,
  hostLanguage: Language | null = null,
  offered: readonly Language[] = OFFERED_LANGUAGES,
): Reader {
  const preferences = readPreferences(request)
  const language =
    preferences.language ??
    hostLanguage ??
    acceptedLanguage(request.headers.get('accept-language'), offered) ??
    'en'
  return readerOf(language, preferences)
}

/** Answers a request for its reader; where a host has already told who reads, it stays theirs. */
export function writeForRequest<T>(
  request: Request,
  write: () => T,
  offered: readonly Language[] = OFFERED_LANGUAGES,
): T {
  if (READERS.getStore() !== undefined) return write()
  return writeFor(readerFor(request, null, offered), write)
}
