/**
 * The form of a search: place and query. On the page of the search, and at the head of the lists.
 */

import { queueOf } from '../search/address.ts'
import type { SearchRequest } from '../search/address.ts'
import { buttonClass } from '../views/form.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'

/** @param props.suggestions offered while somebody types */
export function SearchForm(props: {
  context: PageContext
  request: Pick<SearchRequest, 'where' | 'text'>
  suggestions?: readonly string[]
}): View {
  const { context, request, suggestions = [] } = props
  const text = words().search
  return (
    <form method="get" action={`${context.basePath}/search`} class="search" role="search">
      <label class="visually-hidden" for="search-in">
        {text.searchIn}
      </label>
      <PlaceSelect where={request.where} />
      <label class="visually-hidden" for="search-text">
        {text.searchFor}
      </label>
      <input
        class="input"
        id="search-text"
        name="q"
        type="search"
        value={request.text}
        maxlength={300}
        autocomplete="off"
        spellcheck={false}
        placeholder={text.placeholder}
        {...(suggestions.length === 0 ? {} : { list: 'search-suggestions' })}
      />
      {suggestions.length === 0 ? null : (
        <datalist id="search-suggestions">
          {suggestions.map((one) => (
            <option value={one} />
          ))}
        </datalist>
      )}
      <button type="submit" class={buttonClass('primary')}>
        {text.submit}
      </button>
    </form>
  )
}

function PlaceSelect({ where }: { where: string }): View {
  const { retries, dead, scheduled } = words().common.pages
  const queue = queueOf(where)
  const places: readonly (readonly [string, string])[] = [
    ['retry', retries],
    ['dead', dead],
    ['schedule', scheduled],
    ...(queue === null ? [] : [[where, words().search.queue(queue)] as const]),
  ]
  return (
    <select class="select" id="search-in" name="in">
      {places.map(([value, label]) => (
        <option value={value} selected={value === where}>
          {label}
        </option>
      ))}
    </select>
  )
}
