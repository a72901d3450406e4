/**
 * axe in a page, brought there once: every look after the first costs a third of one that brings it
 * again, and each page is looked at six times.
 */
import type axe from 'axe-core'
import axeCore from 'axe-core'
import type { Page } from 'playwright-core'

/** WCAG 2.2 AA and what it is built on. */
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const EVERY_RULE: axe.RunOnly = { type: 'tag', values: LEVELS }

/** All rules of {@link EVERY_RULE} that read colours: what else is there is the same in the dark. */
export const RULES_OF_COLOR: axe.RunOnly = {
  type: 'rule',
  values: ['color-contrast', 'link-in-text-block'],
}

/** Brings axe into a page that has just been loaded. */
export async function bringAxe(page: Page): Promise<void> {
  await page.evaluate(axeCore.source)
}

/**
 * What is wrong with the page as it looks now: each rule with the first element that breaks it.
 *
 * @param runOnly the rules to follow; default all of WCAG 2.2 AA
 */
export async function violationsOf(
  page: Page,
  runOnly: axe.RunOnly = EVERY_RULE,
): Promise<readonly string[]> {
  // Nothing on these pages comes from elsewhere, and only what is wrong is of interest.
  const options: axe.RunOptions = { runOnly, preload: false, resultTypes: ['violations'] }
  const { violations } = await page.evaluate(
    async (asked) => (globalThis as unknown as { axe: typeof axe }).axe.run(asked),
    options,
  )
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)
}
