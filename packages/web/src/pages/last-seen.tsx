/**
 * Which process beat last, for the time when none does.
 */

import { ProcessSet } from '@howdah/engine/api'
import type { LastSeen } from '@howdah/engine/api'
import { shortName } from '../views/job-cells.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'

/** Ours write down who beat last; of Ruby's we know what this server has seen. */
export async function fetchLastSeen({ redis, watch }: PageContext): Promise<LastSeen | null> {
  const ours = await new ProcessSet(redis).lastSeen()
  const watched = watch.lastSeen
  if (ours === null || watched === null) return ours ?? watched
  return ours.at > watched.at ? ours : watched
}

/** "Last seen web-1:4411:0a1b2c3d4e5f 3 min ago"; nothing where nobody is known. */
export function LastSeenLine(props: { lastSeen: LastSeen | null; now: Date }): View {
  const { lastSeen, now } = props
  if (lastSeen === null) return <></>
  return (
    <p class="row">
      <span>{words().more.lastSeen}</span>
      <bdi>{shortName(lastSeen.identity)}</bdi>
      <Time at={lastSeen.at} now={now} />
    </p>
  )
}
