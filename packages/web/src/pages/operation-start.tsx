/**
 * Acting on all jobs of a set, or all that a search finds: asks, then begins an operation.
 */

import { Operations } from '@howdah/engine/api'
import type { PostedForm } from '../http/params.ts'
import { formatCount, plural } from '../views/numbers.ts'
import { searchHref } from '../search/address.ts'
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

type Verb = Exclude<SetActionName, 'kill'>

interface Wanted {
  readonly kind: SetKind
  readonly verb: Verb
  readonly query: string
}

function wantedOf(where: string, word: string, query: string): Wanted | null {
  const kind = SET_KINDS.find(({ key }) => key === where)
  const verb = kind?.actions.find(({ name }) => name === word)?.name
  if (kind === undefined || verb === undefined || verb === 'kill') return null
  return { kind, verb, query: query.slice(0, LONGEST_QUERY).trim() }
}

/** `GET /operations/new?in=retry&do=delete&q=…`: asks. */
export async function askToOperate(context: PageContext): Promise<Response> {
  const { searchParams } = context.url
  const wanted = wantedOf(
    searchParams.get('in') ?? '',
    searchParams.get('do') ?? '',
    searchParams.get('q') ?? '',
  )
  if (wanted === null) return notFoundPage(context, 'There is nothing at this address.')
  return askAbout(context, wanted)
}

async function askAbout(context: PageContext, wanted: Wanted, problem?: string): Promise<Response> {
  const size = await wanted.kind.open(context.redis).size()
  return confirmPage(context, {
    ...questionFor(wanted, size),
    action: `${context.basePath}/operations`,
    cancelHref:
      wanted.query === ''
        ? `${context.basePath}${wanted.kind.path}`
        : searchHref(context, wanted.kind.key, wanted.query),
    fields: { in: wanted.kind.key, do: wanted.verb, q: wanted.query },
    asksReason: true,
    ...(problem === undefined ? {} : { problem }),
  })
}

function questionFor(
  { kind, verb, query }: Wanted,
  size: number,
): Pick<Confirmation, 'question' | 'consequence' | 'label' | 'tone'> {
  const word = { delete: 'Delete', retry: 'Retry', 'run-now': 'Run' }[verb]
  const which = query === '' ? `all ${plural(size, ...kind.noun)}` : `all ${kind.noun[1]} that fit`
  const looked =
    query === ''
      ? ''
      : `All ${formatCount(size)} are looked at; those that fit “${query}” are taken. `
  const effect =
    verb === 'delete'
      ? 'They will not run. For 24 hours they can be put back.'
      : 'They move to their queues and run as soon as processes are free.'
  return {
    question: `${word} ${which}?`,
    consequence: `${looked}${effect} It works on in the background and can be aborted.`,
    label: `${word} ${query === '' ? `all ${formatCount(size)}` : 'all that fit'}`,
    tone: verb === 'delete' ? 'danger' : 'primary',
  }
}

/** `POST /operations` */
export async function startOperation(context: PageContext, form: PostedForm): Promise<Response> {
  const wanted = wantedOf(form.one('in'), form.one('do'), form.one('q'))
  if (wanted === null) return notFoundPage(context, 'There is nothing at this address.')
  const reason = form.one('reason').trim().slice(0, LONGEST_REASON)
  if (reason === '') return askAbout(context, wanted, 'Say why, in a few words.')
  const { kind, verb, query } = wanted
  if (query !== '' && parseQuery(query).length === 0) {
    return redirectWith(context, kind.path, ['warn', 'The search was empty, so nothing was done.'])
  }
  if (verb === 'delete') {
    const { deleteAll, deleteFound } = words().identity
    const label = query === '' ? deleteAll[kind.key] : deleteFound(query)
    const answer = await askIdentity(context, { action: verb, label }, form)
    if (answer !== null) return answer
  }
  const id = await Operations.start(context.redis, {
    action: verb,
    set: kind.key,
    query,
    reason,
    by: context.viewer.name,
  })
  context.runner.run(id)
  return redirectWith(context, `/operations/${id}`, ['ok', 'Begun. This page follows it.'])
}
