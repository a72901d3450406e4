/**
 * The page of one job, by its key in a set, or by its id wherever it is.
 */

import { locateJobs } from '@howdah/engine/api'
import type { JobLocation, SetEntry } from '@howdah/engine/api'
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
  if ('entry' in found) return showEntry(context, KIND_OF_SET[found.kind], found.entry)
  if (found.kind === 'unknown') return unknownJobPage(context, jid)
  const place =
    found.kind === 'running' ? (
      <>
        Running now; see <a href={`${context.basePath}/busy`}>Busy</a>
      </>
    ) : (
      <>
        Waiting in queue <QueueLink name={found.queue} basePath={context.basePath} />
      </>
    )
  return showPage(context, {
    title: 'Job',
    children: <JobDetail context={context} job={found.job} place={place} />,
  })
}

async function findJob(context: PageContext, jid: string): Promise<JobLocation | null> {
  const { queues } = await context.stats()
  const names = queues.map((queue) => queue.name)
  const found = await locateJobs(context.redis, [jid], { queues: names })
  const location = found.get(jid)
  return location === undefined || location.kind === 'unknown' ? null : location
}

const KIND_OF_SET = { scheduled: SCHEDULED, retry: RETRIES, dead: DEAD } as const

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
