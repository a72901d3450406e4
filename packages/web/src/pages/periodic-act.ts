/**
 * Pausing a periodic job, letting it go on, running it now.
 */

import { Periodic } from '@howdah/engine/api'
import type { PostedForm } from '../http/params.ts'
import type { ConsoleActionName } from '../options.ts'
import type { NoticeTone } from '../views/flash.tsx'
import { shortName } from '../views/job-cells.tsx'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { periodicPath } from './periodic.tsx'
import { redirectWith } from './redirect.ts'

/** What can be done with one. */
export type PeriodicAction = 'pause' | 'resume' | 'run'

interface Done {
  readonly flash: readonly [NoticeTone, string]
  /** What to tell the host; null when nothing changed. */
  readonly report: { readonly action: ConsoleActionName; readonly jids: readonly string[] } | null
}

/** `POST /periodic/:name/pause`, `/resume`, `/run` */
export async function actOnPeriodic(
  context: PageContext,
  name: string,
  { action, form }: { readonly action: PeriodicAction; readonly form: PostedForm },
): Promise<Response> {
  const periodic = new Periodic(context.redis, name)
  const job = await periodic.find()
  if (job === null) return notFoundPage(context, words().periodic.unknown(shortName(name)))
  const done = action === 'run' ? await run(periodic) : await turn(periodic, action, job.isPaused)
  if (done.report !== null) {
    const to = action === 'run' ? `queue:${job.queue}` : null
    await context.report({ ...done.report, count: 1, from: `periodic:${name}`, to })
  }
  const back = form.one('from') === 'page' ? periodicPath(name) : '/periodic'
  return redirectWith(context, back, done.flash)
}

async function run(periodic: Periodic): Promise<Done> {
  const text = words().periodic
  const name = shortName(periodic.name)
  const jid = await periodic.runNow()
  if (jid === null) return { flash: ['info', text.notRun(name)], report: null }
  return { flash: ['ok', text.ran(name)], report: { action: 'run-now', jids: [jid] } }
}

async function turn(
  periodic: Periodic,
  action: 'pause' | 'resume',
  isPaused: boolean,
): Promise<Done> {
  const text = words().periodic
  const name = shortName(periodic.name)
  if (isPaused === (action === 'pause')) {
    const already = isPaused ? text.pausedAlready(name) : text.resumedAlready(name)
    return { flash: ['info', already], report: null }
  }
  await (action === 'pause' ? periodic.pause() : periodic.unpause())
  const now = action === 'pause' ? text.pausedNow(name) : text.resumed(name)
  return { flash: ['ok', now], report: { action, jids: [] } }
}
