/**
 * The SHA-256 of a file while somebody looks at all of its bytes. That of a large one is made on a thread of
 * its own, which reads the bytes itself: they were written a moment ago, so no disk is asked twice.
 */
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

/** Of a smaller file the hash takes less time than a thread to start. */
const LARGE_BYTES = 32 * 1024 * 1024
/** No code but the thread's own: a few megabytes are plenty. */
const HEAP_MB = 16

export interface FileHashData {
  readonly path: string
  /** How much of it. */
  readonly sizeBytes: number
}

export interface FileHashing {
  /** Must be given every byte, in order. */
  take(bytes: Uint8Array): void
  /** Hexadecimal; ask once, at the end. */
  sha256(): Promise<string>
  /** Ends it, whether or not it is done. */
  stop(): Promise<void>
}

export function hashFile(data: FileHashData): FileHashing {
  // With one processor a thread would only read everything once more.
  const isWorthIt = data.sizeBytes >= LARGE_BYTES && availableParallelism() > 1
  return isWorthIt ? hashBeside(data) : hashAlong()
}

function hashAlong(): FileHashing {
  const hash = createHash('sha256')
  return {
    take: (bytes) => void hash.update(bytes),
    sha256: async () => hash.digest('hex'),
    stop: async () => {},
  }
}

function hashBeside(data: FileHashData): FileHashing {
  // The same suffix as this file's: .ts when run from source, .js from the built package.
  const suffix = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const thread = new Worker(new URL(`./file-hash-thread${suffix}`, import.meta.url), {
    workerData: data,
    name: 'howdah-hash',
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 1 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  thread.on('message', resolve)
  thread.on('error', reject)
  thread.on('exit', () => reject(new Error('The thread that hashes an archive was ended.')))
  promise.catch(() => {}) // Awaited when the file was looked at, unless that fails before.
  return {
    take: () => {},
    sha256: () => promise,
    stop: async () => void (await thread.terminate()),
  }
}
