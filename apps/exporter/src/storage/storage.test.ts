/** What every storage does, whatever it is made of. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestS3, type TestS3 } from '../testing/s3/s3-server.ts'
import { s3SettingsOf } from '../testing/s3/settings.ts'
import { LocalStorage } from './local-storage.ts'
import { S3Storage } from './s3/s3-storage.ts'
import type { Storage } from './storage.ts'

const KEY = 'backups/dumps/000/000/022/original/archive-1.zip'

let folder: string
let storage: Storage
let s3: TestS3 | null = null

async function open(kind: string): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'howdah-storage-'))
  if (kind === 'a folder') {
    storage = new LocalStorage({ root: folder })
    return
  }
  s3 = await startTestS3()
  const settings = s3SettingsOf(s3, kind === 'a bucket with a prefix' ? { keyPrefix: 'pre/' } : {})
  storage = new S3Storage({ settings, workFolder: folder, retryDelaysMs: [1] })
}

async function put(key: string, content: string): Promise<void> {
  const file = await storage.create(key)
  await file.handle.write(content)
  await file.publish()
}

async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe.each(['a folder', 'a bucket', 'a bucket with a prefix'])('%s', (kind) => {
  beforeEach(() => open(kind))
  afterEach(async () => {
    await s3?.stop()
    s3 = null
    await rm(folder, { recursive: true, force: true })
  })

  test('shows a file whole, once it is published, and not before', async () => {
    const file = await storage.create(KEY)
    await file.handle.write('0123456789')
    expect(await storage.stat(KEY)).toBeNull()
    const progress: [number, number][] = []
    await file.publish({ onProgress: (done, total) => progress.push([done, total]) })
    // A folder needs no time for it.
    expect(progress.at(-1)).toEqual(kind === 'a folder' ? undefined : [10, 10])
    expect(await storage.stat(KEY)).toMatchObject({ sizeBytes: 10 })
    await file.discard()
    const whole = await storage.read(KEY)
    expect(whole && (await text(whole.stream))).toBe('0123456789')
    const part = await storage.read(KEY, { start: 2, end: 4 })
    expect(part).toMatchObject({ sizeBytes: 10, modifiedAt: whole?.modifiedAt })
    expect(part && (await text(part.stream))).toBe('234')
    expect((await listed(storage.files('backups/dumps/'))).map(({ key }) => key)).toEqual([KEY])
    expect(await listed(storage.unfinished('backups/dumps/'))).toEqual([])
  })

  test('gives a file in pieces, a small one in one, and its buffers to the next reader', async () => {
    for (const size of [0, 5, 512 * 1024, 512 * 1024 + 1, 1_300_000]) {
      const bytes = randomBytes(size)
      const file = await storage.create(KEY)
      await file.handle.write(bytes)
      await file.publish()
      for (const range of [undefined, ...(size > 5 ? [{ start: 3, end: size - 2 }] : [])]) {
        const stored = await storage.read(KEY, range)
        const pieces: Buffer[] = []
        for await (const piece of stored?.direct?.pieces() ?? []) pieces.push(Buffer.from(piece))
        const wanted = range === undefined ? bytes : bytes.subarray(range.start, range.end + 1)
        expect(Buffer.concat(pieces).equals(wanted)).toBe(true)
        const pieceBytes = stored?.direct?.pieceBytes ?? 0
        expect(pieces).toHaveLength(Math.ceil(wanted.length / pieceBytes))
      }
      ;(await storage.read(KEY))?.direct?.close()
      await storage.delete(KEY)
    }
  })

  test('answers null for what is missing, and for keys that name nothing', async () => {
    for (const key of ['a/none', '../secret', 'a/../../b', '/', '', 'a\0b']) {
      expect(await storage.read(key)).toBeNull()
      expect(await storage.stat(key)).toBeNull()
      expect(await storage.delete(key)).toBe(false)
    }
    await expect(storage.create('../secret')).rejects.toThrow('does not name a file')
  })

  test('keeps an unfinished file with its notes for the next process', async () => {
    expect(await storage.reopen(KEY)).toBeNull()
    const first = await storage.create(KEY)
    await first.handle.write('half')
    await writeFile(first.journalPath, 'notes')
    await first.release()
    await first.discard()
    const second = await storage.reopen(KEY)
    await second?.handle.write(' a loaf', 4)
    await second?.publish()
    expect(await storage.stat(KEY)).toMatchObject({ sizeBytes: 11 })
    const left = await readdir(folder, { recursive: true })
    expect(left.filter((name) => name.includes('.part'))).toEqual([])
  })

  test('names what is unfinished, removes it, and keeps what is finished', async () => {
    await put(KEY, 'finished')
    const file = await storage.create(KEY)
    await writeFile(file.journalPath, 'notes')
    await file.release()
    const found = await listed(storage.unfinished('backups/dumps/'))
    expect(new Set(found.map(({ key }) => key.split('/').at(-1)))).toEqual(
      new Set(['archive-1.zip']),
    )
    for (const item of found) await item.remove()
    expect(await listed(storage.unfinished(''))).toEqual([])
    expect(await storage.stat(KEY)).not.toBeNull()
    await (await storage.create(KEY)).release()
    await storage.forget(KEY)
    expect(await storage.reopen(KEY)).toBeNull()
    await storage.clean(KEY)
    expect(await storage.stat(KEY)).toBeNull()
    await storage.clean('never/was')
  })

  test('proves that it can be written, and leaves nothing of that', async () => {
    await storage.check('backups/dumps/')
    expect(await listed(storage.files(''))).toEqual([])
    expect(await storage.freeBytes('')).toBeGreaterThan(0n)
  })
})
