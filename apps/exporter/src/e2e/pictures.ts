/**
 * `npm run screens`: a picture of every page of the demo, in light and dark, wide and as small as a
 * phone, into `docs/screens/`. Pictures of pages that are gone go with them.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { allPages, logInAll, type SitePage } from './all-pages.ts'
import { findChromium, launchBrowser } from '@howdah/web/testing/browser'
import { startDemo } from './demo-process.ts'

const FOLDER = fileURLToPath(new URL('../../../../docs/screens/', import.meta.url))
const SCHEMES = ['light', 'dark'] as const

/** Widths in pixels, with what a picture's name says of them. */
const WIDTHS = { '': 1_280, '-small': 320 } as const

/** A long list says nothing new after this many pixels. */
const TALLEST_PX = 2_400

/** Text stays sharp, and 150 pictures stay below 10 MB. */
const WEBP_QUALITY = 70

const chromium = findChromium()
if (chromium === null) throw new Error('No Chromium found: install it, or set CHROMIUM_PATH.')
const demo = await startDemo()
const browser = await launchBrowser(chromium)
try {
  const contexts = await logInAll(browser, demo.url)
  const finder = await contexts.admin.newPage()
  const pages = await allPages(finder)
  await finder.close()
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER, { recursive: true })
  for (const page of pages) await takePictures(contexts[page.role], page)
  process.stdout.write(`${pages.length} pages are in docs/screens/.\n`)
} finally {
  await browser.close()
  await demo.stop()
}

async function takePictures(context: BrowserContext, { name, path }: SitePage): Promise<void> {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await page.goto(path)
  for (const [suffix, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const picture = await pictureOf(page, devtools, width)
      await writeFile(join(FOLDER, `${name}-${colorScheme}${suffix}.webp`), picture)
    }
  }
  await page.close()
}

/** The page from top to bottom; Playwright itself writes no WebP. */
async function pictureOf(page: Page, devtools: CDPSession, width: number): Promise<Buffer> {
  const height = await page.locator('html').evaluate((html) => html.scrollHeight)
  const { data } = await devtools.send('Page.captureScreenshot', {
    format: 'webp',
    quality: WEBP_QUALITY,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST_PX), scale: 1 },
  })
  return Buffer.from(data, 'base64')
}
