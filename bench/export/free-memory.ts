/**
 * Memory that is there when a measurement begins. A virtual machine may give free memory back to its
 * host, in pieces of 2 MB and more, and gets it again page by page when somebody writes to it: on one that does
 * (virtio's "free page reporting", two seconds after memory became free) a page of 4 KiB took 20 µs instead
 * of 0.2, five seconds a gigabyte. Whoever writes in large pieces, as an export does, is given just those pieces by the
 * system; whoever writes in small ones is not.
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { freemem } from 'node:os'

const MEBIBYTE = 1024 * 1024
/** For the processes beside the archive. */
const PROCESSES_BYTES = 512 * MEBIBYTE
/** Of a larger archive both contestants fetch the rest while they write. */
const MOST_BYTES = 2_048 * MEBIBYTE

/**
 * Makes room for an archive of that size and for those who write it; at most half of what is free.
 * @param path a file beside the archive; it is written as archives are, and deleted
 */
export function fetchFreeMemory(path: string, archiveBytes: number): void {
  const bytes = Math.min(archiveBytes + PROCESSES_BYTES, MOST_BYTES, freemem() / 2)
  const piece = Buffer.alloc(MEBIBYTE, 1)
  const file = openSync(path, 'w')
  for (let rest = bytes; rest > 0; rest -= piece.length) writeSync(file, piece)
  closeSync(file)
  rmSync(path)
}
