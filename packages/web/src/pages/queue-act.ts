/**
 * What can be done to a queue: delete one job, delete duplicates, clear it.
 */

import { Queue } from '@howdah/engine/api'
import { isQueueName, LARGEST_PAGE_SIZE, pageRequest, queuePath } from '../http/params.ts'
import type { PostedForm } from '../http/params.ts'
import { confirmPage } from './confirm.tsx'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { findByFingerprint, findShownJob } from './find-job.ts'
import { queueOrder, queueQuery } from './queue-jobs.tsx'
import { words } from '../words/words.ts'
import { askIdentity } from './identity.ts'
import { redirectWith, searchBack } from './redirect.ts'

/** Jobs whose jids are told to the host when a whole queue is cleared. */
const JIDS_REPORTED = 1_000

/** `POST /queues/:name`: deletes the one job named by the pressed button. */
export async function deleteFromQueue(
  context: PageContext,
  name: string,
  form: PostedForm,
): Promise<Response> {
  if (!isQueueName(name)) return notFoundPage(context, words().queues.noSuchName)
  const queue = new Queue(context.redis, name)
  const { page, size, offset } = pageRequest(context.url)
  const order = queueOrder(context.url)
  const back = searchBack(form) ?? queuePath(name) + queueQuery(page, size, order)
  const job = await findShownJob(queue, form.one('job'), { offset, order })
  if (job === null || !(await queue.delete(job.raw))) {
    return redirectWith(context, back, ['warn', words().queues.jobGone])
  }
  await context.report({
    action: 'delete',
    jids: [job.jid],
    count: 1,
    from: `queue:${name}`,
    to: null,
  })
  return redirectWith(context, back, ['ok', words().queues.jobDeleted(name)])
}

/** `POST /queues/:name/duplicates`: deletes exactly the duplicates that the page named. */
export async function deleteDuplicates(
  context: PageContext,
  name: string,
  form: PostedForm,
): Promise<Response> {
  if (!isQueueName(name)) return notFoundPage(context, words().queues.noSuchName)
  const queue = new Queue(context.redis, name)
  const wanted = new Set(form.one('jobs').split(' ', LARGEST_PAGE_SIZE))
  const jids: string[] = []
  for (const job of await findByFingerprint(queue, wanted)) {
    if (await queue.delete(job.raw)) jids.push(job.jid)
  }
  if (jids.length > 0) {
    await context.report({
      action: 'delete',
      jids,
      count: jids.length,
      from: `queue:${name}`,
      to: null,
    })
  }
  const gone = wanted.size - jids.length
  const { duplicatesDeleted, goneAlready } = words().queues
  const rest = gone === 0 ? [] : [goneAlready(gone)]
  const text = [duplicatesDeleted(jids.length), ...rest].join(' ')
  return redirectWith(context, queuePath(name), [jids.length > 0 ? 'ok' : 'warn', text])
}

/** `GET /queues/:name/clear`: asks, and wants the name typed. */
export async function askToClear(
  context: PageContext,
  name: string,
  problem?: string,
): Promise<Response> {
  if (!isQueueName(name)) return notFoundPage(context, words().queues.noSuchName)
  const size = await new Queue(context.redis, name).size()
  if (size === 0) {
    return redirectWith(context, queuePath(name), ['info', words().queues.emptyAlready(name)])
  }
  const text = words().queues
  return confirmPage(context, {
    question: text.clearQuestion(name),
    consequence: text.clearConsequence(size),
    label: text.deleteJobs(size),
    tone: 'danger',
    action: `${context.basePath}${queuePath(name)}/clear`,
    cancelHref: context.basePath + queuePath(name),
    typed: name,
    ...(problem === undefined ? {} : { problem }),
  })
}

/** `POST /queues/:name/clear` */
export async function clearQueue(
  context: PageContext,
  name: string,
  form: PostedForm,
): Promise<Response> {
  if (!isQueueName(name)) return notFoundPage(context, words().queues.noSuchName)
  if (form.one('typed').trim() !== name) {
    return askToClear(context, name, words().queues.typeExactly(name))
  }
  const act = { action: 'clear', label: words().identity.clearQueue(name) } as const
  const answer = await askIdentity(context, act, form)
  if (answer !== null) return answer
  const queue = new Queue(context.redis, name)
  const { total, jobs } = await queue.page({ offset: 0, limit: JIDS_REPORTED, order: 'next' })
  await queue.clear()
  const jids = jobs.map((job) => job.jid)
  await context.report({ action: 'clear', jids, count: total, from: `queue:${name}`, to: null })
  return redirectWith(context, '/queues', ['ok', words().queues.cleared(total, name)])
}
