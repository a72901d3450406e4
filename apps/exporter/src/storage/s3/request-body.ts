/** What goes into a bucket with one request. Always a stream: the library would hash other bodies once more. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'

/** Handed over at once. */
const CHUNK_BYTES = 256 * 1024

/** A file as a whole. */
export function fileBody(path: string): Readable {
  return createReadStream(path, { highWaterMark: CHUNK_BYTES })
}

/** Bytes in memory, which must stay as they are until the request is answered. */
export function memoryBody(bytes: Buffer): Readable {
  return Readable.from(chunksOf(bytes), { objectMode: false })
}

/** Closes what is read for a request, which the library leaves open when it fails. */
export async function withBody<T>(
  body: Readable,
  send: (body: Readable) => Promise<T>,
): Promise<T> {
  try {
    return await send(body)
  } finally {
    body.destroy()
  }
}

function* chunksOf(bytes: Buffer): Generator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES)
}
