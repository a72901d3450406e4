/**
 * Acting on all jobs of a set, or all that a search finds: asks, then begins an operation.
 */

import { Operations, Queue } from '@howdah/engine/api'
import type { OperationPlace } from '@howdah/engine/api'
import { queuePath } from '../http/params.ts'
import type { PostedForm } from '../http/params.ts'
import { formatCount } from '../views/numbers.ts'
import { placeOf, queueOf, searchHref } from '../search/address.ts'
import { LONGEST_QUERY, parseQuery } from '../search/query.ts'
import { confirmPage } from './confirm.tsx'
import type { Confirmation } from './confirm.tsx'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { words } from '../words/words.ts'
import { askIdentity } from './identity.ts'
import { redirectWith } from './redirect.ts'
import { SET_KINDS } from './set-kinds.ts'
import type { SetActionName, SetKind } from './set-kinds.ts'

/** From so many jobs on, "all" is an operation; fewer are done at once. */
export const OPERATION_FROM = 100

/** Longest reason that is kept. */
const LONGEST_REASON = 300

interface Wanted {
  readonly place: OperationPlace
  /** Null for a queue, from which jobs that fit a search are deleted. */
  readonly kind: SetKind | null
  readonly verb: SetActionName
  readonly query: string
}

function wantedOf(where: string, word: string, text: string): Wanted | null {
  const query = text.slice(0, LONGEST_QUERY).trim()
  const place = placeOf(where)
  if (place !== null && 'queue' in place) {
    // All of a queue is what clearing it is for.
    if (word !== 'delete' || query === '') return null
    return { place: `queue:${place.queue}`, kind: null, verb: 'delete', query }
  }
  const kind = SET_KINDS.find(({ key }) => key === where)
  const verb = kind?.actions.find(({ name }) => name === word)?.name
  if (kind === undefined || verb === undefined) return null
  return { place: kind.key, kind, verb, query }
}

/** The page of the place, below the base path. */
function pathOf({ kind, place }: Wanted): string {
  return kind?.path ?? queuePath(queueOf(place) ?? '')
}

/** `GET /operations/new?in=retry&do=delete&q=…`: asks. */
export async function askToOperate(context: PageContext): Promise<Response> {
  const { searchParams } = context.url
  const wanted = wantedOf(
    searchParams.get('in') ?? '',
    searchParams.get('do') ?? '',
    searchParams.get('q') ?? '',
  )
  if (wanted === null) return notFoundPage(context, words().errors.nothingHere)
  return askAbout(context, wanted)
}

async function askAbout(context: PageContext, wanted: Wanted, problem?: string): Promise<Response> {
  const size = await sizeOf(context, wanted)
  return confirmPage(context, {
    ...questionFor(wanted, size),
    action: `${context.basePath}/operations`,
    cancelHref:
      wanted.query === ''
        ? `${context.basePath}${pathOf(wanted)}`
        : searchHref(context, wanted.place, wanted.query),
    fields: { in: wanted.place, do: wanted.verb, q: wanted.query },
    asksReason: true,
    ...(problem === undefined ? {} : { problem }),
  })
}

function sizeOf({ redis }: PageContext, { kind, place }: Wanted): Promise<number> {
  return kind === null ? new Queue(redis, queueOf(place) ?? '').size() : kind.open(redis).size()
}

type Question = Pick<Confirmation, 'question' | 'consequence' | 'label' | 'tone'>

function questionFor(wanted: Wanted, size: number): Question {
  const { kind, verb, query, place } = wanted
  const text = words().operations
  const tone = verb === 'delete' || verb === 'kill' ? 'danger' : 'primary'
  if (kind !== null && query === '') {
    const { question, all } = words().sets
    return {
      question: { ...question, 'run-now': text.runAllQuestion }[verb](
        words().sets.kinds[kind.key].counted(size),
      ),
      consequence: `${effectOf(wanted)} ${text.inBackground}`,
      label: { ...all, 'run-now': text.runAll }[verb](formatCount(size)),
      tone,
    }
  }
  const noun =
    kind === null ? text.jobsOfQueue(queueOf(place) ?? '') : words().sets.kinds[kind.key].noun
  const looked = text.allLookedAt(formatCount(size), query)
  return {
    question: text.questionFound[verb](noun),
    consequence: `${looked} ${effectOf(wanted)} ${text.inBackground}`,
    label: text.labelFound[verb],
    tone,
  }
}

function effectOf({ kind, verb }: Wanted): string {
  const { effect } = words().operations
  if (kind === null) return effect.queue
  if (verb === 'kill') return words().sets.consequence.kill
  return verb === 'delete' ? effect.delete : effect.run
}

/** `POST /operations` */
export async function startOperation(context: PageContext, form: PostedForm): Promise<Response> {
  const wanted = wantedOf(form.one('in'), form.one('do'), form.one('q'))
  if (wanted === null) return notFoundPage(context, words().errors.nothingHere)
  const reason = form.one('reason').trim().slice(0, LONGEST_REASON)
  if (reason === '') return askAbout(context, wanted, words().operations.sayWhy)
  const { kind, verb, query, place } = wanted
  if (query !== '' && parseQuery(query).length === 0) {
    return redirectWith(context, pathOf(wanted), ['warn', words().operations.emptySearch])
  }
  if (verb === 'delete') {
    const { deleteAll, deleteFound } = words().identity
    const label = kind === null || query !== '' ? deleteFound(query) : deleteAll[kind.key]
    const answer = await askIdentity(context, { action: verb, label }, form)
    if (answer !== null) return answer
  }
  const id = await Operations.start(context.redis, {
    action: verb,
    place,
    query,
    reason,
    by: context.viewer.name,
  })
  context.runner.run(id)
  return redirectWith(context, `/operations/${id}`, ['ok', words().operations.begun])
}
