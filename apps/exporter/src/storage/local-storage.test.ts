import { chmod, mkdtemp, readdir, rm, stat, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ArchiveStorage } from './archive-storage.ts'
import { LocalStorage } from './local-storage.ts'

let root: string
let storage: LocalStorage
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'howdah-storage-'))
  storage = new LocalStorage({ root, fileMode: 0o600 })
})
afterEach(() => rm(root, { recursive: true, force: true }))

const KEY = 'backups/dumps/000/000/022/original/archive-1.zip'

async function put(key: string, content: string): Promise<void> {
  const file = await storage.create(key)
  await file.handle.write(content)
  await file.publish()
}

test('nobody sees a file before it is published', async () => {
  const file = await storage.create(KEY)
  await file.handle.write('half')
  expect(await storage.stat(KEY)).toBeNull()
  await file.publish()
  expect(await storage.stat(KEY)).toMatchObject({ sizeBytes: 4 })
  await file.discard()
  expect(await storage.stat(KEY)).not.toBeNull()
  expect((await stat(join(root, KEY))).mode & 0o777).toBe(0o600)
})

test('a file is read whole or in part, and a missing one is an answer', async () => {
  await put('a/b.txt', '0123456789')
  const whole = await storage.read('a/b.txt')
  expect(whole?.sizeBytes).toBe(10)
  expect(whole && (await text(whole.stream))).toBe('0123456789')
  const part = await storage.read('a/b.txt', { start: 2, end: 4 })
  expect(part && (await text(part.stream))).toBe('234')
  expect(await storage.read('a/none')).toBeNull()
  expect(await storage.read('a/b.txt/none')).toBeNull()
  expect(await storage.read('a')).toBeNull()
})

test('what a crash left is cleaned, and so is a file that was never announced', async () => {
  const file = await storage.create(KEY)
  await file.handle.close()
  await storage.clean(KEY)
  expect(await readdir(join(root, 'backups/dumps/000/000/022/original'))).toEqual([])
  await put(KEY, 'orphan')
  await storage.clean(KEY)
  expect(await storage.stat(KEY)).toBeNull()
  await storage.clean('never/was')
})

test('an unfinished file is taken up again where it was left, with its notes', async () => {
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
  expect(await readdir(join(root, 'backups/dumps/000/000/022/original'))).toEqual(['archive-1.zip'])
  const third = await storage.create('b')
  await writeFile(third.journalPath, 'notes')
  await third.discard()
  expect(await readdir(root)).toEqual(['backups'])
})

test('a key never leads out of the root', async () => {
  await writeFile(join(root, '..', 'howdah-outside'), 'secret')
  for (const key of ['../howdah-outside', 'a/../../howdah-outside', '/', '', '..', 'a\0b']) {
    expect(await storage.read(key)).toBeNull()
    expect(await storage.delete(key)).toBe(false)
    await expect(storage.create(key)).rejects.toThrow('does not name a file inside the storage')
  }
  await rm(join(root, '..', 'howdah-outside'))
})

test('a file that may not be read is an error', async (context) => {
  if (process.getuid?.() === 0) context.skip('root may read every file')
  await put('locked', 'x')
  await chmod(join(root, 'locked'), 0)
  await expect(storage.read('locked')).rejects.toMatchObject({ code: 'EACCES' })
})

test('free space is that of the disk', async () => {
  expect(await storage.freeBytes()).toBeGreaterThan(0n)
})

test('archives go where their type belongs', async () => {
  const ownRoot = join(root, 'own')
  await mkdir(ownRoot)
  const archives = new ArchiveStorage({ media: storage, own: new LocalStorage({ root: ownRoot }) })
  await (await archives.create(KEY)).publish()
  await (await archives.create('migration-1.zip')).publish()
  expect(await storage.stat(KEY)).not.toBeNull()
  expect(await readdir(ownRoot)).toEqual(['migration-1.zip'])
  expect(await archives.delete('migration-1.zip')).toBe(true)
  expect(await archives.delete('migration-1.zip')).toBe(false)
})

test('the room for an archive is that of the disk it goes to', async () => {
  // A file system without a free byte.
  const full = new LocalStorage({ root: '/proc/self' })
  const ownIsFull = new ArchiveStorage({ media: storage, own: full })
  expect(await ownIsFull.freeBytes(KEY)).toBeGreaterThan(0n)
  expect(await ownIsFull.freeBytes('migration-1.zip')).toBe(0n)
  const mediaIsFull = new ArchiveStorage({ media: full, own: storage })
  expect(await mediaIsFull.freeBytes(KEY)).toBe(0n)
})
