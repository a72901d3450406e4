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
import { words } from '../words/words.ts'
import { redirectWith } from './redirect.ts'

/** How long (milliseconds) a request looks for the job; the mark stays when it is not found by then. */
const CANCEL_BUDGET_MS = 2_000

/** `GET /jobs/:jid/cancel`: asks. */
export async function askToCancel(context: PageContext, jid: string): Promise<Response> {
  if (!isJid(jid)) return notFoundPage(context, words().job.noId)
  const { question, consequence, label, keep } = words().job.cancel
  return confirmPage(context, {
    question,
    consequence,
    label,
    tone: 'danger',
    action: `${jobHref(context, jid)}/cancel`,
    cancelHref: jobHref(context, jid),
    cancelLabel: keep,
  })
}

function answerFor(result: CancelResult): readonly [NoticeTone, string] {
  const { removed, signalled, notFound } = words().job.cancel
  if (result === 'not-found') return ['warn', notFound]
  return ['ok', result === 'removed' ? removed : signalled]
}

/** `POST /jobs/:jid/cancel` */
export async function cancelOneJob(context: PageContext, jid: string): Promise<Response> {
  if (!isJid(jid)) return notFoundPage(context, words().job.noId)
  const by = context.viewer.name
  const result = await cancelJob(context.redis, jid, { by, budgetMs: CANCEL_BUDGET_MS })
  if (result !== 'not-found') {
    await context.report({ action: 'cancel', jids: [jid], count: 1, from: `job:${jid}`, to: null })
  }
  return redirectWith(context, `/jobs/${encodeURIComponent(jid)}`, answerFor(result))
}
