/**
 * Telling processes to take no more jobs, or to end: asks, then passes it on.
 */

import { ProcessSet } from '@howdah/engine/api'
import type { ProcessRecord } from '@howdah/engine/api'
import { words } from '../words/words.ts'
import { confirmPage } from './confirm.tsx'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { askIdentity } from './identity.ts'
import { redirectWith } from './redirect.ts'

/** The two things a process can be told. */
export type ProcessOrder = 'quiet' | 'stop'

/** `GET /busy/:identity/quiet` or `/stop`: asks. */
export async function askProcess(
  context: PageContext,
  identity: string,
  order: ProcessOrder,
): Promise<Response> {
  const process = identity === ALL ? null : await findProcess(context, identity)
  if (process === null && identity !== ALL) {
    return notFoundPage(context, words().busy.noSuchProcess)
  }
  const { allProcesses, askQuiet, askStop } = words().busy
  const name = process === null ? allProcesses : nameOf(process)
  const { question, consequence, label } = order === 'quiet' ? askQuiet : askStop
  return confirmPage(context, {
    question: question(name),
    consequence,
    label: label(name),
    tone: order === 'quiet' ? 'primary' : 'danger',
    action: `${context.basePath}/busy/${encodeURIComponent(identity)}/${order}`,
    cancelHref: `${context.basePath}/busy`,
  })
}

/** `POST /busy/:identity/quiet` or `/stop` */
export async function orderProcess(
  context: PageContext,
  identity: string,
  order: ProcessOrder,
): Promise<Response> {
  if (order === 'stop') {
    const { stop, stopAll } = words().identity
    const label = identity === ALL ? stopAll : stop(identity)
    const answer = await askIdentity(context, { action: order, label })
    if (answer !== null) return answer
  }
  if (identity === ALL) return orderAll(context, order)
  const process = await findProcess(context, identity)
  if (process === null) {
    return redirectWith(context, '/busy', ['warn', words().busy.gone])
  }
  const set = new ProcessSet(context.redis)
  await (order === 'quiet' ? set.quiet(identity) : set.stop(identity))
  await context.report({ action: order, jids: [], count: 1, from: identity, to: null })
  const { toldQuiet, toldStop } = words().busy
  const told = order === 'quiet' ? toldQuiet : toldStop
  return redirectWith(context, '/busy', ['ok', told(nameOf(process))])
}

/** In an address: every process that takes signals. No identity looks like it. */
const ALL = 'all'

async function orderAll(context: PageContext, order: ProcessOrder): Promise<Response> {
  const set = new ProcessSet(context.redis)
  const count = await (order === 'quiet' ? set.quietAll() : set.stopAll())
  await context.report({ action: order, jids: [], count, from: 'all processes', to: null })
  const { allToldQuiet, allToldStop } = words().busy
  const told = order === 'quiet' ? allToldQuiet : allToldStop
  return redirectWith(context, '/busy', ['ok', told(count)])
}

async function findProcess(context: PageContext, identity: string): Promise<ProcessRecord | null> {
  const processes = await ProcessSet.fetch(context.redis)
  return processes.find((one) => one.identity === identity) ?? null
}

function nameOf({ hostname, pid }: ProcessRecord): string {
  return `${hostname}:${pid}`
}
