/** Files of the storage that are slow, break off or change: listed with a reason, never the end. */
import { createHash } from 'node:crypto'
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { TextWriter } from '@zip.js/zip.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MissingEntry } from '../archive/entry-log.ts'
import { ZipWriter } from '../archive/zip-writer.ts'
import type { ByteRange, Storage, StoredFile } from '../storage/storage.ts'
import { LocalStorage } from '../storage/local-storage.ts'
import { readZipEntries } from '../testing/read-zip.ts'
import { MediaUnreadableError } from './errors.ts'
import { MediaFiles } from './media-files.ts'
import type { MediaLimits } from './media-source.ts'

const LIMITS: MediaLimits = {
  retryDelaysMs: [1, 1],
  silenceMs: 300,
  leastBytesPerSecond: 1_000_000,
  unreadableInARow: 3,
}
const MODIFIED = new Date('2026-11-23T19:05:04Z')

let folder: string
let handle: FileHandle
let zip: ZipWriter
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'howdah-media-'))
  handle = await open(join(folder, 'test.zip'), 'w+')
  zip = new ZipWriter(handle)
})
afterEach(async () => {
  await handle.close()
  await rm(folder, { recursive: true })
})

type Reading = (sizeBytes: number) => AsyncIterable<Buffer>

/** A storage whose files are read as told, one reading after the other; the last one repeats. */
class StagedStorage extends LocalStorage {
  readings = 0
  readonly #files: Readonly<Record<string, readonly Reading[]>>

  constructor(files: Readonly<Record<string, readonly Reading[]>>) {
    super({ root: folder })
    this.#files = files
  }

  override async read(key: string, _range?: ByteRange): Promise<StoredFile | null> {
    const readings = this.#files[key]
    if (readings === undefined) return null
    const reading = readings[Math.min(this.readings, readings.length - 1)]
    this.readings += 1
    const sizeBytes = 6
    return {
      sizeBytes,
      modifiedAt: MODIFIED,
      stream: Readable.from(reading?.(sizeBytes) ?? []),
    }
  }
}

const whole: Reading = async function* read() {
  yield Buffer.from('abc')
  yield Buffer.from('def')
}
const broken: Reading = async function* read() {
  yield Buffer.from('abc')
  throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })
}
const short: Reading = async function* read() {
  yield Buffer.from('abc')
}
const silent: Reading = async function* read() {
  yield Buffer.from('abc')
  await new Promise((resolve) => setTimeout(resolve, 3_000).unref())
}
const slow: Reading = async function* read() {
  for (let n = 0; n < 6; n += 1) {
    yield Buffer.from('a')
    await new Promise((resolve) => setTimeout(resolve, 120))
  }
}

async function addAll(media: Storage, names: readonly string[], sizeBytes: number | null = 6) {
  const files = new MediaFiles({ zip, media, signal: new AbortController().signal, limits: LIMITS })
  for (const name of names) await files.add({ storageKey: name, entryName: name, sizeBytes })
  files.settle()
  await zip.finish()
  const missing: MissingEntry[] = []
  for await (const some of zip.entries.missing()) missing.push(...some)
  const entries = await readZipEntries(join(folder, 'test.zip'))
  const texts = await Promise.all(
    entries.map(
      async (entry) =>
        `${entry.filename} ${await entry.getData(new TextWriter(), { checkSignature: true })}`,
    ),
  )
  return { texts, reasons: missing.map(({ name, reason }) => `${name}: ${reason}`) }
}

test('a file that is read at the second try is whole', async () => {
  const media = new StagedStorage({ 'a.png': [broken, whole] })
  expect(await addAll(media, ['a.png'])).toEqual({ texts: ['a.png abcdef'], reasons: [] })
})

test.each([
  ['breaks', broken, 'It could not be read in 3 tries: EIO: i/o error, read'],
  ['ends too early', short, 'It could not be read in 3 tries: It ended after 3 of 6 bytes.'],
  ['falls silent', silent, 'It could not be read in 3 tries: The storage was silent for 0.3 s.'],
  ['comes too slowly', slow, /^a\.png: It could not be read in 3 tries: It comes too slowly: /],
])('a file that %s is left out whole, and the next one follows', async (_, reading, reason) => {
  const media = new StagedStorage({
    'a.png': [reading],
    'b.png': [reading, reading, reading, whole],
  })
  const { texts, reasons } = await addAll(media, ['a.png', 'b.png', 'c.png'])
  expect(texts).toEqual(['b.png abcdef'])
  expect(reasons).toEqual([
    typeof reason === 'string' ? `a.png: ${reason}` : expect.stringMatching(reason),
    'c.png: The storage does not have it.',
  ])
})

test('a file that is smaller than the database says is included and listed', async () => {
  const media = new StagedStorage({ 'a.png': [whole] })
  expect(await addAll(media, ['a.png'], 1_234)).toEqual({
    texts: ['a.png abcdef'],
    reasons: [
      'a.png: It has only 6 of the 1234 bytes that the database names. What there is lies in the archive.',
    ],
  })
})

test('a storage that gives nothing any more ends the run, and nothing is listed', async () => {
  const media = new StagedStorage({ a: [broken], b: [broken], c: [broken] })
  await expect(addAll(media, ['a', 'b', 'c'])).rejects.toThrow(MediaUnreadableError)
  const missing: MissingEntry[] = []
  for await (const some of zip.entries.missing()) missing.push(...some)
  expect(missing).toEqual([])
})

test('files of a disk are read ahead, in their order, whatever becomes of some of them', async () => {
  const disk = new LocalStorage({ root: join(folder, 'media') })
  const sizes = [0, 5, 70_000, 512 * 1024, 512 * 1024 + 1, 3_000_000]
  for (const size of sizes) {
    const file = await disk.create(`${size}`)
    await file.handle.write(Buffer.alloc(size, 'elephant'))
    await file.publish()
  }
  const names = ['none', ...sizes.map(String), 'no folder/none', '5']
  const files = new MediaFiles({ zip, media: disk, signal: new AbortController().signal })
  async function* wanted() {
    for (const [at, name] of names.entries()) yield { storageKey: name, entryName: `${at}` }
  }
  for await (const { file, source } of files.readAhead(wanted())) await files.add(file, source)
  files.settle()
  await zip.finish()
  const entries = await readZipEntries(join(folder, 'test.zip'))
  const found = entries.map(({ filename, uncompressedSize }) => [filename, uncompressedSize])
  expect(found).toEqual([...sizes.map((size, at) => [`${at + 1}`, size]), ['8', 5]])
  for (const entry of entries) await entry.getData(new TextWriter(), { checkSignature: true })
  for await (const some of zip.entries.all()) {
    for (const { name, sizeBytes, sha256 } of some) {
      const bytes = Buffer.alloc(sizeBytes, 'elephant')
      expect([name, sha256]).toEqual([name, createHash('sha256').update(bytes).digest('hex')])
    }
  }
})
