/**
 * An ActivityStreams OrderedCollection as JSON text that is written while it is read: the items
 * never lie in memory together.
 */

export interface CollectionHead {
  /** The whole value of `@context`. */
  readonly context: unknown
  /** The name of the file, which is the collection's id inside an archive. */
  readonly id: string
  /**
   * True to write `totalItems`. It comes after the items, because the true count is the number that
   * was written, and posts appear and vanish meanwhile.
   */
  readonly hasTotal: boolean
}

/**
 * @param pages each item as JSON text, in pages of any size
 * @param onPage told how many items have been written so far
 */
export async function* collectionJson(
  head: CollectionHead,
  pages: AsyncIterable<readonly string[]>,
  onPage: (written: number) => void = () => {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const context = JSON.stringify(head.context)
  const id = JSON.stringify(head.id)
  yield Buffer.from(`{"@context":${context},"id":${id},"type":"OrderedCollection","orderedItems":[`)
  let written = 0
  for await (const items of pages) {
    if (items.length === 0) continue
    yield Buffer.from((written === 0 ? '' : ',') + items.join(','))
    written += items.length
    onPage(written)
  }
  yield Buffer.from(head.hasTotal ? `],"totalItems":${written}}` : ']}')
}
