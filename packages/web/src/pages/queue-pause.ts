/**
 * Pausing a queue and letting it go on.
 */

import { Queue } from '@howdah/engine/api'
import { isQueueName, queuePath } from '../http/params.ts'
import type { PostedForm } from '../http/params.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { redirectWith } from './redirect.ts'

/** `POST /queues/:name/pause` */
export async function pauseQueue(
  context: PageContext,
  name: string,
  form: PostedForm,
): Promise<Response> {
  if (!isQueueName(name)) return notFoundPage(context, words().queues.noSuchName)
  const queue = new Queue(context.redis, name)
  if (await queue.isPaused()) {
    return redirectWith(context, backFrom(name, form), ['info', words().queues.pausedAlready(name)])
  }
  await queue.pause({ by: context.viewer.name })
  await report(context, 'pause', name)
  return redirectWith(context, backFrom(name, form), ['ok', words().queues.nowPaused(name)])
}

/** `POST /queues/:name/resume` */
export async function resumeQueue(
  context: PageContext,
  name: string,
  form: PostedForm,
): Promise<Response> {
  if (!isQueueName(name)) return notFoundPage(context, words().queues.noSuchName)
  const queue = new Queue(context.redis, name)
  if (!(await queue.isPaused())) {
    return redirectWith(context, backFrom(name, form), ['info', words().queues.notPaused(name)])
  }
  await queue.resume()
  await report(context, 'resume', name)
  return redirectWith(context, backFrom(name, form), ['ok', words().queues.goesOn(name)])
}

function report(context: PageContext, action: 'pause' | 'resume', name: string): Promise<void> {
  return context.report({ action, jids: [], count: 1, from: `queue:${name}`, to: null })
}

function backFrom(name: string, form: PostedForm): string {
  return form.one('from') === 'queue' ? queuePath(name) : '/queues'
}
