import { appendFile, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyZip } from '../testing/verify-zip.ts'
import type { LoggedEntry, Mark } from './entry-log.ts'
import { Journal } from './journal.ts'
import { ZipWriter } from './zip-writer.ts'

const WAIT = { behindMs: 0 }
const MODIFIED = new Date('2026-11-23T19:05:04Z')

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'howdah-journal-'))
  path = join(folder, 'notes')
})
afterEach(() => rm(folder, { recursive: true }))

function entry(name: string): LoggedEntry {
  return {
    name: Buffer.from(name),
    isDeflated: true,
    modifiedAt: MODIFIED,
    crc: 1,
    storedCrc: 2,
    sizeBytes: 3,
    storedBytes: 4,
    offset: 5,
    hasReserve: false,
    isResumed: false,
    sha256: 'a'.repeat(64),
    part: 1,
  }
}

function mark(position: number, cursor: string | null = null): Mark {
  return { part: 1, position, place: { step: 'media', cursor }, open: null }
}

const sync = (): Promise<void> => Promise.resolve()

/** Two entries that marks cover, and one that none does. */
async function writeNotes(): Promise<void> {
  const journal = await Journal.create(path, { begunAt: 'now' }, WAIT)
  journal.append(entry('ä.png'))
  await journal.mark(mark(10), sync)
  journal.append(entry('b.png'))
  journal.appendMissing({ name: 'c.png', storageKey: 'k', reason: 'gone' })
  await journal.mark(mark(20), sync)
  journal.append(entry('late.png'))
  await journal.close()
}

test('what the newest mark covers is known to the next process, and nothing else', async () => {
  await writeNotes()
  const left = await Journal.resume(path, WAIT)
  expect(left).toMatchObject({ head: { begunAt: 'now' }, mark: mark(20) })
  expect(left?.names).toEqual(new Set(['ä.png', 'b.png', 'c.png']))
  expect([left?.journal.entries, left?.journal.missingEntries]).toEqual([2, 1])
  const names: string[] = []
  for await (const entries of left?.journal.readEntries() ?? []) {
    names.push(...entries.map(({ name }) => String(name)))
  }
  expect(names).toEqual(['ä.png', 'b.png'])
  await left?.journal.close()
})

test('names that the cursor tells are not kept', async () => {
  const journal = await Journal.create(path, {}, WAIT)
  journal.append(entry('a.png'))
  await journal.mark(mark(10, '7'), sync)
  await journal.close()
  const left = await Journal.resume(path)
  expect([left?.names.size, left?.mark.place]).toEqual([0, { step: 'media', cursor: '7' }])
  await left?.journal.close()
})

test('a torn end and a changed byte send back to the mark before', async () => {
  await writeNotes()
  const whole = await readFile(path, 'utf8')
  await appendFile(path, '["m",{"position":99')
  expect((await Journal.resume(path))?.mark.position).toBe(20)
  await writeFile(path, whole.replace('"gone"', '"here"'))
  expect((await Journal.resume(path))?.mark.position).toBe(10)
  await writeFile(path, whole.replace('ä', 'a'))
  expect(await Journal.resume(path)).toBeNull()
  await writeFile(path, '')
  expect(await Journal.resume(path)).toBeNull()
  await rm(path)
  expect(await Journal.resume(path)).toBeNull()
})

test('a mark whose bytes did not reach the disk does not count', async () => {
  const journal = await Journal.create(path, {}, WAIT)
  await journal.mark(mark(10), () => Promise.reject(new Error('EIO')))
  await expect(journal.mark(mark(20), sync)).rejects.toThrow('EIO')
  await journal.close()
  expect(await Journal.resume(path)).toBeNull()
})

test('a process that was asleep cannot write into an archive that another took over', async () => {
  const file = join(folder, 'a.zip')
  const handle = await open(file, 'w+')
  const journal = await Journal.create(path, {}, WAIT)
  const options = { markEveryMs: 0, guard: () => journal.assertMine(), log: journal }
  const asleep = new ZipWriter(handle, options)
  const stored = { compress: false, modifiedAt: MODIFIED }
  await asleep.add('one.txt', Buffer.from('first'), stored)
  await asleep.moveTo({ step: 'files', cursor: null })
  await journal.close()

  const left = await Journal.resume(path, WAIT)
  if (left === null) throw new Error('nothing was left')
  const other = await open(file, 'r+')
  const zip = await ZipWriter.resume(other, { log: left.journal }, left)
  await zip.add('one.txt', Buffer.from('never read'), stored)
  await zip.add('two.txt', Buffer.from('second'), stored)
  await zip.finish()
  await expect(asleep.add('two.txt', Buffer.alloc(3_000_000), stored)).rejects.toMatchObject({
    code: 'taken-over',
  })
  expect(await verifyZip(file, left.journal)).toMatchObject({ entries: 2 })
  await Promise.all([left.journal.close(), handle.close(), other.close()])
})

test('it is told when more is safe than the process before had left', async () => {
  let told = 0
  const options = { ...WAIT, onAdvanced: () => void (told += 1) }
  const first = await Journal.create(path, {}, options)
  await first.mark(mark(10, '5'), sync)
  await first.close()
  expect(told).toBe(0)
  const journal = (await Journal.resume(path, options))?.journal
  const advances: number[] = []
  for (const next of [mark(10, '5'), mark(10, '6'), mark(12, '6'), { ...mark(0), part: 2 }]) {
    await journal?.mark(next, sync)
    await journal?.mark(next, sync)
    advances.push(told)
  }
  await journal?.finish([])
  await journal?.close()
  expect(advances[0]).toBe(0)
  expect(told).toBeGreaterThanOrEqual(4)
})
