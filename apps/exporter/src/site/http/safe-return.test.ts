import { expect, it } from 'vitest'
import { HOME, safeReturn } from './safe-return.ts'

it('returns to a page of this site', () => {
  expect(safeReturn('/sidekiq/queues?page=2')).toBe('/sidekiq/queues?page=2')
})
it('never leads to another site', () => {
  for (const next of [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/login?next=/login',
  ])
    expect(safeReturn(next)).toBe(HOME)
})
