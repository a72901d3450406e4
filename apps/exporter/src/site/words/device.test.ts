import { expect, test } from 'vitest'
import { deviceWords } from './device.ts'

test('a browser is named with its system, and nothing it made up', () => {
  const mozilla = 'Mozilla/5.0'
  const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
  expect(
    [
      `${mozilla} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`,
      `${mozilla} (Windows NT 10.0; Win64; x64) ${safari} Chrome/140.0 Safari/537.36 Edg/140.0`,
      `${mozilla} (Linux; Android 15) ${safari} Chrome/140.0 Mobile Safari/537.36`,
      `${mozilla} (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${safari} Version/18.0 Safari/604.1`,
      `${mozilla} (Macintosh; Intel Mac OS X 14_0) ${safari} Version/18.0 Safari/605.1.15`,
      'curl/8.5.0',
      '<script>alert(1)</script>',
      '',
    ].map(deviceWords),
  ).toEqual([
    'Firefox on Linux',
    'Edge on Windows',
    'Chrome on Android',
    'Safari on iOS',
    'Safari on macOS',
    'curl',
    'Unknown program',
    'Unknown program',
  ])
})
