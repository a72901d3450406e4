import { expect, test } from 'vitest'
import { collectionSource, type CollectionPage } from './collection.ts'
import type { Piece } from './entry-source.ts'

/** Pages whose last ids are "1", "2" and so on. */
function pages(...list: string[][]): (afterId: string | null) => AsyncIterable<CollectionPage> {
  return async function* read(afterId) {
    for (const [index, items] of list.entries()) {
      if (index >= Number(afterId ?? 0)) yield { items, lastId: String(index + 1) }
    }
  }
}

async function collect(pieces: AsyncIterable<Piece>): Promise<Piece[]> {
  const all: Piece[] = []
  // A copy: a piece is valid until the next one is asked for.
  for await (const { bytes, cursor } of pieces) all.push({ bytes: Buffer.from(bytes), cursor })
  return all
}

function textOf(pieces: readonly Piece[]): string {
  return Buffer.concat(pieces.map((piece) => piece.bytes)).toString()
}

test('totalItems is the number of items that were written', async () => {
  const seen: number[] = []
  const head = {
    context: ['https://www.w3.org/ns/activitystreams'],
    id: 'outbox.json',
    hasTotal: true,
  }
  const read = pages(['{"n":1}', '{"n":2}'], [], ['{"n":3}'])
  const source = collectionSource(head, read, (n) => seen.push(n))
  const pieces = await collect(source.open(null))
  expect(JSON.parse(textOf(pieces))).toEqual({
    '@context': ['https://www.w3.org/ns/activitystreams'],
    id: 'outbox.json',
    type: 'OrderedCollection',
    orderedItems: [{ n: 1 }, { n: 2 }, { n: 3 }],
    totalItems: 3,
  })
  expect(seen).toEqual([0, 2, 2, 3])
  for (const [index, { cursor }] of pieces.entries()) {
    const rest = await collect(source.open(cursor))
    expect(textOf(rest)).toBe(textOf(pieces.slice(index + 1)))
  }
})

test('an empty collection is valid, and likes have no totalItems', async () => {
  const head = {
    context: 'https://www.w3.org/ns/activitystreams',
    id: 'likes.json',
    hasTotal: false,
  }
  expect(textOf(await collect(collectionSource(head, pages()).open(null)))).toBe(
    '{"@context":"https://www.w3.org/ns/activitystreams","id":"likes.json",' +
      '"type":"OrderedCollection","orderedItems":[]}',
  )
})
