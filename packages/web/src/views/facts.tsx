/**
 * Facts: terms with what they are.
 */

import type { Child } from '../jsx-runtime.ts'
import type { View } from './view.ts'

/** A term, and what it is. */
export type Fact = readonly [term: Child, fact: Child]

/** Facts in columns, or `isLine` in one line. */
export function FactList(props: { facts: readonly Fact[]; isLine?: boolean }): View {
  const { facts, isLine = false } = props
  return (
    <dl class={isLine ? 'facts facts--line' : 'facts'}>
      {facts.map(([term, fact]) => (
        <div>
          <dt>{term}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A card of facts; `label` names it for those who hear it. */
export function Facts({ facts, label }: { facts: readonly Fact[]; label: string }): View {
  return (
    <section class="card" aria-label={label}>
      <FactList facts={facts} />
    </section>
  )
}
