/**
 * The queues that there are, by name and size.
 */

import { QueueLink } from '../views/job-cells.tsx'
import { formatCount } from '../views/numbers.ts'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { QueueRow } from './queues.tsx'

/** Enough to find the one that was meant; Queues has them all. */
const MOST_NAMES = 50

/** The queues that there are, for those who came to one that is not. */
export function QueueNames({
  rows,
  basePath,
}: {
  rows: readonly QueueRow[]
  basePath: string
}): View {
  const title = words().common.pages.queues
  return (
    <section aria-labelledby="queues">
      <h2 id="queues">
        <a href={`${basePath}/queues`}>{title}</a>
      </h2>
      <ul class="chips">
        {rows.slice(0, MOST_NAMES).map((row) => (
          <li>
            <QueueLink name={row.name} basePath={basePath} /> <small>{formatCount(row.size)}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
