import { expect, it } from 'vitest'
import { effectiveSort, filterQuery, isFiltered, readFilter } from './filter.ts'

const read = (query: string) => readFilter(new URLSearchParams(query))

it('reads a view from an address and writes it back', () => {
  const query = 'state=retrying&type=backup&q=%40ada&days=7&sort=oldest'
  expect(filterQuery(read(query))).toBe(`?${query}`)
})
it('takes what is not valid as any', () => {
  const filter = read("state='or 1=1&type=x&days=999&sort=up&after=drop")
  expect(filter).toEqual({
    state: null,
    type: null,
    search: '',
    days: null,
    sort: null,
    after: null,
  })
  expect(isFiltered(filter)).toBe(false)
})
it('starts at the first page when anything changes', () => {
  const filter = read('q=ada&after=1_2')
  expect(filterQuery(filter, { type: 'migration' })).toBe('?type=migration&q=ada')
})
it('orders what waits by when it runs and the rest newest first', () => {
  expect(effectiveSort(read('state=scheduled'))).toBe('next')
  expect(effectiveSort(read('state=done'))).toBe('newest')
  expect(effectiveSort(read('state=scheduled&sort=largest'))).toBe('largest')
})
it('cuts a search that is too long', () => {
  expect(read(`q=${'x'.repeat(500)}`).search).toHaveLength(100)
})
