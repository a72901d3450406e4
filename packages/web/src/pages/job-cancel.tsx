/**
 * Cancelling a job that runs, or waits for a limit.
 */

import { cancelJob } from '@howdah/engine/api'
import type { CancelResult } from '@howdah/engine/api'
import { isJid } from '../http/params.ts'
import type { NoticeTone } from '../views/flash.tsx'
import { confirmPage } from './confirm.tsx'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { jobHref } from './job-place.ts'
import { redirectWith } from './redirect.ts'

/** How long (milliseconds) a request looks for the job; the mark stays when it is not found by then. */
const CANCEL_BUDGET_MS = 2_000

/** `GET /jobs/:jid/cancel`: asks. */
export async function askToCancel(context: PageContext, jid: string): Promise<Response> {
  if (!isJid(jid)) return notFoundPage(context, 'This is no id of a job.')
  return confirmPage(context, {
    question: 'Cancel this job?',
    consequence:
      'Where it waits it is removed. Where it runs its process is told, and the job ends at the next point at which it looks: Howdah’s jobs by their signal, Ruby’s only when they iterate. It is not retried.',
    label: 'Cancel it',
    tone: 'danger',
    action: `${jobHref(context, jid)}/cancel`,
    cancelHref: jobHref(context, jid),
    cancelLabel: 'Let it go on',
  })
}

const ANSWERS: Readonly<Record<CancelResult, readonly [NoticeTone, string]>> = {
  removed: ['ok', 'The job waited; it is removed and will not run.'],
  signalled: ['ok', 'The process that runs the job was told. This page shows how it ends.'],
  'not-found': ['warn', 'The job neither waits nor runs any more, so nothing was changed.'],
}

/** `POST /jobs/:jid/cancel` */
export async function cancelOneJob(context: PageContext, jid: string): Promise<Response> {
  if (!isJid(jid)) return notFoundPage(context, 'This is no id of a job.')
  const by = context.viewer.name
  const result = await cancelJob(context.redis, jid, { by, budgetMs: CANCEL_BUDGET_MS })
  if (result !== 'not-found') {
    await context.report({ action: 'cancel', jids: [jid], count: 1, from: `job:${jid}`, to: null })
  }
  return redirectWith(context, `/jobs/${encodeURIComponent(jid)}`, ANSWERS[result])
}
