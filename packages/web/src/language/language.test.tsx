import { expect, test } from 'vitest'
import { htmlResponse } from '../http/html-response.ts'
import { Time } from '../views/time.tsx'
import { formatBytes, formatDuration, formatRelative } from '../views/numbers.ts'
import { words } from '../words/words.ts'
import { forms } from './catalogue.tsx'
import { formatCount } from './formats.ts'
import { acceptedLanguage, languageOf } from './languages.ts'
import { DEFAULT_PREFERENCES, preferencesCookie, readPreferences } from './preferences.ts'
import type { Preferences } from './preferences.ts'
import { readerFor, readerOf, writeFor } from './reader.ts'
import type { Language } from './languages.ts'

const NOW = new Date('2026-11-23T14:00:00Z')

const inLanguage = <T,>(language: Language, write: () => T, more: Partial<Preferences> = {}): T =>
  writeFor(readerOf(language, { ...DEFAULT_PREFERENCES, ...more }), write)

const request = (headers: Record<string, string>): Request =>
  new Request('http://console.example/', { headers })

test('the language is the chosen one, else the host’s, else the browser’s, else English', () => {
  const german = { cookie: 'howdah_preferences=language=de', 'accept-language': 'ja' }
  expect(readerFor(request(german), 'es').language).toBe('de')
  expect(readerFor(request({ 'accept-language': 'ja' }), 'es').language).toBe('es')
  expect(readerFor(request({ 'accept-language': 'en-GB, ja;q=0.5' })).language).toBe('en')
  expect(readerFor(request({})).dir).toBe('ltr')
})

test('a browser gets what it asks for of what is offered, and the pseudo-locale by choice only', () => {
  expect(readerFor(request({ 'accept-language': 'de' })).language).toBe('de')
  expect(readerFor(request({ 'accept-language': 'de' }), null, ['en']).language).toBe('en')
  expect(readerFor(request({ 'accept-language': 'en-XA, fr' })).language).toBe('en')
  expect(languageOf('de')).toBe('de')
})

test('the browser’s wishes count by their weight, and nonsense is none', () => {
  const all = ['en', 'de', 'es', 'ja', 'ar'] as const
  expect(acceptedLanguage('fr, ja;q=0.8, es;q=0.9', all)).toBe('es')
  expect(acceptedLanguage('de;q=0, en-US', all)).toBe('en')
  expect(acceptedLanguage(`${'x,'.repeat(10_000)}de`, all)).toBeNull()
  const tags = ['es-AR', 'de_AT', 'xx', '', '__proto__', null]
  expect(tags.map((tag) => languageOf(tag, all))).toEqual(['es', 'de', null, null, null, null])
})

test('numbers, spans and distances follow the language', () => {
  const later = new Date(NOW.getTime() + 3 * 86_400_000)
  const written = (language: Language): readonly string[] =>
    inLanguage(language, () => [
      formatCount(1_204_000),
      formatBytes(1_900_000_000),
      formatDuration(187),
      formatRelative(later, NOW),
    ])
  expect(written('en')).toEqual(['1,204,000', '1.9 GB', '3 min 7 s', 'in 3 days'])
  expect(written('de')).toEqual(['1.204.000', '1,9 GB', '3 min 7 s', 'in 3 Tagen'])
  expect(written('ja')).toEqual(['1,204,000', '1.9 GB', '3 分 7 秒', '3日後'])
  expect(written('ar')).toEqual(['1,204,000', '\u{2068}1.9 GB\u{2069}', '3 د 7 ث', 'بعد 3 أيام'])
})

test('a count takes the form that its language has for it', () => {
  const texts = { one: 'eins', two: 'zwei', few: 'wenige', other: '# viele' }
  expect(inLanguage('ar', () => forms(2, texts))).toBe('zwei')
  expect(inLanguage('ar', () => forms(3, texts))).toBe('wenige')
  expect(inLanguage('en', () => forms(2_000, texts))).toBe('2,000 viele')
})

test('moments stand in UTC, in the reader’s zone, or as distances', async () => {
  const at = new Date('2026-11-23T13:59:19Z')
  const shown = (language: Language, more: Partial<Preferences> = {}): Promise<string> =>
    inLanguage(language, async () => htmlResponse(<Time at={at} now={NOW} />).text(), more)
  expect(await shown('en')).toContain('2026-11-23 13:59:19 UTC</time> <small>41 s ago')
  expect(await shown('de')).toContain('23.11.2026, 13:59:19 UTC')
  const berlin = { time: 'local', timeZone: 'Europe/Berlin' } as const
  expect(await shown('de', berlin)).toContain('23.11.2026, 14:59:19 MEZ')
  expect(await shown('en', { time: 'relative' })).toMatch(
    /html><time [^>]*title="2026[^>]*>41 s ago<\/time>$/u,
  )
})

test('preferences survive their cookie, and a forged one does no harm', () => {
  const chosen: Preferences = {
    language: 'ar',
    time: 'local',
    timeZone: 'Asia/Tokyo',
    theme: 'dark',
    pageSize: 100,
    liveSeconds: 0,
    hasShortcuts: true,
    hidesArguments: true,
  }
  const cookie = preferencesCookie(chosen).split(';')[0] ?? ''
  expect(readPreferences(request({ cookie }))).toEqual(chosen)
  const forged = 'howdah_preferences=language=tlh&time=now&zone=Mars/Base&rows=1e9&theme=%22%3E'
  expect(readPreferences(request({ cookie: forged }))).toEqual(DEFAULT_PREFERENCES)
})

test('the pseudo-locale brackets every text and lengthens it', () => {
  expect(inLanguage('en-XA', () => words().common.justNow)).toBe('⟦just now~~~⟧')
  expect(inLanguage('en-XA', () => words().common.in('12 min'))).toMatch(/^⟦in 12 min~+⟧$/u)
})
