/**
 * The addresses of searches.
 */

import type { PageContext } from './context.ts'

/** Where to search: a set's key, or `queue:<name>`. */
export type SearchPlace = string

/** The address of a search. */
export function searchHref(context: PageContext, place: SearchPlace, text: string): string {
  const query = new URLSearchParams({ in: place.toWellFormed(), q: text.toWellFormed() })
  return `${context.basePath}/search?${query.toString()}`
}
