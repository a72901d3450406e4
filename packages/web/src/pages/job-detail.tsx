/**
 * One job in full: where it is, what happens next, what it carries, why it failed.
 */

import { WorkSet } from '@howdah/engine/api'
import type { IterationRecord, JobRecord } from '@howdah/engine/api'
import { isJid, queuePath } from '../http/params.ts'
import { Backtrace } from '../views/backtrace.tsx'
import { RowButtons } from '../views/bulk-form.tsx'
import { clip } from '../views/clip.ts'
import { PageHead } from '../views/document.tsx'
import { FactList } from '../views/facts.tsx'
import type { Fact } from '../views/facts.tsx'
import { buttonClass, PostButton } from '../views/form.tsx'
import {
  argumentsJson,
  attemptsText,
  MemberLink,
  QueueLink,
  shortName,
} from '../views/job-cells.tsx'
import { ErrorFacts } from '../views/job-error.tsx'
import { CopyButton, JsonBlock, JsonView } from '../views/json-view.tsx'
import { formatDuration } from '../views/numbers.ts'
import { Progress } from '../views/progress.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { jobFingerprint } from './find-job.ts'
import { hintOf, jobHref } from './job-place.ts'
import type { JobPlace } from './job-place.ts'
import { JobStory } from './job-story.tsx'
import { NextStep, PlaceBadge } from './job-next.tsx'
import { periodicPath } from './periodic.tsx'

/**
 * Bytes of each text as the page carries it: enough for any usual job, and with the longest in all of
 * them the page stays below 60 KB. The whole is one click away.
 */
const LONGEST = { arguments: 16_000, error: 4_000, backtrace: 8_000, stored: 12_000 } as const

/** What the parts of the page are made of. */
interface Detail {
  readonly context: PageContext
  readonly place: JobPlace
}

/** The content of a job's page. */
export async function jobDetail({ context, place: stored }: Detail): Promise<View> {
  const { job: record } = stored
  const notes = await context.notes([record])
  await context.look([record], notes)
  const [iteration = null] = await WorkSet.iterations(context.redis, [record.jid])
  const place = shown(context, stored)
  const detail = { context, place }
  const text = words().job
  return (
    <>
      <PageHead title={shortName(place.job.displayClass)} note={<PlaceBadge place={place} />}>
        {context.viewer.canAct ? <Actions detail={detail} /> : undefined}
      </PageHead>
      <NextStep context={context} place={place} />
      <section class="card" aria-label={text.facts}>
        <JobFacts detail={detail} iteration={iteration} />
        <JobStory place={place} now={context.now} />
      </section>
      <section class="card" aria-labelledby="arguments">
        <div class="toolbar">
          <h2 id="arguments">{words().common.columns.arguments}</h2>
          <CopyButton of="arguments-text" />
        </div>
        <JsonBlock
          json={argumentsJson(place.job)}
          limit={LONGEST.arguments}
          id="arguments-text"
          wholeHref={rawHref(detail)}
        />
        <MemberLink note={notes.get(record.jid)} />
      </section>
      <ErrorCard detail={detail} />
      <RawCard detail={detail} />
    </>
  )
}

/** The place with a job that may be shown. */
function shown({ redactor }: PageContext, place: JobPlace): JobPlace {
  if (place.kind === 'set') return { ...place, job: redactor.job(place.job) }
  return { ...place, job: redactor.job(place.job) }
}

function Actions({ detail }: { detail: Detail }): View {
  const { context, place } = detail
  const { basePath } = context
  if (place.kind === 'set') {
    return (
      <form method="post" action={`${basePath}${place.set.path}`} class="buttons">
        <RowButtons actions={place.set.actions} jobKey={place.job.key} />
      </form>
    )
  }
  if (place.kind === 'queue') {
    return (
      <PostButton
        action={basePath + queuePath(place.queue)}
        label={words().common.delete}
        tone="danger"
        fields={{ job: jobFingerprint(place.job.raw) }}
      />
    )
  }
  return (
    <a class={buttonClass('danger')} href={`${jobHref(context, place.job.jid)}/cancel`}>
      {words().job.cancelLink}
    </a>
  )
}

function JobFacts(props: { detail: Detail; iteration: IterationRecord | null }): View {
  const { context, place } = props.detail
  const { job } = place
  const { terms } = words().job
  const { columns } = words().common
  const facts: readonly Fact[] = [
    [terms.id, <code>{shortName(job.jid)}</code>],
    [terms.class, <code>{shortName(job.class)}</code>],
    [columns.queue, <QueueLink name={job.queue} basePath={context.basePath} />],
    [columns.attempts, attemptsText(job)],
    ...runFacts(place, context.now),
    ...iterationFacts(props.iteration),
    ...periodicFact(context, job.payload),
    ...(job.tags.length === 0 ? [] : [[terms.tags, clip(job.tags.join(', '), 200).text] as const]),
  ]
  return <FactList facts={facts} />
}

/** The definition that a periodic job comes from. */
function periodicFact({ basePath }: PageContext, payload: JobRecord['payload']): readonly Fact[] {
  const name = payload['howdah_periodic']
  if (typeof name !== 'string') return []
  const link = <a href={`${basePath}${periodicPath(name)}`}>{shortName(name)}</a>
  return [[words().more.periodic, link]]
}

function runFacts(place: JobPlace, now: Date): readonly Fact[] {
  const work = place.kind === 'running' ? place.work : null
  const { terms } = words().job
  if (work === null) return []
  const seconds =
    work.startedAt === null ? null : (now.getTime() - work.startedAt.getTime()) / 1_000
  return [
    [terms.process, <code>{shortName(work.identity)}</code>],
    [terms.runningFor, seconds === null ? '–' : formatDuration(seconds)],
    [terms.progress, <Progress progress={work.progress} />],
  ]
}

function iterationFacts(iteration: IterationRecord | null): readonly Fact[] {
  if (iteration === null) return []
  const { executions, cursorJson, runtimeSeconds, cancelledAt } = iteration
  const { terms, iterationOf } = words().job
  return [
    [terms.iteration, iterationOf(executions, formatDuration(runtimeSeconds))],
    [terms.cursor, <code>{clip(cursorJson ?? '–', 120).text}</code>],
    ...(cancelledAt === null ? [] : [[terms.cancelled, <Time at={cancelledAt} />] as const]),
  ]
}

function ErrorCard({ detail }: { detail: Detail }): View {
  const { job } = detail.place
  if (job.errorClass === null && job.errorMessage === null) return <></>
  return (
    <section class="card" aria-labelledby="error">
      <div class="toolbar">
        <h2 id="error">{words().job.lastError}</h2>
        <CopyButton of="error-text" />
      </div>
      <ErrorFacts
        job={job}
        now={detail.context.now}
        limit={LONGEST.error}
        id="error-text"
        wholeHref={rawHref(detail)}
      />
      <Backtrace
        lines={job.errorBacktrace ?? []}
        limit={LONGEST.backtrace}
        wholeHref={rawHref(detail)}
      />
      <p class="soft">{words().job.errorsKept}</p>
    </section>
  )
}

/** The address of the whole job as text; a job whose id is none has no address. */
function rawHref({ context, place }: Detail): string | undefined {
  if (!isJid(place.job.jid)) return undefined
  const [address = '', query = ''] = jobHref(context, place.job.jid, hintOf(place)).split('?')
  return `${address}/raw?${query}`
}

function RawCard({ detail }: { detail: Detail }): View {
  const { context, place } = detail
  const text = words().job
  const whole = rawHref(detail)
  return (
    <section class="card" aria-label={text.asStored}>
      <JsonView
        label={text.wholeAsStored}
        json={context.redactor.json(place.job.raw)}
        line=""
        limit={LONGEST.stored}
        wholeHref={whole}
        id="raw-text"
      >
        <p class="row">
          <CopyButton of="raw-text" />
          {whole === undefined ? null : <a href={whole}>{text.asText}</a>}
        </p>
      </JsonView>
    </section>
  )
}
