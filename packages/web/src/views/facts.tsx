/**
 * Facts: terms with what they are.
 */

import type { View } from './view.ts'

/** A card of facts; `label` names it for those who hear it. */
export function Facts({
  facts,
  label,
}: {
  facts: readonly (readonly [term: string, fact: View | string])[]
  label: string
}): View {
  return (
    <section class="card" aria-label={label}>
      <dl class="facts">
        {facts.map(([term, fact]) => (
          <div>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
