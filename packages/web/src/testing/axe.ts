/** axe in a page: brought there once, then asked as often as the page is looked at. */
import type axe from 'axe-core'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** WCAG 2.2 AA and what it is built on. */
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Without comments and long names, for there is half as much to read in each page. */
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Brings axe into a page that has just been loaded. */
export async function bringAxe(page: Page): Promise<void> {
  await page.evaluate(SOURCE)
}

/**
 * What is wrong with the page as it looks now: each rule with the first element that breaks it.
 *
 * @param runOnly the rules to follow; default all of WCAG 2.2 AA
 */
export async function violationsOf(
  page: Page,
  runOnly: axe.RunOnly = { type: 'tag', values: LEVELS },
): Promise<readonly string[]> {
  // Nothing on these pages comes from elsewhere, and only what is wrong is of interest.
  const options: axe.RunOptions = { runOnly, preload: false, resultTypes: ['violations'] }
  const { violations } = await page.evaluate(
    async (asked) => (globalThis as unknown as { axe: typeof axe }).axe.run(asked),
    options,
  )
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)
}
