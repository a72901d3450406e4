/**
 * Chips: a choice among a few views of one page, each a link.
 */

import type { View } from './view.ts'

/** One choice. */
export interface Chip {
  readonly href: string
  readonly label: string
  /** Whether it is the one that is shown. */
  readonly isOn: boolean
}

/** The choices in a line; `label` names them for those who hear them. */
export function Chips({ chips, label }: { chips: readonly Chip[]; label: string }): View {
  return (
    <ul class="chips" aria-label={label}>
      {chips.map((chip) => (
        <li>
          <a class="chip" href={chip.href} {...(chip.isOn ? { 'aria-current': 'true' } : {})}>
            {chip.label}
          </a>
        </li>
      ))}
    </ul>
  )
}
