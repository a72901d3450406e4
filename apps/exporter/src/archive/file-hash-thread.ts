/** The thread of `file-hash.ts`: reads a file from front to back and says its SHA-256. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { FileHashData } from './file-hash.ts'

const CHUNK_BYTES = 1024 * 1024

const { path, sizeBytes }: FileHashData = workerData
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(sha256Of(path, sizeBytes))

/** Of a file that is shorter than that, the hash of what there is. */
function sha256Of(file: string, length: number): string {
  const handle = openSync(file, 'r')
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
    for (let at = 0; at < length;) {
      const bytes = readSync(handle, buffer, 0, Math.min(CHUNK_BYTES, length - at), at)
      if (bytes === 0) break
      hash.update(buffer.subarray(0, bytes))
      at += bytes
    }
    return hash.digest('hex')
  } finally {
    closeSync(handle)
  }
}
