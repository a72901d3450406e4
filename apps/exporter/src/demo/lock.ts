/**
 * One demo a data folder: a lock file names the process that uses it. A lock whose process is gone
 * is taken over.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The folder is in use by another demo. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError'
}

export interface FolderLock {
  release(): void
}

/** Two starts at once can both find a stale lock; the loser looks again. */
const ATTEMPTS = 5

/**
 * Takes the lock.
 *
 * @throws FolderInUseError when a living demo holds it.
 */
export function lockFolder(file: string): FolderLock {
  mkdirSync(dirname(file), { recursive: true })
  const mine = `${process.pid} ${processBirth(process.pid) ?? '-'}\n`
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (create(file, mine)) return { release: () => releaseLock(file, mine) }
    const holder = read(file)
    if (holder !== null && isAlive(holder)) throw inUse(file, holder)
    if (holder !== null) removeStale(file, holder)
  }
  throw inUse(file, read(file) ?? '?')
}

function create(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

function releaseLock(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true })
}

function inUse(file: string, holder: string): FolderInUseError {
  const pid = holder.split(' ')[0] ?? '?'
  return new FolderInUseError(
    `Another demo (process ${pid}) uses this folder, says ${file}. Stop it, or choose another ` +
      'folder: HOWDAH_DATA=/some/folder npm start',
  )
}

/** Moved away first: if it has become somebody's fresh lock meanwhile, it is put back. */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return // Another start has removed it; the next attempt sees.
  }
  if (read(aside) === stale) rmSync(aside, { force: true })
  else renameSync(aside, file)
}

function isAlive(holder: string): boolean {
  const [pidText = '', birth = '-'] = holder.trim().split(' ')
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return isCode(error, 'EPERM') // It lives, as somebody else's.
  }
  // Numbers are given again after a restart of the machine: the birth must match as well.
  return birth === '-' || (processBirth(pid) ?? birth) === birth
}

/** When a process started, in ticks since the machine's start; null where there is no /proc. */
function processBirth(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; field 22 is the 20th after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null // Not Linux, or gone.
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null // Gone: that is an answer too.
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
