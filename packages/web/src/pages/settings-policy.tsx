/**
 * What the server has decided for everybody in the reader's role: to be read, not to be changed.
 */

import { coreRight } from '../http/access.ts'
import { ACTIONS_PER_MINUTE } from '../http/rate-limit.ts'
import { FactList } from '../views/facts.tsx'
import type { Fact } from '../views/facts.tsx'
import { formatCount } from '../views/numbers.ts'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'

/** Rights, redaction, limits and records as facts. */
export function ServerPolicy({ context }: { context: PageContext }): View {
  const { policy } = words().settings
  return (
    <section class="card" aria-labelledby="policy">
      <h2 id="policy">{policy.title}</h2>
      <p class="soft prose">{policy.note}</p>
      <FactList facts={factsOf(context)} />
    </section>
  )
}

function factsOf({ options, viewer }: PageContext): readonly Fact[] {
  const { policy } = words().settings
  const recordText = (isKept: boolean): string => (isKept ? policy.recorded : policy.notRecorded)
  const moreKeys = options.redaction?.keys ?? []
  const limit = formatCount(options.actionsPerMinute ?? ACTIONS_PER_MINUTE)
  return [
    [policy.rights, policy.rightsTo[coreRight(viewer)]],
    [policy.addresses, viewer.seesAddresses === false ? policy.masked : policy.inFull],
    [policy.secrets, policy.secretsFact],
    ...(moreKeys.length === 0 ? [] : [[policy.moreSecrets, moreKeys.join(', ')] as const]),
    [policy.limit, policy.perMinute(limit)],
    [
      policy.identity,
      options.confirmIdentity === undefined ? policy.asksOnly : policy.asksIdentity,
    ],
    [policy.actions, recordText(options.onAction !== undefined)],
    [policy.looks, recordText(options.onLook !== undefined)],
  ]
}
