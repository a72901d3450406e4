/**
 * A small S3 server for tests and measurements: one bucket, by path or by host name, with signed
 * requests, ranges, uploads in parts and listings. It is strict where servers of other makers are:
 * no trailers, checksums compared, parts of at least 5 MiB. Accidents can be ordered.
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { S3Handler, S3Refusal, type S3Request } from './handler.ts'
import { Objects } from './objects.ts'
import { signatureFault } from './signature.ts'
import { xml } from './xml.ts'

/** What goes wrong with a request, for once. */
export type S3Accident =
  /** Answered with an error. */
  | { readonly kind: 'refuse'; readonly status: number; readonly code: string }
  /** The connection is cut after so many bytes of the body, of the answer or of the request. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** So many bytes of the answer come, and then nothing more. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** It is done, but the answer does not arrive. */
  | { readonly kind: 'deaf' }

export interface TestS3 {
  readonly endpoint: string
  readonly bucket: string
  /** Mastodon's variables for it. */
  readonly env: Readonly<Record<string, string>>
  /** Every request that was answered or refused, oldest first. */
  readonly requests: S3Request[]
  /** Asked before each request; null lets it be. */
  accident: (request: S3Request) => S3Accident | null
  put(key: string, bytes: Uint8Array): Promise<void>
  /** A file of this machine as an object, without a copy. */
  link(key: string, path: string): Promise<void>
  get(key: string): Promise<Buffer | null>
  /** What was said of an object when it was written. */
  headersOf(key: string): Readonly<Record<string, string>>
  remove(key: string): void
  keys(): string[]
  /** Keys of uploads that are neither finished nor given up. */
  uploads(): string[]
  stop(): Promise<void>
}

const KEY = { accessKeyId: 'test-key', secretAccessKey: 'test/secret+key' }
const BUCKET = 'mastodon'

export async function startTestS3(): Promise<TestS3> {
  const folder = await mkdtemp(join(tmpdir(), 'howdah-s3-'))
  const objects = new Objects(folder)
  const handler = new S3Handler(objects, BUCKET)
  const requests: S3Request[] = []
  const server = createServer((incoming, response) => {
    const request = S3Handler.parse(incoming, BUCKET)
    requests.push(request)
    const asked = { request, incoming, response, handler, accident: s3.accident(request) }
    void answer(asked).catch((error: unknown) => refuse(asked, error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // A TCP server that listens has one.
  const s3: TestS3 = {
    ...contentsOf(objects),
    ...addressOf(`http://127.0.0.1:${port}`),
    requests,
    accident: () => null,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return s3
}

function addressOf(endpoint: string): Pick<TestS3, 'endpoint' | 'bucket' | 'env'> {
  return {
    endpoint,
    bucket: BUCKET,
    env: {
      S3_ENABLED: 'true',
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: endpoint,
      AWS_ACCESS_KEY_ID: KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
    },
  }
}

function contentsOf(
  store: Objects,
): Pick<TestS3, 'put' | 'link' | 'get' | 'headersOf' | 'remove' | 'keys' | 'uploads'> {
  const { objects, uploads } = store
  return {
    put: async (key, bytes) =>
      void store.put(key, [await store.receive(Readable.from([bytes]))], {}),
    link: (key, path) => store.link(key, path),
    get: async (key) => {
      const object = objects.get(key)
      return object === undefined ? null : buffer(store.read(object, 0, object.sizeBytes - 1))
    },
    headersOf: (key) => objects.get(key)?.headers ?? {},
    remove: (key) => void objects.delete(key),
    keys: () => [...objects.keys()].sort(),
    uploads: () => [...uploads.values()].map((upload) => upload.key),
  }
}

interface Asked {
  readonly request: S3Request
  readonly incoming: IncomingMessage
  readonly response: ServerResponse
  readonly handler: S3Handler
  readonly accident: S3Accident | null
}

async function answer({ request, incoming, response, handler, accident }: Asked): Promise<void> {
  const fault = signatureFault(incoming, KEY)
  if (fault !== null) throw new S3Refusal(403, fault)
  if (accident?.kind === 'refuse') throw new S3Refusal(accident.status, accident.code)
  if (accident?.kind === 'cut' && incoming.method !== 'GET') {
    await cutRequest(incoming, accident.afterBytes)
    return
  }
  const reply = await handler.handle(request, incoming)
  if (accident?.kind === 'deaf') {
    incoming.socket.destroy()
    return
  }
  response.writeHead(reply.status, reply.headers)
  await sendBody(response, reply.body, accident)
}

async function sendBody(
  response: ServerResponse,
  body: string | Readable,
  accident: S3Accident | null,
): Promise<void> {
  if (typeof body === 'string') {
    response.end(body)
    return
  }
  const limit = accident?.kind === 'cut' || accident?.kind === 'stall' ? accident.afterBytes : null
  let sent = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (response.destroyed) return
    const part = limit === null ? chunk : chunk.subarray(0, limit - sent)
    sent += part.length
    if (limit === null || sent < limit) {
      if (!response.write(part)) await untilWritable(response)
      continue
    }
    // What was sent before the cut arrives.
    await new Promise<void>((resolve) => response.write(part, () => resolve()))
    if (accident?.kind === 'cut') response.destroy()
    return // A stalled one stays open.
  }
  response.end()
}

async function untilWritable(response: ServerResponse): Promise<void> {
  const end = new AbortController()
  const events = ['drain', 'close'].map((name) => once(response, name, { signal: end.signal }))
  await Promise.race(events)
  end.abort()
  await Promise.allSettled(events)
}

async function cutRequest(incoming: IncomingMessage, afterBytes: number): Promise<void> {
  let read = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    read += chunk.length
    if (read >= afterBytes) break
  }
  incoming.socket.destroy()
}

function refuse({ incoming, response }: Asked, error: unknown): void {
  if (!(error instanceof S3Refusal)) {
    response.destroy()
    return
  }
  incoming.resume()
  const { code } = error
  const body = incoming.method === 'HEAD' ? '' : xml('Error', { Code: code, Message: code })
  response.writeHead(error.status, { 'content-type': 'application/xml' })
  response.end(body)
}
