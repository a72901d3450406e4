/** JSON Lines that are written while they are read, and that can be gone on with behind any page. */
import { TextPieces } from './encode-texts.ts'
import type { Piece, ResumableSource } from './entry-source.ts'

/** Some lines, each as JSON text, and the id behind which the next ones are found. */
export interface LinesPage {
  readonly lines: Iterable<string>
  readonly lastId: string
}

/** @param pages all pages behind an id; null for the first one */
export function jsonLinesSource(
  pages: (afterId: string | null) => AsyncIterable<LinesPage>,
): ResumableSource {
  return { open: (cursor) => writePieces(pages(cursor)) }
}

async function* writePieces(
  pages: AsyncIterable<LinesPage>,
): AsyncGenerator<Piece, void, undefined> {
  const texts = new TextPieces()
  for await (const { lines, lastId } of pages) {
    yield { bytes: texts.encode(lines, { between: '\n', after: '\n' }).bytes, cursor: lastId }
  }
}
