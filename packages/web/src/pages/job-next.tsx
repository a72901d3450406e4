/**
 * What happens next with a job, in a sentence: the question behind most looks at its page.
 */

import { Badge } from '../views/badge.tsx'
import { Notice } from '../views/flash.tsx'
import { QueueLink, shortName } from '../views/job-cells.tsx'
import { formatCount } from '../views/numbers.ts'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { workCommand } from './attention.tsx'
import type { PageContext } from './context.ts'
import type { JobPlace } from './job-place.ts'

/** Where it is, as a badge. */
export function PlaceBadge({ place }: { place: JobPlace }): View {
  if (place.kind === 'running') return <Badge state="running" />
  if (place.kind === 'queue') return <Badge state="pending" detail={shortName(place.queue)} />
  if (place.kind === 'parked') return <Badge state="pending" detail="waits for a limit" />
  const { key } = place.set
  if (key === 'dead') return <Badge state="failed" label="Dead" />
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

function sentence(context: PageContext, place: JobPlace): View {
  if (place.kind === 'queue') return <QueueSentence context={context} place={place} />
  if (place.kind === 'set') return <SetSentence context={context} place={place} />
  if (place.kind === 'parked') {
    return (
      <>
        It was fetched from queue <QueueLink name={place.queue} basePath={context.basePath} /> and
        waits until the limit <strong>{shortName(place.limit)}</strong> has a free slot.
      </>
    )
  }
  return (
    <>
      It runs now{runPlace(place.work?.identity)}; see <a href={`${context.basePath}/busy`}>Busy</a>
      . This page follows it; when it has finished, nothing of it is left in Redis.
    </>
  )
}

function runPlace(identity: string | undefined): string {
  return identity === undefined ? '' : ` on ${shortName(identity.split(':').slice(0, 2).join(':'))}`
}

function QueueSentence(props: { context: PageContext; place: JobPlace & { kind: 'queue' } }): View {
  const { context, place } = props
  const queue = <QueueLink name={place.queue} basePath={context.basePath} />
  if (place.isPaused) {
    return <>It waits in queue {queue}, which is paused: it runs when somebody resumes the queue.</>
  }
  return (
    <>
      It waits in queue {queue} and runs when its turn comes and a process listens to that queue (
      {workCommand(context, place.queue)}).
    </>
  )
}

function SetSentence({
  context,
  place,
}: {
  context: PageContext
  place: JobPlace & { kind: 'set' }
}): View {
  const { job, set } = place
  const at = <Time at={job.at} now={context.now} />
  const list = <a href={`${context.basePath}${set.path}`}>{set.title}</a>
  if (set.key === 'dead') {
    return <>It gave up and lies in {list}. Nothing happens by itself; Retry now runs it again.</>
  }
  if (set.key === 'schedule') {
    return (
      <>
        It is in {list} and moves to queue{' '}
        <QueueLink name={job.queue} basePath={context.basePath} /> at its time: {at}
      </>
    )
  }
  const made = (job.retryCount ?? -1) + 1
  const left = Math.max(0, job.maxRetries - made)
  const rest =
    left === 0
      ? 'It is the last one; after it the job is dead.'
      : `After it, ${formatCount(left)} more.`
  return (
    <>
      In {list}: attempt {made + 1} starts {at}. {rest}
    </>
  )
}
