/** A finished archive, whole and damaged. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MemoryLog } from './entry-log.ts'
import { verifyZip } from './zip-verify.ts'
import { ZipWriter } from './zip-writer.ts'

const MEGABYTE = 1024 * 1024

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'howdah-verify-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function writeZip(megabytes: number): Promise<{ path: string; log: MemoryLog }> {
  const path = join(folder, `${megabytes}.zip`)
  const handle = await open(path, 'w+')
  const log = new MemoryLog()
  const zip = new ZipWriter(handle, { log })
  const options = { compress: false, modifiedAt: new Date('2026-01-01T00:00:00Z') }
  for (let number = 0; number < megabytes; number += 1) {
    await zip.add(`${number}.bin`, Buffer.alloc(MEGABYTE, number), options)
  }
  await zip.finish()
  await handle.close()
  return { path, log }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) hash.update(bytes)
  return hash.digest('hex')
}

test('small and large archives have the SHA-256 of their files', async () => {
  for (const megabytes of [1, 40]) {
    const { path, log } = await writeZip(megabytes)
    const verified = await verifyZip(path, log)
    expect(verified).toMatchObject({ entries: megabytes, sha256: await sha256Of(path) })
  }
})

test('one changed byte is found', async () => {
  const { path, log } = await writeZip(41)
  const handle = await open(path, 'r+')
  await handle.write(Buffer.from('!'), 0, 1, 20 * MEGABYTE)
  await handle.close()
  await expect(verifyZip(path, log)).rejects.toThrow('was not written as it was read')
})

test('a signal ends the reading', async () => {
  const { path, log } = await writeZip(42)
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(verifyZip(path, log, { signal })).rejects.toThrow('enough')
})
