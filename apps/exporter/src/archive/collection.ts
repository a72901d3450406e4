/**
 * An ActivityStreams OrderedCollection as JSON text that is written while it is read: the items
 * never lie in memory together, and behind every page of them another process can go on.
 */
import { TextPieces } from './encode-texts.ts'
import type { Piece, ResumableSource } from './entry-source.ts'

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

/** Some items, each as JSON text, and the id behind which the next ones are found. */
export interface CollectionPage {
  readonly items: Iterable<string>
  readonly lastId: string
}

/**
 * @param pages all pages behind an id; null for the first one
 * @param onPage told how many items have been written so far
 */
export function collectionSource(
  head: CollectionHead,
  pages: (afterId: string | null) => AsyncIterable<CollectionPage>,
  onPage: (written: number) => void = () => {},
): ResumableSource {
  return { open: (cursor) => writePieces(head, pages, { cursor, onPage }) }
}

/** The cursor of what ends the text. */
const END = 'end'

async function* writePieces(
  head: CollectionHead,
  pages: (afterId: string | null) => AsyncIterable<CollectionPage>,
  { cursor, onPage }: { cursor: string | null; onPage: (written: number) => void },
): AsyncGenerator<Piece, void, undefined> {
  if (cursor === END) return
  let { written, afterId } = readCursor(cursor)
  if (cursor === null) yield { bytes: beginning(head), cursor: cursorOf(0, null) }
  onPage(written)
  const texts = new TextPieces()
  for await (const { items, lastId } of pages(afterId)) {
    const { bytes, count } = texts.encode(items, {
      before: written > 0 ? ',' : '',
      between: ',',
    })
    written += count
    afterId = lastId
    yield { bytes, cursor: cursorOf(written, afterId) }
    onPage(written)
  }
  const end = head.hasTotal ? `],"totalItems":${written}}` : ']}'
  yield { bytes: Buffer.from(end), cursor: END }
}

function beginning({ context, id }: CollectionHead): Buffer {
  return Buffer.from(
    `{"@context":${JSON.stringify(context)},"id":${JSON.stringify(id)},` +
      '"type":"OrderedCollection","orderedItems":[',
  )
}

/** "3000 113060493549872113": items written, and the last one's id. */
function cursorOf(written: number, afterId: string | null): string {
  return `${written} ${afterId ?? ''}`
}

function readCursor(cursor: string | null): { written: number; afterId: string | null } {
  const [written = '0', afterId = ''] = (cursor ?? '').split(' ')
  return { written: Number(written), afterId: afterId === '' ? null : afterId }
}
