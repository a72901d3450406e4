/**
 * The addresses of searches, and the places they can name.
 */

import type { SearchPlace } from '@howdah/engine/api'
import type { PageContext } from '../pages/context.ts'
import { isQueueName } from '../http/params.ts'
import { LONGEST_QUERY } from './query.ts'

/** A search as the address has it. */
export interface SearchRequest {
  /** `retry`, `schedule`, `dead` or `queue:<name>`. */
  readonly where: string
  readonly place: SearchPlace
  readonly text: string
  /** Where to go on, and how many were found before. */
  readonly from: number
  readonly found: number
}

const SETS = ['retry', 'schedule', 'dead'] as const

/** The search asked for; in the retries where no sensible place is named. */
export function searchRequest(url: URL): SearchRequest {
  const where = url.searchParams.get('in') ?? 'retry'
  const place = placeOf(where)
  return {
    where: place === null ? 'retry' : where,
    place: place ?? { set: 'retry' },
    // Sidekiq's own addresses say `substr`.
    text: (url.searchParams.get('q') ?? url.searchParams.get('substr') ?? '')
      .slice(0, LONGEST_QUERY)
      .trim(),
    from: countOf(url.searchParams.get('from')),
    found: countOf(url.searchParams.get('found')),
  }
}

/** The place that a text names, or null. */
export function placeOf(where: string): SearchPlace | null {
  const set = SETS.find((one) => one === where)
  if (set !== undefined) return { set }
  const queue = queueOf(where)
  return queue !== null && isQueueName(queue) ? { queue } : null
}

const QUEUE_PREFIX = 'queue:'

/** The queue in the name of a place, `queue:<name>`; null for anything else. */
export function queueOf(where: string): string | null {
  return where.startsWith(QUEUE_PREFIX) ? where.slice(QUEUE_PREFIX.length) : null
}

function countOf(text: string | null): number {
  return text !== null && /^\d{1,9}$/u.test(text) ? Number(text) : 0
}

/** The address of a search. */
export function searchHref(
  context: Pick<PageContext, 'basePath'>,
  where: string,
  text: string,
  goOn: { readonly from?: number; readonly found?: number } = {},
): string {
  const query = new URLSearchParams({ in: where.toWellFormed(), q: text.toWellFormed() })
  if (goOn.from !== undefined) query.set('from', String(goOn.from))
  if (goOn.found !== undefined) query.set('found', String(goOn.found))
  return `${context.basePath}/search?${query.toString()}`
}
