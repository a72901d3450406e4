/** What Linux says of a process, and of the files it makes. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** `sysconf(_SC_CLK_TCK)` of every Linux. */
const TICKS_A_SECOND = 100

/** Processor time of all threads so far. */
export function cpuSecondsOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name, in parentheses, may hold spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
}

/** What the main thread of a process has used so far, and how long it was ready but had no processor. */
export interface ThreadTimes {
  readonly cpuMs: number
  readonly waitedMs: number
}

/** Zeros where the kernel does not count it. */
export function mainThreadTimes(pid: number): ThreadTimes {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8')
    const [cpuNs = 0, waitedNs = 0] = text.split(' ').map(Number)
    return { cpuMs: cpuNs / 1e6, waitedMs: waitedNs / 1e6 }
  } catch {
    return { cpuMs: 0, waitedMs: 0 }
  }
}

/** The most memory that it ever held. */
export function peakMemoryMb(pid: number): number {
  const [, kilobytes = '0'] =
    /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

/** Bytes on the disk below a folder, by whether a file is an archive or its unfinished form. */
export function diskUse(folder: string): { archives: number; others: number } {
  const use = { archives: 0, others: 0 }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = sizeOnDisk(join(entry.parentPath, entry.name))
    if (/\.(?:zip|part)$/u.test(entry.name)) use.archives += bytes
    else use.others += bytes
  }
  return use
}

function sizeOnDisk(path: string): number {
  try {
    return statSync(path).blocks * 512
  } catch {
    return 0 // It was renamed or deleted in this moment.
  }
}
