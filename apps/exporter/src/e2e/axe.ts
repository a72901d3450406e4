/**
 * axe in a page, brought there once: every look after the first costs a third of one that brings it
 * again, and each page is looked at six times.
 */
import type axe from 'axe-core'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** WCAG 2.2 AA and what it is built on. */
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const OPTIONS: axe.RunOptions = {
  runOnly: { type: 'tag', values: LEVELS },
  // Nothing on these pages comes from elsewhere, and only what is wrong is of interest.
  preload: false,
  resultTypes: ['violations'],
}

/** Without comments and long names, for there is half as much to read in each page. */
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Brings axe into a page that has just been loaded. */
export async function bringAxe(page: Page): Promise<void> {
  await page.evaluate(SOURCE)
}

/** What is wrong with the page as it looks now: each rule with the first element that breaks it. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await page.evaluate(
    async (options) => (globalThis as unknown as { axe: typeof axe }).axe.run(options),
    OPTIONS,
  )
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)
}
