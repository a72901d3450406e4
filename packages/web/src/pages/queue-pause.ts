/**
 * Pausing a queue and letting it go on.
 */

import { Queue } from '@howdah/engine/api'
import { isQueueName } from '../http/params.ts'
import type { PostedForm } from '../http/params.ts'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { redirectWith } from './redirect.ts'

/** `POST /queues/:name/pause` */
export async function pauseQueue(
  context: PageContext,
  name: string,
  form: PostedForm,
): Promise<Response> {
  if (!isQueueName(name)) return notFoundPage(context, 'No queue can have this name.')
  const queue = new Queue(context.redis, name)
  if (await queue.isPaused()) {
    return redirectWith(context, backFrom(name, form), [
      'info',
      `Queue ${name} was paused already.`,
    ])
  }
  await queue.pause({ by: context.viewer.name })
  await report(context, 'pause', name)
  const text = `Queue ${name} is paused: running jobs go on, waiting ones stay until it is resumed. Sidekiq's processes obey a pause only with Pro.`
  return redirectWith(context, backFrom(name, form), ['ok', text])
}

/** `POST /queues/:name/resume` */
export async function resumeQueue(
  context: PageContext,
  name: string,
  form: PostedForm,
): Promise<Response> {
  if (!isQueueName(name)) return notFoundPage(context, 'No queue can have this name.')
  const queue = new Queue(context.redis, name)
  if (!(await queue.isPaused())) {
    return redirectWith(context, backFrom(name, form), ['info', `Queue ${name} is not paused.`])
  }
  await queue.resume()
  await report(context, 'resume', name)
  return redirectWith(context, backFrom(name, form), ['ok', `Queue ${name} goes on.`])
}

function report(context: PageContext, action: 'pause' | 'resume', name: string): Promise<void> {
  return context.report({ action, jids: [], count: 1, from: `queue:${name}`, to: null })
}

function backFrom(name: string, form: PostedForm): string {
  return form.one('from') === 'queue' ? `/queues/${name}` : '/queues'
}
