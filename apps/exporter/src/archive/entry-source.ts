/** Where the contents of an entry come from. */

/** Some bytes of an entry, and in the source's own words where to go on behind them. */
export interface Piece {
  /** Valid until the next piece is asked for. */
  readonly bytes: Uint8Array
  readonly cursor: string
}

/** A source that can be opened in the middle. */
export interface ResumableSource {
  /** @param cursor that of the last piece that is safe; null for the beginning */
  open(cursor: string | null): AsyncIterable<Piece>
}

/** Contents that are there as a whole, with their checksums: the header is right at once. */
export interface KnownContents {
  readonly bytes: Uint8Array
  readonly crc: number
  /** Hexadecimal. */
  readonly sha256: string
}

export interface EntryOptions {
  /** Deflate (text, JSON) or store (pictures and films, which are compressed already). */
  readonly compress: boolean
  readonly modifiedAt: Date
  /** How many bytes will come, when that is known; saves the room kept for zip64. */
  readonly sizeBytes?: number
}

/** Contents that come piece by piece. */
export type PieceSource = Uint8Array | AsyncIterable<Uint8Array> | ResumableSource

export type EntrySource = PieceSource | KnownContents

export interface LoosePiece {
  readonly bytes: Uint8Array
  /** Null where nobody could go on. */
  readonly cursor: string | null
}

/** Of any source, from a cursor on. */
export async function* piecesOf(
  source: PieceSource,
  cursor: string | null,
): AsyncGenerator<LoosePiece, void, undefined> {
  if ('open' in source) yield* source.open(cursor)
  else if (source instanceof Uint8Array) yield { bytes: source, cursor: null }
  else for await (const bytes of source) yield { bytes, cursor: null }
}
