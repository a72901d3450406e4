/**
 * The page of one job: by its id, which says where it is now and follows it; or by its key in a set,
 * as Sidekiq's addresses have it.
 */

import { readOutcome } from '@howdah/engine/api'
import type { JobOutcome } from '@howdah/engine/api'
import { isJid, parseJobKey } from '../http/params.ts'
import { withSecurityHeaders } from '../http/security-headers.ts'
import { Badge } from '../views/badge.tsx'
import { PageHead } from '../views/document.tsx'
import { Notice } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { shortName } from '../views/job-cells.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { jobDetail } from './job-detail.tsx'
import { findAnywhere, findByHint, hintOf, jobHref } from './job-place.ts'
import type { JobPlace } from './job-place.ts'
import { redirectWith } from './redirect.ts'
import type { JobMemory } from '../options.ts'
import type { SetKind } from './set-kinds.ts'
import { showPage } from './show.tsx'

/** `GET /retries/:key` and its like; to where the job is when it has left. */
export async function setEntryPage(
  context: PageContext,
  kind: SetKind,
  key: string,
): Promise<Response> {
  const parts = parseJobKey(key)
  if (parts === null) return notFoundPage(context, words().job.noKey)
  const entry = await kind.open(context.redis).find(parts.score, parts.jid)
  if (entry !== null) return showPlace(context, { kind: 'set', set: kind, job: entry })
  const found = isJid(parts.jid) ? await findAnywhere(context, parts.jid) : 'nowhere'
  if (typeof found === 'string') {
    return redirectWith(context, kind.path, ['info', words().job.gone])
  }
  return redirectWith(context, jobPath(context, found), ['info', words().job.moved])
}

/** `GET /jobs/:jid` */
export async function jobPage(context: PageContext, jid: string): Promise<Response> {
  if (!isJid(jid)) return notFoundPage(context, words().job.noId)
  const there = await findByHint(context, jid)
  if (there !== null) return showPlace(context, there)
  const found = await findAnywhere(context, jid)
  if (typeof found === 'string') return lostJobPage(context, jid, found)
  return showPlace(context, found)
}

/** `GET /jobs/:jid/raw`: the payload as it is stored, but for its secrets. */
export async function rawJob(context: PageContext, jid: string): Promise<Response> {
  if (!isJid(jid)) return notFoundPage(context, words().job.noId)
  const found = (await findByHint(context, jid)) ?? (await findAnywhere(context, jid))
  if (typeof found === 'string') return lostJobPage(context, jid, found)
  await context.look([found.job], await context.notes([found.job]))
  const body = context.redactor.json(found.job.raw)
  const headers = { 'content-type': 'text/plain; charset=utf-8' }
  return withSecurityHeaders(new Response(body, { headers }))
}

function jobPath({ basePath, ...context }: PageContext, place: JobPlace): string {
  return jobHref({ ...context, basePath }, place.job.jid, hintOf(place)).slice(basePath.length)
}

async function showPlace(context: PageContext, place: JobPlace): Promise<Response> {
  const name = shortName(place.job.displayClass)
  return showPage(context, {
    title: `${name} ${shortName(place.job.jid)}`,
    isLive: true,
    // The address that finds it at once the next time, so that following a job stays cheap.
    liveHref: jobHref(context, place.job.jid, hintOf(place)),
    children: await jobDetail({ context, place }),
  })
}

async function lostJobPage(
  context: PageContext,
  jid: string,
  why: 'nowhere' | 'unknown',
): Promise<Response> {
  const [outcome, memory] = await Promise.all([
    readOutcome(context.redis, jid),
    recall(context, jid),
  ])
  const text = words().job
  return showPage(context, {
    title: text.notFound,
    status: 404,
    // It comes in place of a job that is followed. That it comes back is rare: nobody searches for it
    // at each change in Redis, only every half minute.
    isLive: true,
    liveOn: [],
    liveHref: jobHref(context, jid),
    children: (
      <>
        <PageHead title={text.notFound} note={<code>{jid}</code>} />
        {outcome === null ? null : <OutcomeNotice outcome={outcome} now={context.now} />}
        {memory === null ? null : <MemoryNotice memory={memory} now={context.now} />}
        <p class="prose">{why === 'nowhere' ? text.nowhere : text.notInTime}</p>
        <p class="buttons">
          <a class={buttonClass('primary')} href={jobHref(context, jid)}>
            {text.lookAgain}
          </a>
        </p>
      </>
    ),
  })
}

async function recall({ options }: PageContext, jid: string): Promise<JobMemory | null> {
  try {
    return (await options.recallJob?.(jid)) ?? null
  } catch (error) {
    options.onError?.(error)
    return null // The host's database may be down; that Redis does not know it can be said all the same.
  }
}

function MemoryNotice({ memory, now }: { memory: JobMemory; now: Date }): View {
  return (
    <Notice tone="info">
      <p class="row">
        <span>{words().more.lastSeen}</span>
        <Time at={memory.lastSeenAt} now={now} />
        <a href={memory.href}>
          <bdi>{shortName(memory.label)}</bdi>
        </a>
        {memory.state === undefined ? null : <Badge state={memory.state} />}
      </p>
    </Notice>
  )
}

function OutcomeNotice({ outcome, now }: { outcome: JobOutcome; now: Date }): View {
  const { by } = outcome
  return (
    <Notice tone="info">
      <p class="row">
        <Badge state={outcome.outcome === 'expired' ? 'expired' : 'cancelled'} />
        <Time at={new Date(outcome.at)} now={now} />
        {by === null ? null : <span>{words().job.by(<bdi>{shortName(by)}</bdi>)}</span>}
      </p>
    </Notice>
  )
}
