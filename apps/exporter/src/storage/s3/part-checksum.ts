/** The checksum by which a bucket names the contents of a part, and what it tells of parts that have arrived. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Part } from '@aws-sdk/client-s3'
import type { UploadNotes } from './upload-notes.ts'
import { lengthOf } from './upload-parts.ts'

/** Bytes of a part that are read at once. */
const CHUNK_BYTES = 256 * 1024
/** Of a part that is hashed without giving way: about a millisecond. */
const READ_BYTES = 1024 * 1024

/** Not for safety against attackers: it is how S3 names the contents of a part. */
async function md5Of(
  path: string,
  slice: { readonly start: number; readonly end: number; readonly highWaterMark: number },
): Promise<Buffer> {
  const hash = createHash('md5')
  for await (const chunk of createReadStream(path, slice) as AsyncIterable<Buffer>) {
    hash.update(chunk)
  }
  return hash.digest()
}

/** Reads a part into a buffer of its length, a megabyte at a time, and gives its MD5. */
export async function readPart(path: string, start: number, part: Buffer): Promise<Buffer> {
  const handle = await open(path, 'r')
  const hash = createHash('md5')
  try {
    for (let at = 0; at < part.length;) {
      const length = Math.min(READ_BYTES, part.length - at)
      const { bytesRead } = await handle.read(part, at, length, start + at)
      if (bytesRead === 0) throw new Error(`${path} ends at byte ${start + at}.`)
      hash.update(part.subarray(at, at + bytesRead))
      at += bytesRead
    }
  } finally {
    await handle.close()
  }
  return hash.digest()
}

/** The ETag of a part that need not be sent again; null when nobody can tell. */
export async function safeEtag(
  { PartNumber: number = 0, Size: listedSize, ETag: etag = '' }: Part,
  { head, parts }: UploadNotes,
  path: string,
): Promise<string | null> {
  const start = (number - 1) * head.partBytes
  const length = lengthOf(number, head)
  if (number < 1 || start >= head.sizeBytes || listedSize !== length) return null
  if (parts.get(number) === etag) return etag
  // It has arrived, but the process was killed before it could note that.
  const md5 = await md5Of(path, { start, end: start + length - 1, highWaterMark: CHUNK_BYTES })
  return etag.replaceAll('"', '') === md5.toString('hex') ? etag : null
}
