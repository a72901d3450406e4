/** What the test server does with a request whose signature is right. */
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { randomBytes } from 'node:crypto'
import type { Objects, Piece, StoredObject } from './objects.ts'
import { readCompletion, xml, type XmlValue } from './xml.ts'

export interface S3Request {
  readonly method: string
  /** "" for a request to the bucket. */
  readonly key: string
  readonly query: URLSearchParams
  readonly range: string | null
}

export interface S3Reply {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Readable
}

/** An answer other than a good one, with S3's code. */
export class S3Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string) {
    super(code)
    this.name = 'S3Refusal'
    this.status = status
    this.code = code
  }
}

const LEAST_PART_BYTES = 5 * 1024 * 1024
const PAGE = 1_000
const KEPT_HEADERS = ['content-type', 'cache-control', 'x-amz-acl', 'x-amz-storage-class']

export class S3Handler {
  readonly #store: Objects
  readonly #bucket: string

  constructor(store: Objects, bucket: string) {
    this.#store = store
    this.#bucket = bucket
  }

  static parse(incoming: IncomingMessage, bucket: string): S3Request {
    const url = new URL(incoming.url ?? '/', 'http://server')
    const isByHost = (incoming.headers.host ?? '').startsWith(`${bucket}.`)
    const path = decodeURIComponent(url.pathname).slice(1)
    const key = isByHost ? path : path.replace(new RegExp(`^${bucket}/?`), '')
    const { method = 'GET', headers } = incoming
    return { method, key, query: url.searchParams, range: headers.range ?? null }
  }

  async handle(request: S3Request, incoming: IncomingMessage): Promise<S3Reply> {
    const { method, key, query } = request
    if (key === '') return query.has('uploads') ? this.#listUploads(query) : this.#list(query)
    const uploadId = query.get('uploadId')
    switch (method) {
      case 'PUT':
        return uploadId === null
          ? this.#put(key, incoming)
          : this.#putPart(uploadId, Number(query.get('partNumber')), incoming)
      case 'POST':
        return uploadId === null ? this.#begin(key, incoming) : this.#complete(uploadId, incoming)
      case 'DELETE':
        return uploadId === null ? this.#delete(key) : this.#abort(uploadId)
      case 'GET':
        return uploadId === null ? this.#get(request, incoming) : this.#listParts(uploadId, query)
      case 'HEAD': {
        const { status, headers } = this.#get(request, incoming)
        return { status, headers, body: '' }
      }
      default:
        throw new S3Refusal(405, 'MethodNotAllowed')
    }
  }

  async #put(key: string, incoming: IncomingMessage): Promise<S3Reply> {
    const piece = await this.#receive(incoming)
    const { etag } = this.#store.put(key, [piece], keptHeaders(incoming))
    return { status: 200, headers: { etag }, body: '' }
  }

  async #putPart(id: string, number: number, incoming: IncomingMessage): Promise<S3Reply> {
    const upload = this.#uploadOf(id)
    const piece = await this.#receive(incoming)
    upload.parts.set(number, piece)
    return { status: 200, headers: { etag: `"${piece.md5}"` }, body: '' }
  }

  async #receive(incoming: IncomingMessage): Promise<Piece> {
    const { headers } = incoming
    const hash = String(headers['x-amz-content-sha256'])
    // Servers of other makers know no trailers.
    if (hash.startsWith('STREAMING-')) throw new S3Refusal(501, 'NotImplemented')
    const piece = await this.#store.receive(incoming)
    const md5 = headers['content-md5']
    if (md5 !== undefined && Buffer.from(piece.md5, 'hex').toString('base64') !== md5)
      throw new S3Refusal(400, 'BadDigest')
    if (/^[0-9a-f]{64}$/.test(hash) && hash !== piece.sha256)
      throw new S3Refusal(400, 'XAmzContentSHA256Mismatch')
    return piece
  }

  #begin(key: string, incoming: IncomingMessage): S3Reply {
    const id = randomBytes(16).toString('hex')
    const headers = { ...keptHeaders(incoming), 'x-upload': id }
    this.#store.uploads.set(id, { key, initiatedAt: new Date(), headers, parts: new Map() })
    return answer('InitiateMultipartUploadResult', {
      Bucket: this.#bucket,
      Key: key,
      UploadId: id,
    })
  }

  async #complete(id: string, incoming: IncomingMessage): Promise<S3Reply> {
    const upload = this.#uploadOf(id)
    const wanted = readCompletion(await text(incoming))
    const pieces = wanted.map(({ number, etag }, index) => {
      const piece = upload.parts.get(number)
      if (piece === undefined || `"${piece.md5}"` !== etag) throw new S3Refusal(400, 'InvalidPart')
      const isLast = index === wanted.length - 1
      if (!isLast && piece.sizeBytes < LEAST_PART_BYTES) throw new S3Refusal(400, 'EntityTooSmall')
      return piece
    })
    if (pieces.length === 0) throw new S3Refusal(400, 'MalformedXML')
    const { etag } = this.#store.put(upload.key, pieces, upload.headers)
    this.#store.uploads.delete(id)
    return answer('CompleteMultipartUploadResult', {
      Bucket: this.#bucket,
      Key: upload.key,
      ETag: etag,
    })
  }

  #abort(id: string): S3Reply {
    this.#uploadOf(id)
    this.#store.uploads.delete(id)
    return { status: 204, headers: {}, body: '' }
  }

  #delete(key: string): S3Reply {
    this.#store.objects.delete(key)
    return { status: 204, headers: {}, body: '' }
  }

  #get({ key, range }: S3Request, incoming: IncomingMessage): S3Reply {
    const object = this.#store.objects.get(key)
    if (object === undefined) throw new S3Refusal(404, 'NoSuchKey')
    const condition = incoming.headers['if-match']
    if (condition !== undefined && condition !== object.etag)
      throw new S3Refusal(412, 'PreconditionFailed')
    const headers = {
      etag: object.etag,
      'last-modified': object.modifiedAt.toUTCString(),
      'accept-ranges': 'bytes',
      'content-type': object.headers['content-type'] ?? 'binary/octet-stream',
    }
    const part = readRange(range, object)
    const [start, end] = part ?? [0, object.sizeBytes - 1]
    return {
      status: part === null ? 200 : 206,
      headers: {
        ...headers,
        'content-length': String(end - start + 1),
        ...(part === null ? {} : { 'content-range': `bytes ${start}-${end}/${object.sizeBytes}` }),
      },
      body: this.#store.read(object, start, end),
    }
  }

  #list(query: URLSearchParams): S3Reply {
    const [prefix, after] = [query.get('prefix') ?? '', query.get('continuation-token') ?? '']
    const found = [...this.#store.objects]
      .filter(([key]) => key.startsWith(prefix) && key > after)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    const page = found.slice(0, PAGE)
    const isTruncated = found.length > page.length
    return answer('ListBucketResult', {
      Name: this.#bucket,
      Prefix: prefix,
      KeyCount: page.length,
      IsTruncated: String(isTruncated),
      ...(isTruncated ? { NextContinuationToken: page.at(-1)?.[0] ?? '' } : {}),
      Contents: page.map(([key, object]) => ({
        Key: key,
        Size: object.sizeBytes,
        ETag: object.etag,
        LastModified: object.modifiedAt.toISOString(),
      })),
    })
  }

  #listUploads(query: URLSearchParams): S3Reply {
    const prefix = query.get('prefix') ?? ''
    const uploads = [...this.#store.uploads].filter(([, { key }]) => key.startsWith(prefix))
    return answer('ListMultipartUploadsResult', {
      Bucket: this.#bucket,
      IsTruncated: 'false',
      Upload: uploads.map(([id, { key, initiatedAt }]) => ({
        Key: key,
        UploadId: id,
        Initiated: initiatedAt.toISOString(),
      })),
    })
  }

  #listParts(id: string, query: URLSearchParams): S3Reply {
    const after = Number(query.get('part-number-marker') ?? 0)
    const parts = [...this.#uploadOf(id).parts]
      .filter(([number]) => number > after)
      .toSorted(([a], [b]) => a - b)
    const page = parts.slice(0, PAGE)
    return answer('ListPartsResult', {
      UploadId: id,
      IsTruncated: String(parts.length > page.length),
      NextPartNumberMarker: page.at(-1)?.[0] ?? 0,
      Part: page.map(([number, piece]) => ({
        PartNumber: number,
        ETag: `"${piece.md5}"`,
        Size: piece.sizeBytes,
        LastModified: new Date().toISOString(),
      })),
    })
  }

  #uploadOf(id: string) {
    const upload = this.#store.uploads.get(id)
    if (upload === undefined) throw new S3Refusal(404, 'NoSuchUpload')
    return upload
  }
}

function answer(name: string, value: XmlValue): S3Reply {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: xml(name, value) }
}

function keptHeaders({ headers }: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of KEPT_HEADERS) {
    const value = headers[name]
    if (typeof value === 'string') kept[name] = value
  }
  return kept
}

function readRange(header: string | null, { sizeBytes }: StoredObject): [number, number] | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '') return null
  const [start, end] = [Number(first), last === '' ? sizeBytes - 1 : Number(last)]
  if (start >= sizeBytes) throw new S3Refusal(416, 'InvalidRange')
  return [start, Math.min(end, sizeBytes - 1)]
}
