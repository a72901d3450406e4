/**
 * The way up from a page that lies below another.
 */

import type { Child } from '../jsx-runtime.ts'
import { words } from '../words/words.ts'
import type { View } from './view.ts'

/** The page above as a link, then the name of this one. */
export function Crumbs(props: { href: string; label: string; name: Child }): View {
  return (
    <nav aria-label={words().more.where}>
      <ol class="crumbs">
        <li>
          <a href={props.href}>{props.label}</a>
        </li>
        <li aria-current="page">
          <bdi>{props.name}</bdi>
        </li>
      </ol>
    </nav>
  )
}
