/** What checks say is in the language of who reads, and in English where nobody has chosen one. */
import { readerFor, writeFor } from '@howdah/web/views'
import { expect, it } from 'vitest'
import { findCheck } from '../checks.ts'
import { en } from './en.ts'
import { words } from './words.ts'

function readIn<T>(language: string, read: () => T): T {
  const headers = { cookie: `howdah_preferences=language=${language}` }
  return writeFor(readerFor(new Request('http://localhost/', { headers })), read)
}

it('a check is called what its reader calls it, in a shell by its English name', () => {
  const check = findCheck('stuck-exports')
  expect(check?.title()).toBe('No export is stuck')
  expect(readIn('de', () => check?.title())).toBe('Kein Export hängt fest')
  expect(readIn('ar', () => check?.title())).toBe('لا تصدير عالق')
})

it('what was found once is said to each reader in their language', async () => {
  const look = findCheck('mail-sender')?.look
  const patient = { config: { mail: { from: 'a@localhost' }, smtp: {}, localDomain: 'a.example' } }
  const found = await look?.(patient as never)
  expect(found?.means?.()).toBe('Most mail servers throw such messages away.')
  expect(readIn('ja', () => found?.means?.())).toBe(
    'ほとんどのメールサーバーはそのようなメールを捨てます。',
  )
})

it('no text of a language is left in English', () => {
  const english = JSON.parse(JSON.stringify(en)) as Record<string, Record<string, string>>
  for (const language of ['de', 'es', 'ja', 'ar']) {
    const theirs = readIn(language, words) as unknown as Record<string, Record<string, unknown>>
    for (const [group, texts] of Object.entries(english)) {
      for (const [key, text] of Object.entries(texts)) {
        expect(theirs[group]?.[key], `${language} ${group}.${key}`).not.toBe(text)
      }
    }
  }
})
