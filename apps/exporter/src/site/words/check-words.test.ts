/** What checks say is in the language of who reads, and in English where nobody has chosen one. */
import { readerFor, writeFor } from '@howdah/web/views'
import { expect, it } from 'vitest'
import { findCheck } from '../../doctor/checks.ts'
import { en } from '../../doctor/words/en.ts'
import { checkWords } from './check-words.ts'

function readIn<T>(language: string, read: () => T): T {
  const headers = { cookie: `howdah_preferences=language=${language}` }
  return writeFor(readerFor(new Request('http://localhost/', { headers })), read)
}

it('a check is called what its reader calls it, in a shell by its English name', () => {
  const check = findCheck('stuck-exports')
  expect(check?.title(en)).toBe('No export is stuck')
  expect(readIn('de', () => check?.title(checkWords()))).toBe('Kein Export hängt fest')
  expect(readIn('ar', () => check?.title(checkWords()))).toBe('لا تصدير عالق')
})

it('what was found once is said to each reader in their language', async () => {
  const look = findCheck('mail-sender')?.look
  const patient = { config: { mail: { from: 'a@localhost' }, smtp: {}, localDomain: 'a.example' } }
  const found = await look?.(patient as never)
  expect(found?.means?.(en)).toBe('Most mail servers throw such messages away.')
  expect(readIn('ja', () => found?.means?.(checkWords()))).toBe(
    'ほとんどのメールサーバーはそのようなメールを捨てます。',
  )
  expect(found?.found(en)).toBe('It is a@localhost.')
  expect(readIn('es', () => found?.found(checkWords()))).toBe('Es a@localhost.')
})

it('no text of a language is left in English', () => {
  const english = textsOf(en)
  expect(english.size).toBeGreaterThan(100)
  for (const language of ['de', 'es', 'ja', 'ar']) {
    const theirs = textsOf(readIn(language, checkWords))
    for (const [key, text] of english) {
      expect(theirs.get(key), `${language} ${key}`).not.toBe(text)
    }
  }
})

/** All texts without values, at whatever depth, by their place. */
function textsOf(words: object, place = ''): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') texts.set(`${place}${key}`, value)
    if (typeof value !== 'object' || value === null) continue
    for (const [inner, text] of textsOf(value, `${place}${key}.`)) texts.set(inner, text)
  }
  return texts
}
