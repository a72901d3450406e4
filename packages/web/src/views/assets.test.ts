import { expect, test } from 'vitest'
import { assetHref, serveAsset } from './assets.ts'

test('an asset is served with its type and may be kept for a year', async () => {
  const response = serveAsset('howdah.css')
  expect(response?.headers.get('content-type')).toBe('text/css; charset=utf-8')
  expect(response?.headers.get('cache-control')).toContain('immutable')
  expect(await response?.text()).toContain('@layer reset, tokens')
})

test('a name that is not an asset is null, whatever it tries', () => {
  for (const name of ['', 'x', '../index.ts', '__proto__', 'constructor']) {
    expect(serveAsset(name)).toBeNull()
  }
})

test('the address of an asset names its content', () => {
  expect(assetHref('/sidekiq/assets', 'mark.svg')).toMatch(
    /^\/sidekiq\/assets\/mark\.svg\?v=[\w-]{10}$/,
  )
})
