/** A bucket in bad weather: what arrives, what is tried again, and what is left behind. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startTestS3, type S3Accident, type TestS3 } from '../../testing/s3/s3-server.ts'
import { s3SettingsOf } from '../../testing/s3/settings.ts'
import type { PartialFile } from '../storage.ts'
import { S3Storage } from './s3-storage.ts'
import type { S3Settings } from './settings.ts'

vi.setConfig({ testTimeout: 60_000 })

const MEBIBYTE = 1024 * 1024
const KEY = 'backups/dumps/000/000/022/original/archive-1.zip'
const FILM = 'media_attachments/files/000/000/001/original/film.mp4'

let folder: string
let s3: TestS3
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'howdah-work-'))
  s3 = await startTestS3()
})
afterEach(async () => {
  await s3.stop()
  await rm(folder, { recursive: true, force: true })
})

function storageWith(change: Partial<S3Settings> = {}): S3Storage {
  const settings = s3SettingsOf(s3, change)
  return new S3Storage({ settings, workFolder: folder, retryDelaysMs: [1, 1] })
}

/** The same accident for the first so many requests that fit. */
function accidents(count: number, fits: (request: string) => boolean, accident: S3Accident): void {
  let left = count
  s3.accident = ({ method, key, query }) => {
    if (left === 0 || !fits(`${method} ${key}?${query.toString()}`)) return null
    left -= 1
    return accident
  }
}

function partsSent(): number[] {
  return s3.requests
    .filter(({ method, query }) => method === 'PUT' && query.has('partNumber'))
    .map(({ query }) => Number(query.get('partNumber')))
    .sort((a, b) => a - b)
}

async function contentOf(storage: S3Storage): Promise<Buffer | null> {
  const stored = await storage.read(FILM)
  return stored === null ? null : buffer(stored.stream)
}

async function written(storage: S3Storage, bytes: Uint8Array): Promise<PartialFile> {
  const file = await storage.create(KEY)
  await file.handle.write(bytes)
  return file
}

test('a film whose connection breaks or falls silent is read on at the next byte', async () => {
  const film = randomBytes(3 * MEBIBYTE)
  await s3.put(FILM, film)
  const storage = storageWith({ readTimeoutMs: 300 })
  for (const accident of [
    { kind: 'cut', afterBytes: 1_000_000 },
    { kind: 'stall', afterBytes: 700_000 },
  ] as const) {
    s3.requests.length = 0
    accidents(2, (request) => request.startsWith('GET'), accident)
    expect((await contentOf(storage))?.equals(film)).toBe(true)
    const ranges = s3.requests.map(({ range }) => range)
    expect(ranges).toHaveLength(3)
    expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-3145727$/)
  }
  // A part of it as well, as downloads ask for.
  accidents(1, (request) => request.startsWith('GET'), { kind: 'cut', afterBytes: 50_000 })
  const part = await storage.read(FILM, { start: 1_000, end: 200_999 })
  expect(part && (await buffer(part.stream)).equals(film.subarray(1_000, 201_000))).toBe(true)
  storage.close()
})

test('a film that breaks off for good, and one that is replaced meanwhile, are errors', async () => {
  await s3.put(FILM, randomBytes(2 * MEBIBYTE))
  const storage = storageWith()
  accidents(99, (request) => request.startsWith('GET'), { kind: 'cut', afterBytes: 0 })
  await expect(contentOf(storage)).rejects.toMatchObject({ name: 'S3Error', isTransient: true })
  accidents(1, (request) => request.startsWith('GET'), { kind: 'cut', afterBytes: 500_000 })
  const stored = await storage.read(FILM)
  await s3.put(FILM, randomBytes(2 * MEBIBYTE))
  if (stored === null) throw new Error('It was there.')
  await expect(buffer(stored.stream)).rejects.toMatchObject({ code: 'PreconditionFailed' })
  accidents(1, () => true, { kind: 'refuse', status: 403, code: 'AccessDenied' })
  await expect(storage.read(FILM)).rejects.toMatchObject({ code: 'AccessDenied', status: 403 })
  storage.close()
})

test('an archive goes up in parts, privately, and errors on the way are tried again', async () => {
  const bytes = randomBytes(20 * MEBIBYTE)
  const storage = storageWith({ keyPrefix: 'cache/', storageClass: 'STANDARD_IA' })
  // Each part is refused at first, and breaks off at its second try.
  const tries = new Map<string, number>()
  s3.accident = ({ method, query }) => {
    if (method !== 'PUT') return null
    const part = query.get('partNumber') ?? ''
    const count = (tries.get(part) ?? 0) + 1
    tries.set(part, count)
    if (count === 1) return { kind: 'refuse', status: 503, code: 'SlowDown' }
    return count === 2 ? { kind: 'cut', afterBytes: 100_000 } : null
  }
  const progress: number[] = []
  await (await written(storage, bytes)).publish({ onProgress: (done) => progress.push(done) })
  expect((await s3.get(`cache/${KEY}`))?.equals(bytes)).toBe(true)
  expect(progress).toEqual([...progress].sort((a, b) => a - b))
  expect(progress.at(-1)).toBe(bytes.length)
  expect(partsSent()).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3])
  expect(s3.headersOf(`cache/${KEY}`)).toMatchObject({
    'content-type': 'application/zip',
    'cache-control': 'public, max-age=315576000, immutable',
    'x-amz-acl': 'private',
    'x-amz-storage-class': 'STANDARD_IA',
  })
  expect(s3.uploads()).toEqual([])
  expect(await readdir(folder)).toEqual([])
  storage.close()
})

test('a bucket without ACLs gets none; a single request where parts are not wanted', async () => {
  const storage = storageWith({ sendsAcl: false, isSingleRequest: true })
  await (await written(storage, randomBytes(16 * MEBIBYTE))).publish()
  expect(Object.keys(s3.headersOf(KEY)).sort()).toEqual(['cache-control', 'content-type'])
  expect(partsSent()).toEqual([])
  storage.close()
})

test('an upload that was interrupted goes on with the parts that are missing', async () => {
  const bytes = randomBytes(41 * MEBIBYTE)
  const first = storageWith()
  // Three of six arrive, one of them unheard; then the process ends.
  const stop = new AbortController()
  s3.accident = ({ method, query }) => {
    if (method !== 'PUT') return null
    const part = Number(query.get('partNumber'))
    if (part === 2) return { kind: 'deaf' }
    if (part <= 3) return null
    return { kind: 'refuse', status: 500, code: 'InternalError' }
  }
  const file = await written(first, bytes)
  await expect(
    file.publish({
      signal: stop.signal,
      onProgress: (done) => {
        if (done >= 16 * MEBIBYTE) stop.abort(new Error('stopped'))
      },
    }),
  ).rejects.toThrow('stopped')
  await file.release()
  first.close()
  expect(await s3.get(KEY)).toBeNull()
  const safe = new Set(partsSent())
  expect(safe.has(2)).toBe(true)

  s3.accident = () => null
  s3.requests.length = 0
  const second = storageWith()
  const again = await second.reopen(KEY)
  const progress: number[] = []
  await again?.publish({ onProgress: (done) => progress.push(done) })
  expect((await s3.get(KEY))?.equals(bytes)).toBe(true)
  expect(partsSent()).toEqual([4, 5, 6])
  expect(progress[0]).toBe(24 * MEBIBYTE)
  expect(await readdir(folder)).toEqual([])
  second.close()
})

test('an upload that was finished unheard is not sent again', async () => {
  const bytes = randomBytes(16 * MEBIBYTE)
  const storage = storageWith()
  accidents(99, (request) => request.startsWith('POST') && request.includes('uploadId'), {
    kind: 'deaf',
  })
  await (await written(storage, bytes)).publish()
  expect((await s3.get(KEY))?.equals(bytes)).toBe(true)
  storage.close()
})

test('an upload that the server has forgotten begins anew', async () => {
  const storage = storageWith()
  accidents(99, (request) => request.startsWith('PUT'), {
    kind: 'refuse',
    status: 403,
    code: 'AccessDenied',
  })
  const file = await written(storage, randomBytes(16 * MEBIBYTE))
  await expect(file.publish()).rejects.toMatchObject({ code: 'AccessDenied' })
  await file.release()
  const [notes = ''] = (await readdir(folder)).filter((name) => name.endsWith('.upload'))
  const text = await readFile(join(folder, notes), 'utf8')
  await writeFile(join(folder, notes), `${text.replace(/"uploadId":"\w+"/, '"uploadId":"f00"')}[1,`)
  s3.accident = () => null
  await (await storage.reopen(KEY))?.publish()
  expect(await storage.stat(KEY)).toMatchObject({ sizeBytes: 16 * MEBIBYTE })
  // The one that nobody remembers is found by the list and given up.
  expect(s3.uploads()).toEqual([KEY])
  for await (const item of storage.unfinished('backups/dumps/')) await item.remove()
  expect(s3.uploads()).toEqual([])
  storage.close()
})

test('what is given up leaves no file, no notes and no upload', async () => {
  const storage = storageWith()
  const broken = async (): Promise<void> => {
    accidents(99, (request) => /^PUT.*partNumber=2/.test(request), {
      kind: 'refuse',
      status: 403,
      code: 'AccessDenied',
    })
    const file = await written(storage, randomBytes(16 * MEBIBYTE))
    await expect(file.publish()).rejects.toMatchObject({ code: 'AccessDenied', status: 403 })
    await file.release()
    expect(s3.uploads()).toEqual([KEY])
  }
  await broken()
  await storage.clean(KEY)
  expect([s3.uploads(), s3.keys(), await readdir(folder)]).toEqual([[], [], []])
  await broken()
  await (await storage.reopen(KEY))?.discard()
  expect([s3.uploads(), s3.keys(), await readdir(folder)]).toEqual([[], [], []])
  storage.close()
})

/** Files below the folder that this process holds open; where the system tells. */
async function openFiles(): Promise<readonly string[]> {
  const numbers = await readdir('/proc/self/fd')
  const paths = await Promise.all(
    numbers.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => '')),
  )
  return paths.filter((path) => path.startsWith(folder))
}

test.skipIf(!existsSync('/proc/self/fd'))('no try that fails leaves the file open', async () => {
  for (const change of [{ multipartThresholdBytes: 5 * MEBIBYTE }, { isSingleRequest: true }]) {
    const file = await written(storageWith(change), randomBytes(12 * MEBIBYTE))
    accidents(99, (request) => request.startsWith('PUT'), {
      kind: 'refuse',
      status: 503,
      code: 'SlowDown',
    })
    await expect(file.publish()).rejects.toThrow('SlowDown')
    await file.release()
    await expect.poll(openFiles).toEqual([])
  }
})

test('a wrong key, a missing bucket and a dead server are said in words', async () => {
  const credentials = { accessKeyId: 'test-key', secretAccessKey: 'wrong' }
  await expect(storageWith({ credentials }).check('a/')).rejects.toThrow(
    /^The bucket mastodon was asked to write below a\/: SignatureDoesNotMatch \(403\)/,
  )
  const endpoint = 'http://127.0.0.1:1'
  await expect(storageWith({ endpoint }).check('a/')).rejects.toThrow(
    /^The bucket mastodon was asked to write below a\/: ECONNREFUSED/,
  )
})
