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
    view: 'list',
  })
  expect(isFiltered(filter)).toBe(false)
})
it('starts at the first page when anything changes', () => {
  const filter = read('q=ada&after=1_2')
  expect(filterQuery(filter, { type: 'migration' })).toBe('?type=migration&q=ada')
})
it('orders by when it runs unless another order is chosen, which no agenda has', () => {
  expect(effectiveSort(read('state=scheduled'))).toBe('next')
  expect(effectiveSort(read('state=done&sort=largest'))).toBe('largest')
  expect(effectiveSort(read('view=agenda&sort=largest'))).toBe('next')
})
it('keeps the view while the filters change', () => {
  expect(filterQuery(read('view=agenda&after=1_2'), { type: 'backup' })).toBe(
    '?type=backup&view=agenda',
  )
})
it('cuts a search that is too long', () => {
  expect(read(`q=${'x'.repeat(500)}`).search).toHaveLength(100)
})
