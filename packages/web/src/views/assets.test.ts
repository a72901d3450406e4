import { brotliDecompressSync } from 'node:zlib'
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

test('browsers that can get it get it compressed, and all of it stays light', async () => {
  let bytes = 0
  for (const name of ['howdah.css', 'console.js', 'chart.js', 'uplot.js', 'uplot.css']) {
    const response = serveAsset(name, 'gzip, deflate, br, zstd')
    expect(response?.headers.get('content-encoding')).toBe('br')
    const body = Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0))
    expect(brotliDecompressSync(body).toString()).toBe(await serveAsset(name)?.text())
    bytes += body.byteLength
  }
  // With 60 KB of HTML at most, no page is heavier than 100 KB in all.
  expect(bytes).toBeLessThan(40_000)
})
