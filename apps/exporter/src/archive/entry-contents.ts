/** How the contents of an entry get into the file: as they come, or compressed. */
import type { PieceDeflater } from './deflate.ts'
import type { LoosePiece } from './entry-source.ts'
import type { Meter } from './meter.ts'

/** Where they go. */
export interface ContentsTarget {
  readonly meter: Meter
  write(bytes: Uint8Array): Promise<void>
  isMarkDue(): boolean
  /** Notes that everything up to here is written. */
  mark(cursor: string): Promise<void>
}

export async function storeContents(
  target: ContentsTarget,
  pieces: AsyncIterable<LoosePiece>,
): Promise<void> {
  const { meter } = target
  for await (const { bytes, cursor } of pieces) {
    meter.take(bytes)
    meter.takeStored(bytes, meter.crc)
    await target.write(bytes)
    if (cursor !== null && target.isMarkDue()) await target.mark(cursor)
  }
}

/** One piece is compressed while the next one is gathered. */
export async function deflateContents(
  target: ContentsTarget,
  pieces: AsyncIterable<LoosePiece>,
  deflater: PieceDeflater,
): Promise<void> {
  const { meter } = target
  deflater.clear()
  let ahead: Promise<Uint8Array> | null = null
  const drain = async (): Promise<void> => {
    if (ahead !== null) await writeStored(target, await ahead)
    ahead = null
  }
  const compress = async (isLast: boolean): Promise<void> => {
    const next = deflater.compress(isLast)
    next.catch(() => {}) // Awaited in a moment, unless the source fails before.
    await drain()
    ahead = next
  }
  for await (const { bytes, cursor } of pieces) {
    meter.take(bytes)
    deflater.take(bytes)
    const isMark = cursor !== null && target.isMarkDue()
    if (deflater.isFull || (isMark && !deflater.isEmpty)) await compress(false)
    if (!isMark) continue
    await drain()
    await target.mark(cursor)
  }
  await compress(true)
  await drain()
}

async function writeStored(target: ContentsTarget, bytes: Uint8Array): Promise<void> {
  target.meter.takeStored(bytes)
  await target.write(bytes)
}
