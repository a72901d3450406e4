import { expect, test } from 'vitest'
import { htmlResponse } from '../http/html-response.ts'
import { DEFAULT_PREFERENCES } from '../language/preferences.ts'
import { readerOf, writeFor } from '../language/reader.ts'
import { Badge } from './badge.tsx'
import { Document, Masthead } from './document.tsx'

const HOSTILE = `"><img src=x onerror=alert(1)>&'`

test('a document escapes every text put into it', async () => {
  const response = htmlResponse(
    <Document
      title={HOSTILE}
      assetBase="/assets"
      header={<Masthead title={HOSTILE} href="/" environment={HOSTILE} />}
    >
      <h1>{HOSTILE}</h1>
      <Badge state="retrying" detail={HOSTILE} />
    </Document>,
  )
  const html = await response.text()
  expect(html).not.toContain('<img')
  expect(html.split('&lt;img')).toHaveLength(7)
})

test('a document carries language, skip link, style sheet and the security headers', async () => {
  const reader = readerOf('ar', { ...DEFAULT_PREFERENCES, theme: 'dark' })
  const response = writeFor(reader, () =>
    htmlResponse(
      <Document title="Log in" assetBase="/assets">
        <h1>Log in</h1>
      </Document>,
      { status: 422 },
    ),
  )
  const html = await response.text()
  expect(response.status).toBe(422)
  expect(html).toMatch(/^<!doctype html><html lang="ar" dir="rtl" data-theme="dark">/)
  expect(html).toContain('<a class="skip-link" href="#main">')
  expect(html).toMatch(/<link rel="stylesheet" href="\/assets\/howdah\.css\?v=[\w-]{10}"\/>/)
  expect(html).not.toContain('style="')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(response.headers.get('cache-control')).toBe('private, no-store')
})
