/**
 * Deflate in pieces of their own: each ends on a whole byte and needs nothing of the ones before,
 * so that a new process can go on behind any of them. Put together they are one ordinary stream.
 *
 * It costs about half a percent of size. A piece is compressed on another thread while the next
 * one is gathered.
 */
import { promisify } from 'node:util'
import { constants, deflateRaw } from 'node:zlib'

/** zlib's own default: level 9 takes twice the time for one percent less. */
const LEVEL = 6
const CHUNK_BYTES = 256 * 1024

const deflate = promisify(deflateRaw)

/** @param isLast closes the stream; an empty last piece is two bytes */
export function deflatePiece(bytes: Uint8Array, isLast: boolean): Promise<Buffer> {
  return deflate(bytes, {
    level: LEVEL,
    chunkSize: CHUNK_BYTES,
    finishFlush: isLast ? constants.Z_FINISH : constants.Z_FULL_FLUSH,
  })
}
