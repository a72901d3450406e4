/**
 * The page of one job, by its key in a set, or by its id wherever it is.
 */

import { locateJobs, Queue, WorkSet } from '@howdah/engine/api'
import type { JobRecord, SetEntry } from '@howdah/engine/api'
import { isJid, parseJobKey } from '../http/params.ts'
import { PageHead } from '../views/document.tsx'
import { QueueLink } from '../views/job-cells.tsx'
import { Time } from '../views/time.tsx'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { JobDetail } from './job-detail.tsx'
import { redirectWith } from './redirect.ts'
import { DEAD, RETRIES, SCHEDULED } from './set-kinds.ts'
import type { SetKind } from './set-kinds.ts'
import { showPage } from './show.tsx'

/** `GET /retries/:key` and its like; back to the list when the job has left. */
export async function setEntryPage(
  context: PageContext,
  kind: SetKind,
  key: string,
): Promise<Response> {
  const parts = parseJobKey(key)
  if (parts === null) return notFoundPage(context, 'This is no key of a job.')
  const entry = await kind.open(context.redis).find(parts.score, parts.jid)
  if (entry !== null) return showEntry(context, kind, entry)
  if (isJid(parts.jid)) {
    const elsewhere = await findJob(context, parts.jid)
    if (elsewhere !== null) return redirectTo(context, parts.jid)
  }
  return redirectWith(context, kind.path, ['info', 'That job is not here any more.'])
}

function redirectTo(context: PageContext, jid: string): Response {
  const text = 'The job moved on in the meantime; this is where it is now.'
  return redirectWith(context, `/jobs/${encodeURIComponent(jid)}`, ['info', text])
}

function showEntry(context: PageContext, kind: SetKind, entry: SetEntry): Promise<Response> {
  const place = (
    <>
      In <a href={`${context.basePath}${kind.path}`}>{kind.title}</a>:{' '}
      <Time at={entry.at} now={context.now} />
    </>
  )
  const form = {
    action: `${context.basePath}${kind.path}`,
    actions: kind.actions,
    key: entry.key,
  }
  return showPage(context, {
    title: 'Job',
    children: <JobDetail context={context} job={entry} place={place} form={form} />,
  })
}

/** `GET /jobs/:jid`: says where the job is now. */
export async function jobPage(context: PageContext, jid: string): Promise<Response> {
  if (!isJid(jid)) return notFoundPage(context, 'This is no id of a job.')
  const found = await findJob(context, jid)
  if (found === null) return unknownJobPage(context, jid)
  if (found.kind !== null) return showEntry(context, found.kind, found.job)
  const place =
    found.place === 'running' ? (
      <>
        Running now; see <a href={`${context.basePath}/busy`}>Busy</a>
      </>
    ) : (
      <>
        Waiting in queue <QueueLink name={found.job.queue} basePath={context.basePath} />
      </>
    )
  return showPage(context, {
    title: 'Job',
    children: <JobDetail context={context} job={found.job} place={place} />,
  })
}

type FoundJob =
  | { readonly kind: SetKind; readonly job: SetEntry }
  | { readonly kind: null; readonly place: 'running' | 'queue'; readonly job: JobRecord }

async function findJob(context: PageContext, jid: string): Promise<FoundJob | null> {
  const { redis } = context
  const { queues } = await context.stats()
  const names = queues.map((queue) => queue.name)
  const location = (await locateJobs(redis, [jid], { queues: names })).get(jid)
  if (location === undefined) return null
  switch (location.kind) {
    case 'scheduled':
      return inSet(context, SCHEDULED, jid)
    case 'retry':
      return inSet(context, RETRIES, jid)
    case 'dead':
      return inSet(context, DEAD, jid)
    case 'running':
      return runningJob(context, jid)
    case 'queue':
      return waitingJob(context, location.queue ?? '', jid)
  }
}

async function inSet(context: PageContext, kind: SetKind, jid: string): Promise<FoundJob | null> {
  const entry = await kind.open(context.redis).findJid(jid)
  return entry === null ? null : { kind, job: entry }
}

async function runningJob(context: PageContext, jid: string): Promise<FoundJob | null> {
  const work = await WorkSet.fetch(context.redis)
  const job = work.find((one) => one.job.jid === jid)?.job
  return job === undefined ? null : { kind: null, place: 'running', job }
}

/** How deep in a queue a job is looked for; `locateJobs` has its own bound. */
const JOBS_SEARCHED = 5_000

async function waitingJob(
  context: PageContext,
  queueName: string,
  jid: string,
): Promise<FoundJob | null> {
  const queue = new Queue(context.redis, queueName)
  for (let offset = 0; offset < JOBS_SEARCHED; offset += 500) {
    const { jobs } = await queue.page({ offset, limit: 500, order: 'next' })
    const job = jobs.find((one) => one.jid === jid)
    if (job !== undefined) return { kind: null, place: 'queue', job }
    if (jobs.length === 0) break
  }
  return null
}

function unknownJobPage(context: PageContext, jid: string): Promise<Response> {
  return showPage(context, {
    title: 'Job not found',
    status: 404,
    children: (
      <PageHead
        title="Job not found"
        note={
          <>
            No queue and no list holds job <code>{jid}</code>: it has finished, was deleted, or
            never existed. Very long queues are searched only in part.
          </>
        }
      />
    ),
  })
}
