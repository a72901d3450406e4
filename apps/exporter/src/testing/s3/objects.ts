/** The contents of a bucket on a disk: objects of one or more pieces, and unfinished uploads. */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface Piece {
  readonly path: string
  readonly sizeBytes: number
  /** MD5, hexadecimal. */
  readonly md5: string
  /** SHA-256, hexadecimal. */
  readonly sha256: string
}

export interface StoredObject {
  readonly pieces: readonly Piece[]
  readonly sizeBytes: number
  /** With its quotes. */
  readonly etag: string
  readonly modifiedAt: Date
  /** What the request said of it: content-type, x-amz-acl, x-amz-storage-class, cache-control. */
  readonly headers: Readonly<Record<string, string>>
}

export interface StoredUpload {
  readonly key: string
  readonly initiatedAt: Date
  readonly headers: Readonly<Record<string, string>>
  readonly parts: Map<number, Piece>
}

export class Objects {
  readonly objects = new Map<string, StoredObject>()
  readonly uploads = new Map<string, StoredUpload>()
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Writes a body to the disk while it is checksummed. */
  async receive(body: Readable): Promise<Piece> {
    await mkdir(this.#folder, { recursive: true })
    const path = join(this.#folder, randomBytes(12).toString('hex'))
    const [md5, sha256] = [createHash('md5'), createHash('sha256')]
    let sizeBytes = 0
    try {
      await pipeline(
        body,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            md5.update(chunk)
            sha256.update(chunk)
            sizeBytes += chunk.length
            yield chunk
          }
        },
        createWriteStream(path),
      )
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
    return { path, sizeBytes, md5: md5.digest('hex'), sha256: sha256.digest('hex') }
  }

  put(key: string, pieces: readonly Piece[], headers: Record<string, string>): StoredObject {
    const etag =
      pieces.length === 1 && pieces[0] !== undefined && !('x-upload' in headers)
        ? pieces[0].md5
        : `${createHash('md5')
            .update(Buffer.concat(pieces.map((piece) => Buffer.from(piece.md5, 'hex'))))
            .digest('hex')}-${pieces.length}`
    const object = {
      pieces,
      sizeBytes: pieces.reduce((sum, piece) => sum + piece.sizeBytes, 0),
      etag: `"${etag}"`,
      // S3's clock has whole seconds.
      modifiedAt: new Date(Math.floor(Date.now() / 1_000) * 1_000),
      headers,
    }
    this.objects.set(key, object)
    return object
  }

  /** A file of this machine as an object, without a copy. */
  async link(key: string, path: string): Promise<void> {
    const { size } = await stat(path)
    const md5 = createHash('md5').update(path).digest('hex')
    this.put(key, [{ path, sizeBytes: size, md5, sha256: '' }], {})
  }

  /** The bytes of an object from one to another, both included. */
  read({ pieces }: StoredObject, start: number, end: number): Readable {
    return Readable.from(readPieces(pieces, start, end), { objectMode: false })
  }
}

async function* readPieces(
  pieces: readonly Piece[],
  start: number,
  end: number,
): AsyncGenerator<Buffer, void, undefined> {
  let from = 0
  for (const { path, sizeBytes } of pieces) {
    const [first, last] = [Math.max(start - from, 0), Math.min(end - from, sizeBytes - 1)]
    from += sizeBytes
    if (first > last) continue
    yield* createReadStream(path, {
      start: first,
      end: last,
      highWaterMark: 512 * 1024,
    }) as AsyncIterable<Buffer>
  }
}
