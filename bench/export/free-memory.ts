/**
 * Memory that is there when a measurement begins. A virtual machine may give free memory back to its
 * host, which it gets again page by page when somebody writes to it: on one that does (virtio's "free
 * page reporting", two seconds after memory became free) a page of 4 KiB took 20 µs instead of 0.2, five
 * seconds a gigabyte. Whoever came first or after a pause paid that, and whoever wrote soon after an
 * archive had been deleted did not.
 */
import { execFile } from 'node:child_process'
import { freemem } from 'node:os'
import { promisify } from 'node:util'

const MEBIBYTE = 1024 * 1024
/** For the processes beside the archive. */
const PROCESSES_BYTES = 512 * MEBIBYTE
/** Of a larger archive both contestants fetch the rest while they write. */
const MOST_BYTES = 2_048 * MEBIBYTE

/** Writes to so much memory in pieces, and ends; what it had is free then. */
const TOUCH = `
  const kept = []
  for (let rest = Number(process.argv[1]); rest > 0; rest -= 64) kept.push(Buffer.alloc(64 << 20, 1))`

/** Makes room for an archive of that size and for those who write it; at most half of what is free. */
export async function fetchFreeMemory(archiveBytes: number): Promise<void> {
  const bytes = Math.min(archiveBytes + PROCESSES_BYTES, MOST_BYTES, freemem() / 2)
  await promisify(execFile)(process.execPath, ['-e', TOUCH, String(Math.floor(bytes / MEBIBYTE))])
}
