/**
 * The way up from a page that lies below another.
 */

import { words } from '../words/words.ts'
import type { View } from './view.ts'

/** The page above as a link, then the name of this one. */
export function Crumbs(props: { href: string; label: string; name: string }): View {
  return (
    <ol class="crumbs" aria-label={words().more.where}>
      <li>
        <a href={props.href}>{props.label}</a>
      </li>
      <li>
        <bdi>{props.name}</bdi>
      </li>
    </ol>
  )
}
