/**
 * Scheduled, Retries, Dead: what the buttons do.
 */

import { Operations } from '@howdah/engine/api'
import type { SetEntry } from '@howdah/engine/api'
import { pageQuery, pageRequest, parseJobKey } from '../http/params.ts'
import type { PostedForm } from '../http/params.ts'
import { queueOf } from '../search/address.ts'
import type { NoticeTone } from '../views/flash.tsx'
import { formatCount } from '../views/numbers.ts'
import { confirmPage } from './confirm.tsx'
import type { Confirmation } from './confirm.tsx'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { words } from '../words/words.ts'
import { askIdentity } from './identity.ts'
import { OPERATION_FROM } from './operation-start.tsx'
import { redirectWith, searchBack, seeOther } from './redirect.ts'
import type { JobSetHandle, SetActionName, SetKind } from './set-kinds.ts'

/** A job that was acted on, and the place it went to (null: gone for good). */
interface Moved {
  readonly jid: string
  readonly to: string | null
}

/** `POST /scheduled`, `/retries`, `/dead`: one row's button, or the bar for the ticked rows. */
export async function actOnSet(
  context: PageContext,
  kind: SetKind,
  form: PostedForm,
): Promise<Response> {
  const { page, size } = pageRequest(context.url)
  const back = searchBack(form) ?? `${kind.path}${pageQuery(page, size)}`
  const [word = '', ...rest] = form.one('do').split(' ')
  const action = kind.actions.find((one) => one.name === word)?.name
  if (action === undefined) return redirectWith(context, back, ['warn', words().sets.noSuchAction])
  const keys = rest.length > 0 ? [rest.join(' ')] : form.all('key')
  if (keys.length === 0) {
    return redirectWith(context, back, ['info', words().sets.nothingSelected])
  }
  const moved =
    action === 'delete'
      ? await deleteKeys(context, kind, keys)
      : await actOnKeys(kind.open(context.redis), action, keys)
  await reportMoved(context, { action, from: kind.key, moved })
  return redirectWith(context, back, outcome(action, keys.length, moved))
}

/** Into the trash, all of them in one step. */
async function deleteKeys(
  context: PageContext,
  kind: SetKind,
  keys: readonly string[],
): Promise<readonly Moved[]> {
  const set = kind.open(context.redis)
  const found = await Promise.all(keys.map((key) => set.findKey(key)))
  const entries = found.filter((entry) => entry !== null)
  if (entries.length === 0) return []
  const request = { place: kind.key, reason: '', by: context.viewer.name }
  const { deleted } = await Operations.deleteEntries(context.redis, request, entries)
  return entries.filter((_, index) => deleted[index]).map(({ jid }) => ({ jid, to: null }))
}

async function actOnKeys(
  set: JobSetHandle,
  action: Exclude<SetActionName, 'delete'>,
  keys: readonly string[],
): Promise<readonly Moved[]> {
  const moved: Moved[] = []
  for (const key of keys) {
    const parts = parseJobKey(key)
    const entry = parts === null ? null : await set.find(parts.score, parts.jid)
    const done = entry === null ? null : await actOnEntry(set, action, entry)
    if (done !== null) moved.push(done)
  }
  return moved
}

/** Acts atomically by the job's whole text; null when somebody was faster. */
async function actOnEntry(
  set: JobSetHandle,
  action: Exclude<SetActionName, 'delete'>,
  entry: SetEntry,
): Promise<Moved | null> {
  const { jid } = entry
  if (action === 'kill') return (await set.kill(entry)) ? { jid, to: 'dead' } : null
  const queue = await (action === 'retry' ? set.retryNow(entry) : set.enqueue(entry))
  return queue === null ? null : { jid, to: `queue:${queue}` }
}

/** Tells the host, once for each place that jobs went to. */
async function reportMoved(
  context: PageContext,
  done: { action: SetActionName; from: string; moved: readonly Moved[] },
): Promise<void> {
  const byPlace = Map.groupBy(done.moved, (one) => one.to)
  for (const [to, moved] of byPlace) {
    const jids = moved.map((one) => one.jid)
    const { action, from } = done
    await context.report({ action, jids, count: jids.length, from, to })
  }
}

function outcome(
  action: SetActionName,
  asked: number,
  moved: readonly Moved[],
): readonly [NoticeTone, string] {
  const [first] = moved
  const { jobGone, allGone, someGone } = words().sets
  if (first === undefined) return ['warn', asked === 1 ? jobGone : allGone]
  const gone = asked - moved.length
  const rest = gone === 0 ? [] : [someGone(gone)]
  return ['ok', [done(action, moved, first), ...rest].join(' ')]
}

function done(action: SetActionName, moved: readonly Moved[], first: Moved): string {
  const text = words().sets
  if (action === 'delete') return text.deleted(moved.length)
  if (action === 'kill') return text.killed(moved.length)
  const isOnePlace = moved.every((one) => one.to === first.to)
  const place = queueOf(first.to ?? '') ?? ''
  return isOnePlace ? text.movedTo(moved.length, place) : text.movedToQueues(moved.length)
}

/** Jobs whose jids are told to the host when all are acted on. */
const JIDS_REPORTED = 1_000

/** The verbs for all of a set. */
export type AllAction = SetKind['allActions'][number]

/** The verb in an address, if this set has it. */
function allAction(kind: SetKind, word: string): AllAction | null {
  return kind.allActions.find((action) => action === word) ?? null
}

/** `GET /retries/all/delete` and its like: asks, naming the number. */
export async function askAboutAll(
  context: PageContext,
  kind: SetKind,
  word: string,
): Promise<Response> {
  const action = allAction(kind, word)
  if (action === null) return notFoundPage(context, words().errors.nothingHere)
  const size = await kind.open(context.redis).size()
  if (size === 0)
    return redirectWith(context, kind.path, ['info', words().sets.kinds[kind.key].empty])
  if (size > OPERATION_FROM) return seeOther(operationHref(context, kind, action))
  return confirmPage(context, allConfirmation(context, kind, { action, size }))
}

/** Where a set of many is asked about: it takes a reason, and time. */
function operationHref(context: PageContext, kind: SetKind, action: AllAction): string {
  return `${context.basePath}/operations/new?in=${kind.key}&do=${action}`
}

function allConfirmation(
  context: PageContext,
  kind: SetKind,
  { action, size }: { action: AllAction; size: number },
): Confirmation {
  const text = words().sets
  return {
    question: text.question[action](text.kinds[kind.key].counted(size)),
    consequence: text.consequence[action],
    label: text.all[action](formatCount(size)),
    tone: action === 'retry' ? 'primary' : 'danger',
    action: `${context.basePath}${kind.path}/all/${action}`,
    cancelHref: `${context.basePath}${kind.path}`,
  }
}

/** `POST /retries/all/delete` and its like. */
export async function actOnAll(
  context: PageContext,
  kind: SetKind,
  word: string,
): Promise<Response> {
  const action = allAction(kind, word)
  if (action === null) return notFoundPage(context, words().errors.nothingHere)
  const set = kind.open(context.redis)
  if ((await set.size()) > OPERATION_FROM) return seeOther(operationHref(context, kind, action))
  if (action === 'delete') {
    const label = words().identity.deleteAll[kind.key]
    const answer = await askIdentity(context, { action, label })
    if (answer !== null) return answer
  }
  const { entries } = await set.page({ offset: 0, limit: JIDS_REPORTED })
  const count = await ALL[action](set)
  const jids = entries.map((entry) => entry.jid)
  const to = { delete: null, kill: 'dead', retry: 'queue' }[action]
  await context.report({ action, jids, count, from: kind.key, to })
  const { allDone, kinds } = words().sets
  return redirectWith(context, kind.path, ['ok', allDone[action](kinds[kind.key].counted(count))])
}

const ALL: Readonly<Record<AllAction, (set: JobSetHandle) => Promise<number>>> = {
  delete: (set) => set.deleteAll(),
  kill: (set) => set.killAll(),
  retry: (set) => set.retryAll(),
}
