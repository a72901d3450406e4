/**
 * The bytes of one object. A connection that breaks off or falls silent in the middle is replaced by
 * another one that goes on at the next byte of the same object.
 */
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3'
import type { ReadBuffers } from '../read-buffers.ts'
import type { ByteRange, StoredFile } from '../storage.ts'
import { isMissing, type S3Error, toS3Error } from './errors.ts'
import { S3Object } from './s3-object.ts'

export interface S3ObjectSource {
  readonly client: S3Client
  readonly bucket: string
  /** The whole key, prefix included. */
  readonly key: string
  /** Pauses before each further connection that brings nothing. */
  readonly retryDelaysMs: readonly number[]
  readonly buffers: ReadBuffers
}

/** Null when there is no such object. The first connection is tried once; the caller may again. */
export async function readObject(
  source: S3ObjectSource,
  range: ByteRange | undefined,
): Promise<StoredFile | null> {
  const gone = new AbortController()
  const first = await open(source, { range, signal: gone.signal }).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
  if (first === null) return null
  const { sizeBytes, modifiedAt, etag } = first
  const from = range?.start ?? 0
  const to = range === undefined ? sizeBytes : Math.min(range.end + 1, sizeBytes)
  const chunks = goOn(source, first.body, { from, to, etag, signal: gone.signal })
  const end = (): void => {
    gone.abort()
    first.body.destroy()
  }
  return new S3Object({ sizeBytes, modifiedAt, chunks, buffers: source.buffers, end })
}

interface Opened {
  readonly body: Readable
  /** Of the whole object. */
  readonly sizeBytes: number
  readonly modifiedAt: Date
  readonly etag: string | undefined
}

interface Opening {
  readonly range: ByteRange | undefined
  readonly signal: AbortSignal
  /** Another object under the same name is not the same object. */
  readonly etag?: string | undefined
}

async function open(source: S3ObjectSource, { range, signal, etag }: Opening): Promise<Opened> {
  const { client, bucket, key } = source
  try {
    const output = await client.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` }),
        ...(etag === undefined ? {} : { IfMatch: etag }),
      }),
      { abortSignal: signal },
    )
    const { Body: body } = output
    if (!(body instanceof Readable)) throw new Error('The answer has no body.')
    // Whoever reads it hears of it; before that nobody listens.
    body.on('error', () => {})
    return {
      body,
      sizeBytes: wholeSize(output),
      modifiedAt: output.LastModified ?? new Date(0),
      etag: output.ETag,
    }
  } catch (error) {
    throw toS3Error(`GET of ${key} from the bucket ${bucket}`, error)
  }
}

function wholeSize(output: GetObjectCommandOutput): number {
  const total = /\/(\d+)$/.exec(output.ContentRange ?? '')?.[1]
  return total === undefined ? (output.ContentLength ?? 0) : Number(total)
}

interface Way {
  readonly from: number
  /** The first byte that is not wanted. */
  readonly to: number
  readonly etag: string | undefined
  readonly signal: AbortSignal
}

async function* goOn(
  source: S3ObjectSource,
  first: Readable,
  { from, to, etag, signal }: Way,
): AsyncGenerator<Uint8Array, void, undefined> {
  let body: Readable | null = first
  let failures = 0
  for (let at = from; at < to;) {
    try {
      body ??= (await open(source, { range: { start: at, end: to - 1 }, signal, etag })).body
      for await (const chunk of body as AsyncIterable<Uint8Array>) {
        at += chunk.length
        failures = 0
        yield chunk
      }
      if (at < to) throw endedEarly(source, at, to)
    } catch (error) {
      if (signal.aborted) return
      const failure = toS3Error(`GET of ${source.key} from the bucket ${source.bucket}`, error)
      const delayMs = source.retryDelaysMs[failures]
      if (at >= to || delayMs === undefined || isFinal(failure)) throw failure
      failures += 1
      body?.destroy()
      body = null
      await sleep(delayMs, undefined, { signal }).catch(() => {}) // Seen at the next turn.
    }
    if (signal.aborted) return
  }
}

/** What the server has answered stays so; a connection that broke off may be replaced. */
function isFinal(failure: S3Error): boolean {
  return failure.status !== null && !failure.isTransient
}

function endedEarly({ key, bucket }: S3ObjectSource, at: number, to: number): Error {
  return new Error(`${key} of the bucket ${bucket} ended at byte ${at} of ${to}.`)
}
