/** Archives of several files: each is a zip by itself, and together they hold each entry once. */
import { mkdtemp, open, rm, stat, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { Uint8ArrayWriter } from '@zip.js/zip.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readZipEntries } from '../testing/read-zip.ts'
import { verifyZip } from '../testing/verify-zip.ts'
import { MemoryLog } from './entry-log.ts'
import { ZipWriter } from './zip-writer.ts'

const MODIFIED = new Date('2026-11-23T19:05:04Z')
const LIMIT = 300_000

let folder: string
const handles: FileHandle[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'howdah-parts-'))
})
afterEach(async () => {
  await Promise.all(handles.splice(0).map((handle) => handle.close()))
  await rm(folder, { recursive: true })
})

const pathOf = (part: number): string => join(folder, `${part}.zip`)

async function create(part: number): Promise<FileHandle> {
  const handle = await open(pathOf(part), 'w+')
  handles.push(handle)
  return handle
}

async function contentsOf(part: number): Promise<[string, Buffer][]> {
  const contents: [string, Buffer][] = []
  for (const entry of await readZipEntries(pathOf(part))) {
    const bytes = await entry.getData(new Uint8ArrayWriter(), { checkSignature: true })
    contents.push([entry.filename, Buffer.from(bytes)])
  }
  return contents
}

test('entries go into the next file when this one is full, and no file is larger than said', async () => {
  const log = new MemoryLog()
  const zip = new ZipWriter(await create(1), { log, parts: { limitBytes: LIMIT, create } })
  const wanted = new Map<string, Buffer>()
  const add = async (name: string, size: number, isKnown: boolean): Promise<void> => {
    const bytes = randomBytes(size)
    wanted.set(name, bytes)
    const source = isKnown
      ? bytes
      : (async function* () {
          yield bytes
        })()
    await zip.add(name, source, { compress: !isKnown, modifiedAt: MODIFIED })
  }
  await add('outbox.json', 10_000, false)
  for (let n = 0; n < 12; n += 1) await add(`media/${n}.png`, 90_000, true)
  // Nobody knows how large it is before it is written: it moves to the next file as it is.
  await add('posts.jsonl', 250_000, false)
  await add('huge.mp4', 400_000, true)
  await add('last.json', 1_000, false)
  const { parts } = await zip.finish()
  expect(parts).toBe(7)
  const found: [string, Buffer][] = []
  for (let part = 1; part <= parts; part += 1) {
    const { sizeBytes, entries } = await verifyZip(pathOf(part), log, part)
    const contents = await contentsOf(part)
    expect(contents).toHaveLength(entries)
    const isAlone = contents.length === 1 && contents[0]?.[0] === 'huge.mp4'
    expect(sizeBytes <= LIMIT || isAlone, `${part}: ${sizeBytes} bytes`).toBe(true)
    expect((await stat(pathOf(part))).size).toBe(sizeBytes)
    found.push(...contents)
  }
  expect(found.map(([name]) => name)).toEqual([...wanted.keys()])
  expect(found.every(([name, bytes]) => wanted.get(name)?.equals(bytes))).toBe(true)
})

test('what fits exactly stays, and one byte more goes on', async () => {
  const write = async (limitBytes: number): Promise<number> => {
    const zip = new ZipWriter(await create(1), { parts: { limitBytes, create } })
    for (const name of ['a', 'b']) {
      await zip.add(name, Buffer.alloc(1_000), { compress: false, modifiedAt: MODIFIED })
    }
    return (await zip.finish()).parts
  }
  expect(await write(2_600)).toBe(1)
  expect(await write(2_000)).toBe(2)
})
