import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderInUseError, lockFolder } from './lock.ts'

describe('folder lock', () => {
  let folder: string
  let file: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'howdah-lock-'))
    file = join(folder, 'data', 'demo.lock')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('refuses a second demo on the same folder and says what to do', () => {
    const lock = lockFolder(file)
    expect(() => lockFolder(file)).toThrow(FolderInUseError)
    expect(() => lockFolder(file)).toThrow(/HOWDAH_DATA=/u)
    lock.release()
    lockFolder(file).release()
  })

  it('takes over the lock of a process that is gone', () => {
    lockFolder(file).release()
    writeFileSync(file, '999999999 1\n')
    lockFolder(file)
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid} `, 'u'))
  })

  it.runIf(process.platform === 'linux')('takes over when the number is another’s by now', () => {
    lockFolder(file).release()
    writeFileSync(file, `${process.pid} 12345\n`)
    expect(() => lockFolder(file).release()).not.toThrow()
  })

  it('leaves a lock alone that is somebody else’s by now', () => {
    const lock = lockFolder(file)
    writeFileSync(file, 'another\n')
    lock.release()
    expect(readFileSync(file, 'utf8')).toBe('another\n')
  })
})
