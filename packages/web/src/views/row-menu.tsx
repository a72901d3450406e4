/**
 * The menu of a row: what is done to it too rarely for a button of its own.
 *
 * A `<details>`, so that it opens without scripts; the script closes it on Escape and when the
 * reader goes on elsewhere.
 */

import type { Child } from '../jsx-runtime.ts'
import type { View } from './view.ts'

/** The three dots, the ids of what names them for screen readers, and the entries: links and buttons. */
export function RowMenu(props: { labelledBy: string; children: Child }): View {
  const { labelledBy, children } = props
  return (
    <details class="menu">
      <summary aria-labelledby={labelledBy}>⋯</summary>
      <div class="menu__list">{children}</div>
    </details>
  )
}
