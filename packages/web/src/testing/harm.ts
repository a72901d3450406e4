/** What only hostile text can have brought into a page: for tests in a real browser. */

import type { Page } from 'playwright-core'

// A text, because these files are checked without the browser's types.
const LOOK = `(() => {
  const elements = [...document.querySelectorAll('*')]
  const handlers = elements.flatMap((element) =>
    element.getAttributeNames().filter((name) => name.startsWith('on')),
  )
  const addresses = elements
    .flatMap((element) => ['href', 'src', 'action', 'formaction'].map((name) => element.getAttribute(name)))
    .filter((address) => /^\\s*(?:javascript|data|vbscript):/i.test(address ?? ''))
  const scripts = [...document.scripts].filter((one) => one.src === '').map((one) => one.outerHTML)
  const images = [...document.images].map((one) => one.outerHTML)
  return [...handlers, ...addresses, ...scripts, ...images, ...('ran' in window ? ['it ran'] : [])]
})()`

/** Handlers, script addresses, inline scripts, images, and "it ran" when it did; none where all is well. */
export function harmIn(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(LOOK)
}
