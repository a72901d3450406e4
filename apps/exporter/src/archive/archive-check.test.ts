/** Archives that are looked at while they are written, and afterwards; whole and damaged. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { verifyZip } from '../testing/verify-zip.ts'
import { ArchiveCheck } from './archive-check.ts'
import { MemoryLog } from './entry-log.ts'
import { ZipWriter } from './zip-writer.ts'

const MEGABYTE = 1024 * 1024
/** From here on the archives of these tests are followed. */
const FOLLOWED = 4 * MEGABYTE
const STORED = { compress: false, modifiedAt: new Date('2026-01-01T00:00:00Z') }

let folder: string
const handles: FileHandle[] = []
const checks: ArchiveCheck[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'howdah-check-'))
})
afterEach(async () => {
  await Promise.all(checks.splice(0).map((check) => check.stop()))
  await Promise.all(handles.splice(0).map((handle) => handle.close()))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Followed {
  readonly zip: ZipWriter
  readonly check: ArchiveCheck
  readonly log: MemoryLog
  readonly pathOf: (part: number) => string
  /** Adds entries of a megabyte. */
  readonly addMegabytes: (from: number, to: number) => Promise<void>
}

/** An archive that is checked while it is written. */
async function follow(
  name: string,
  options: { readonly limitBytes?: number; readonly signal?: AbortSignal } = {},
): Promise<Followed> {
  const pathOf = (part: number): string => join(folder, `${name}.${part}.zip`)
  const create = async (part: number): Promise<FileHandle> => {
    const handle = await open(pathOf(part), 'w+')
    handles.push(handle)
    return handle
  }
  const log = new MemoryLog()
  const { limitBytes, signal } = options
  const check = new ArchiveCheck({
    pathOf,
    log,
    followAfterBytes: FOLLOWED,
    ...(signal === undefined ? {} : { signal }),
  })
  checks.push(check)
  const parts = limitBytes === undefined ? {} : { parts: { limitBytes, create } }
  const zip = new ZipWriter(await create(1), { log, check, ...parts })
  const addMegabytes = async (from: number, to: number): Promise<void> => {
    for (let number = from; number < to; number += 1) {
      await zip.add(`${number}.bin`, Buffer.alloc(MEGABYTE, number), STORED)
    }
  }
  return { zip, check, log, pathOf, addMegabytes }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) hash.update(bytes)
  return hash.digest('hex')
}

async function changeByte(path: string, at: number): Promise<void> {
  const handle = await open(path, 'r+')
  await handle.write(Buffer.from('!'), 0, 1, at)
  await handle.close()
}

test('small and large archives have the SHA-256 of their files, followed or not', async () => {
  for (const megabytes of [1, 5, 14]) {
    const { zip, check, log, pathOf, addMegabytes } = await follow(`whole-${megabytes}`)
    await addMegabytes(0, megabytes)
    await zip.finish()
    const expected = { entries: megabytes, sha256: await sha256Of(pathOf(1)) }
    expect(await check.finish(1)).toMatchObject(expected)
    expect(await verifyZip(pathOf(1), log)).toMatchObject(expected)
  }
})

test('each of several files is followed to its own end', async () => {
  const { zip, check, pathOf, addMegabytes } = await follow('parts', { limitBytes: 9 * MEGABYTE })
  await addMegabytes(0, 20)
  const { parts } = await zip.finish()
  expect(parts).toBe(3)
  for (let part = 1; part <= parts; part += 1) {
    const { sha256 } = await check.finish(part)
    expect(sha256).toBe(await sha256Of(pathOf(part)))
  }
})

test('one changed byte is found, with the name of its file', async () => {
  for (const megabytes of [3, 12]) {
    const { zip, check, log, pathOf, addMegabytes } = await follow(`changed-${megabytes}`)
    await addMegabytes(0, megabytes)
    await zip.finish()
    // Behind what was looked at on the way.
    await changeByte(pathOf(1), (megabytes - 1) * MEGABYTE)
    const words = `${megabytes - 2}.bin was not written as it was read`
    await expect(check.finish(1)).rejects.toThrow(words)
    await expect(verifyZip(pathOf(1), log)).rejects.toThrow(words)
  }
})

test('a byte that changes right behind the writing ends the writing', async () => {
  const { check, pathOf, addMegabytes } = await follow('early')
  await addMegabytes(0, 3)
  await changeByte(pathOf(1), MEGABYTE)
  const goOn = async (): Promise<void> => {
    for (let number = 3; number < 2_000; number += 1) await addMegabytes(number, number + 1)
  }
  await expect(goOn()).rejects.toMatchObject({ code: 'damaged' })
  await expect(check.finish(1)).rejects.toMatchObject({ code: 'not-a-zip' })
})

test('bytes of the directory and of headers are compared, too', async () => {
  const { zip, log, pathOf, addMegabytes } = await follow('headers')
  await addMegabytes(0, 3)
  const { sizeBytes } = await zip.finish()
  // Times of the second entry and in the directory's first: no reader would find fault with them.
  for (const at of [MEGABYTE + 35 + 10, sizeBytes - 22 - 3 * 51 + 12]) {
    const handle = await open(pathOf(1), 'r+')
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at)
    await handle.write(Buffer.from('!'), 0, 1, at)
    await expect(verifyZip(pathOf(1), log)).rejects.toThrow('is not what was written there')
    await handle.write(buffer, 0, 1, at)
    await handle.close()
  }
  expect(await verifyZip(pathOf(1), log)).toMatchObject({ entries: 3 })
})

test('a file that is shorter than what was written is no archive', async () => {
  const { zip, check, pathOf, addMegabytes } = await follow('short')
  await addMegabytes(0, 6)
  const { sizeBytes } = await zip.finish()
  const handle = await open(pathOf(1), 'r+')
  await handle.truncate(sizeBytes - 1)
  await handle.close()
  await expect(check.finish(1)).rejects.toMatchObject({ code: 'not-a-zip' })
})

test('a signal ends the reading', async () => {
  for (const megabytes of [2, 6]) {
    const over = new AbortController()
    const { zip, check, addMegabytes } = await follow(`signal-${megabytes}`, over)
    await addMegabytes(0, megabytes)
    await zip.finish()
    over.abort(new Error('enough'))
    await expect(check.finish(1)).rejects.toThrow('enough')
  }
})
