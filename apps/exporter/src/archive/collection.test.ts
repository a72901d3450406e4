import { expect, test } from 'vitest'
import { collectionJson } from './collection.ts'

async function* pages(...list: string[][]): AsyncGenerator<string[]> {
  yield* list
}

async function textOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts).toString()
}

test('totalItems is the number of items that were written', async () => {
  const seen: number[] = []
  const head = {
    context: ['https://www.w3.org/ns/activitystreams'],
    id: 'outbox.json',
    hasTotal: true,
  }
  const text = await textOf(
    collectionJson(head, pages(['{"n":1}', '{"n":2}'], [], ['{"n":3}']), (n) => seen.push(n)),
  )
  expect(JSON.parse(text)).toEqual({
    '@context': ['https://www.w3.org/ns/activitystreams'],
    id: 'outbox.json',
    type: 'OrderedCollection',
    orderedItems: [{ n: 1 }, { n: 2 }, { n: 3 }],
    totalItems: 3,
  })
  expect(seen).toEqual([2, 3])
})

test('an empty collection is valid, and likes have no totalItems', async () => {
  const head = {
    context: 'https://www.w3.org/ns/activitystreams',
    id: 'likes.json',
    hasTotal: false,
  }
  expect(await textOf(collectionJson(head, pages()))).toBe(
    '{"@context":"https://www.w3.org/ns/activitystreams","id":"likes.json",' +
      '"type":"OrderedCollection","orderedItems":[]}',
  )
})
