/**
 * What happens next with a job, in a sentence: the question behind most looks at its page.
 */

import type { Child } from '../jsx-runtime.ts'
import { Badge } from '../views/badge.tsx'
import { Notice } from '../views/flash.tsx'
import { processName, QueueLink, shortName } from '../views/job-cells.tsx'
import { formatCount } from '../views/numbers.ts'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import { workCommand } from './attention.tsx'
import type { PageContext } from './context.ts'
import type { JobPlace } from './job-place.ts'
import { limitPath } from './limits.tsx'

/** Where it is, as a badge. */
export function PlaceBadge({ place }: { place: JobPlace }): View {
  if (place.kind === 'running') return <Badge state="running" />
  if (place.kind === 'queue') return <Badge state="pending" detail={shortName(place.queue)} />
  if (place.kind === 'parked') return <Badge state="pending" detail={words().job.waitsForLimit} />
  const { key } = place.set
  if (key === 'dead') return <Badge state="failed" label={words().common.pages.dead} />
  return key === 'retry' ? <Badge state="retrying" /> : <Badge state="scheduled" />
}

/** The sentence. */
export function NextStep({ context, place }: { context: PageContext; place: JobPlace }): View {
  const isDead = place.kind === 'set' && place.set.key === 'dead'
  const isHeld = place.kind === 'queue' && place.isPaused
  return (
    <Notice tone={isDead ? 'danger' : isHeld ? 'warn' : 'info'}>
      <p>{sentence(context, place)}</p>
    </Notice>
  )
}

function sentence(context: PageContext, place: JobPlace): Child {
  const { next } = words().job
  if (place.kind === 'set') return setSentence(context, place)
  const queue = <QueueLink name={place.queue} basePath={context.basePath} />
  if (place.kind === 'parked') {
    return next.parked(
      queue,
      <a href={`${context.basePath}${limitPath(place.limit)}`}>
        <bdi>{shortName(place.limit)}</bdi>
      </a>,
    )
  }
  if (place.kind === 'queue') {
    return place.isPaused
      ? next.paused(queue)
      : next.queued(queue, workCommand(context, place.queue))
  }
  const busy = <a href={`${context.basePath}/busy`}>{words().common.pages.busy}</a>
  return place.work === null
    ? next.running(busy)
    : next.runningOn(<bdi>{processName(place.work.identity)}</bdi>, busy)
}

function setSentence(context: PageContext, { job, set }: JobPlace & { kind: 'set' }): Child {
  const { next } = words().job
  const at = <Time at={job.at} now={context.now} />
  const list = <a href={`${context.basePath}${set.path}`}>{words().sets.kinds[set.key].title}</a>
  if (set.key === 'dead') return next.dead(list)
  if (set.key === 'schedule') {
    return next.scheduled(list, <QueueLink name={job.queue} basePath={context.basePath} />, at)
  }
  const made = (job.retryCount ?? -1) + 1
  const left = Math.max(0, job.maxRetries - made)
  return next.retrying(list, formatCount(made + 1), at, left === 0 ? next.lastOne : next.more(left))
}
