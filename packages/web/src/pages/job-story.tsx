/**
 * A job's way so far, as Redis knows it: each step with the time since the one before.
 */

import type { JobRecord } from '@howdah/engine/api'
import { formatCount, formatDuration } from '../views/numbers.ts'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { JobPlace } from './job-place.ts'

/** One step. */
interface Step {
  readonly name: string
  readonly at: Date
  readonly tone: 'past' | 'bad' | 'now' | 'next'
}

/** The steps in their order. Sidekiq keeps the first and the last failure, not those between. */
function stepsOf(place: JobPlace): readonly Step[] {
  const { job } = place
  const { story } = words().job
  const steps: (Step | null)[] = [
    step(story.created, job.createdAt, 'past'),
    // After a failure `enqueued_at` still names the time of the attempt that failed.
    job.failedAt === null || place.kind === 'queue' || place.kind === 'running'
      ? null
      : step(story.queued, job.enqueuedAt, 'past'),
    step(story.failedFirst, job.failedAt, 'bad'),
    step(failedAgain(job), job.retriedAt, 'bad'),
    place.kind === 'queue' || place.kind === 'running' || place.kind === 'parked'
      ? step(story.queued, job.enqueuedAt, 'past')
      : null,
    ...presentSteps(place),
  ]
  return steps
    .filter((one) => one !== null)
    .sort((one, other) => one.at.getTime() - other.at.getTime())
}

function presentSteps(place: JobPlace): readonly (Step | null)[] {
  const { story } = words().job
  if (place.kind === 'running') return [step(story.started, startOf(place), 'now')]
  if (place.kind !== 'set') return []
  const names = { retry: story.nextAttempt, schedule: story.runs, dead: story.gaveUp }
  const { key } = place.set
  return [step(names[key], place.job.at, key === 'dead' ? 'bad' : 'next')]
}

/** Told in whole seconds: without its fraction it may lie before the job came into its queue. */
function startOf({ job, work }: Extract<JobPlace, { kind: 'running' }>): Date | null {
  const at = work?.startedAt ?? null
  if (at === null || job.enqueuedAt === null) return at
  return at < job.enqueuedAt ? job.enqueuedAt : at
}

function failedAgain({ retryCount }: JobRecord): string {
  const { story } = words().job
  return retryCount === null ? story.failedAgain : story.failedLast(formatCount(retryCount + 1))
}

function step(name: string, at: Date | null, tone: Step['tone']): Step | null {
  // A score may lie beyond all dates.
  return at === null || Number.isNaN(at.getTime()) ? null : { name, at, tone }
}

/** The way as a list; nothing for a job that tells no times. */
export function JobStory({ place, now }: { place: JobPlace; now: Date }): View {
  const steps = stepsOf(place)
  if (steps.length === 0) return <></>
  return (
    <ol class="story" aria-label={words().job.story.label}>
      {steps.map((one, index) => (
        <li class={`story__step story__step--${one.tone}`}>
          <span class="story__gap">{gapBefore(steps, index)}</span>
          <span class="story__name">{one.name}</span>
          <Time at={one.at} now={now} />
        </li>
      ))}
    </ol>
  )
}

function gapBefore(steps: readonly Step[], index: number): string {
  const [before, here] = [steps[index - 1], steps[index]]
  if (before === undefined || here === undefined) return ''
  const span = formatDuration((here.at.getTime() - before.at.getTime()) / 1_000)
  return words().job.story.later(span)
}
