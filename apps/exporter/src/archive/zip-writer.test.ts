import { execFile } from 'node:child_process'
import { open, mkdtemp, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { TextWriter, Uint8ArrayWriter } from '@zip.js/zip.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readZipEntries } from '../testing/read-zip.ts'
import { checkZip } from './zip-check.ts'
import { ZipWriter } from './zip-writer.ts'

const run = promisify(execFile)
const MODIFIED = new Date('2026-11-23T19:05:04Z')
const STORE = { compress: false, modifiedAt: MODIFIED }
const DEFLATE = { compress: true, modifiedAt: MODIFIED }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'howdah-zip-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function writeZip(
  name: string,
  fill: (zip: ZipWriter) => Promise<unknown>,
  wrap: (handle: FileHandle) => FileHandle = (handle) => handle,
): Promise<{ path: string; entries: number; sizeBytes: number }> {
  const path = join(folder, name)
  const handle = await open(path, 'w+')
  try {
    const zip = new ZipWriter(wrap(handle))
    await fill(zip)
    return { path, ...(await zip.finish()) }
  } finally {
    await handle.close()
  }
}

async function* chunks(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part)
}

test('unzip, zip.js and Python read what was written, entry by entry', async () => {
  const media = new Uint8Array(3 * 1024 * 1024).map((_, index) => (index * 7919) % 251)
  const { path, entries, sizeBytes } = await writeZip('mixed.zip', async (zip) => {
    await zip.add('outbox.json', chunks('{"a":', '"ä🐘"', '}'), DEFLATE)
    await zip.add('media/ünï 象.png', media, STORE)
    await zip.add('leer.csv', chunks(), DEFLATE)
    await zip.add('empty.bin', new Uint8Array(), STORE)
  })

  expect((await run('unzip', ['-t', path])).stdout).toContain('No errors detected')
  expect(await checkZip(path)).toEqual({ entries, sizeBytes })
  const names = ['outbox.json', 'media/ünï 象.png', 'leer.csv', 'empty.bin']
  const python = await run('python3', [
    '-c',
    'import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.namelist(), z.infolist()[0].date_time)',
    path,
  ])
  expect(python.stdout).toBe(
    `None ${JSON.stringify(names).replaceAll('"', "'").replaceAll(',', ', ')} (2026, 11, 23, 19, 5, 4)\n`,
  )
  const read = await readZipEntries(path)
  expect(read.map((entry) => entry.filename)).toEqual(names)
  expect(await read[0]?.getData(new TextWriter(), { checkSignature: true })).toBe('{"a":"ä🐘"}')
  expect(await read[1]?.getData(new Uint8ArrayWriter(), { checkSignature: true })).toEqual(media)
  expect(read.map((entry) => entry.compressionMethod)).toEqual([8, 0, 8, 0])
})

test('more than 65,535 entries need zip64 and get it', async () => {
  const { path } = await writeZip('many.zip', async (zip) => {
    for (let n = 0; n < 70_000; n += 1) await zip.add(`files/${n}.txt`, Buffer.from(`${n}`), STORE)
  })
  expect(await checkZip(path)).toMatchObject({ entries: 70_000 })
  expect((await run('unzip', ['-tqq', path])).stderr).toBe('')
  const last = (await readZipEntries(path)).at(-1)
  expect(await last?.getData(new TextWriter())).toBe('69999')
})

test('an entry beyond 4 GiB, and one that begins beyond 4 GiB, are read back', async () => {
  const zeros = new Uint8Array(2 * 1024 * 1024)
  const bytes = 2_100 * zeros.length
  async function* large(): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < 2_100; n += 1) yield zeros
  }
  const { path, sizeBytes } = await writeZip(
    'large.zip',
    async (zip) => {
      await zip.add('film.mp4', large(), { ...STORE, sizeBytes: bytes })
      await zip.add('after.json', chunks('{"late":true}'), DEFLATE)
    },
    sparse,
  )
  expect(await checkZip(path)).toEqual({ entries: 2, sizeBytes })
  const [film, after] = await readZipEntries(path)
  expect(film?.uncompressedSize).toBe(bytes)
  expect(after?.offset).toBeGreaterThan(0xffffffff)
  expect(await after?.getData(new TextWriter(), { checkSignature: true })).toBe('{"late":true}')
  // `unzip -t` would take half a minute for the zeros; the entry behind them is what counts.
  expect((await run('unzip', ['-p', path, 'after.json'])).stdout).toBe('{"late":true}')
  expect((await run('unzip', ['-l', path])).stdout).toContain(`${bytes} `)
})

/** Leaves holes where only zeros are written, so that gigabytes cost no disk. */
function sparse(handle: FileHandle): FileHandle {
  const write = async (
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number; buffer: Uint8Array }> => {
    const isHole = length > 1024 * 1024 && buffer[offset] === 0
    if (!isHole) return handle.write(buffer, offset, length, position)
    return { bytesWritten: length, buffer }
  }
  return Object.assign(Object.create(handle) as FileHandle, { write })
}

test('a name that leaves the archive is refused', async () => {
  for (const name of ['../up', '/root', 'a//b', 'c:/x', 'a\\b', 'a/./b', '']) {
    await expect(
      writeZip('bad.zip', (zip) => zip.add(name, Buffer.from('x'), STORE)),
    ).rejects.toMatchObject({ code: 'bad-entry-name' })
  }
})

test('an error of the source ends the entry with that error', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half')
    throw new RangeError('the picture ends here')
  }
  for (const options of [STORE, DEFLATE]) {
    await expect(writeZip('broken.zip', (zip) => zip.add('a', broken(), options))).rejects.toThrow(
      new RangeError('the picture ends here'),
    )
  }
})

test('a full disk ends the entry with ENOSPC', async () => {
  const handle = await open('/dev/full', 'w')
  const zip = new ZipWriter(handle)
  const block = new Uint8Array(2 * 1024 * 1024)
  await expect(zip.add('a', block, STORE)).rejects.toMatchObject({ code: 'ENOSPC' })
  await handle.close()
})

test('the check finds a damaged directory, a shifted entry and a cut file', async () => {
  const { path, sizeBytes } = await writeZip('damaged.zip', async (zip) => {
    await zip.add('one.txt', Buffer.from('first'), STORE)
    await zip.add('two.txt', Buffer.from('second'), STORE)
  })
  const handle = await open(path, 'r+')
  await handle.write(Buffer.from('X'), 0, 1, 30)
  await expect(checkZip(path)).rejects.toThrow('lists one.txt at byte 0; something else lies there')
  await handle.write(Buffer.from('o'), 0, 1, 30)
  await handle.truncate(sizeBytes - 3)
  await expect(checkZip(path)).rejects.toMatchObject({ code: 'not-a-zip' })
  await handle.close()
})

test('memory does not grow with the archive', async () => {
  const block = new Uint8Array(256 * 1024).map((_, index) => index % 256)
  async function* stream(blocks: number): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < blocks; n += 1) yield block
  }
  const handle = await open('/dev/null', 'w')
  const zip = new ZipWriter(handle)
  await zip.add('warm-up', stream(400), DEFLATE)
  const before = process.memoryUsage().rss
  await zip.add('text', stream(1_000), DEFLATE)
  await zip.add('films', stream(4_000), STORE)
  expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024)
  await handle.close()
})
