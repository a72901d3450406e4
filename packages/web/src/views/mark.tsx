/**
 * The mark: an elephant in profile with a howdah on its back.
 *
 * The same drawing is served as `assets/mark.svg` for the browser's tab.
 */

import type { View } from './view.ts'

/** The mark, decorative; put the name beside it. */
export function Mark(): View {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path class="mark__seat" d="M10 3.5h10L18.6 6H20v4.6H10V6h1.4Z" />
      <path
        class="mark__body"
        d="M5.5 13.2C6.6 11.7 8.3 11 10.3 11h9.2c1.1-1.6 2.6-2.4 4.3-2.4 3.1 0 5.2 2.3 5.2 5.7v6.9c0 2-1.3 3.3-3.1 3.3-1.5 0-2.5-.9-2.5-2.2h1.9c.1.3.3.5.6.5.6 0 .9-.5.9-1.4v-3.2h-2.3c-.5 1.5-1.3 2.7-2.4 3.5V28h-4.4v-5h-5.4v5H7.9v-6.4c-1.6-.7-2.7-2.1-3.1-3.9L4 20.2l-1.6-.6Z"
      />
      <circle class="mark__eye" cx="25.2" cy="13.4" r="1" />
    </svg>
  )
}
