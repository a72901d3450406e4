/** The demo's database as a supervised process of its own, on the same port for its whole life. */
import { fileURLToPath } from 'node:url'
import { Child } from '../processes/child.ts'
import { findFreePort } from '../processes/free-port.ts'
import type { Output } from '../processes/output.ts'
import { DemoStartError } from '../start-error.ts'

/** Closing writes a checkpoint. */
const STOP_TIMEOUT_MS = 15_000

/** The first start makes a whole database cluster, which takes seconds on a busy machine. */
const START_TIMEOUT_MS = 120_000

export interface EmbeddedDatabase {
  readonly url: string
  readonly child: Child
}

/**
 * V8 compiles WebAssembly once and not a second time for speed: most of what the demo asks takes no time, and the
 * second time takes as much of the processor as making the database.
 */
const COMPILED_ONCE = '--liftoff-only'

/** Starts it and waits until it accepts connections. */
export async function startEmbeddedDatabase(
  directory: string,
  output: Output,
): Promise<EmbeddedDatabase> {
  const port = await findFreePort()
  const started = Promise.withResolvers<string>()
  const child = new Child({
    name: 'database',
    command: process.execPath,
    parameters: [...process.execArgv, COMPILED_ONCE, entryFile(), directory, String(port)],
    env: process.env,
    output,
    endBy: 'signal',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    onMessage: (message) => started.resolve(urlIn(message)),
  })
  child.start()
  const timer = setTimeout(() => {
    const text = `The embedded database did not start:\n${child.lastOutput}`
    started.reject(new DemoStartError(text))
  }, START_TIMEOUT_MS)
  try {
    return { url: await started.promise, child }
  } catch (error) {
    child.kill()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function urlIn(message: unknown): string {
  const isRecord = typeof message === 'object' && message !== null && 'url' in message
  return isRecord ? String(message.url) : ''
}

/** Beside this file, with its suffix: TypeScript from source, JavaScript from the build. */
function entryFile(): string {
  const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return fileURLToPath(new URL(`./database-process.${suffix}`, import.meta.url))
}
