/**
 * Runs the built `howdah demo` for the browser tests: a port and a data folder of its own, ready when
 * it says so, stopped with one signal, as a person would do it.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The first start seeds the community; two busy cores need a while for that. */
const READY_TIMEOUT_MS = 180_000

export interface DemoProcess {
  readonly pid: number
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string
  readonly dataDirectory: string
  /** All that the demo has printed so far, its children's prefixed lines included. */
  output(): string
  stop(): Promise<number | null>
}

/**
 * Starts the demo from `dist` and waits for its ready line.
 *
 * @param env More environment, for example `REDIS_URL` of a Redis that the test looks into.
 * @throws Error when the build is missing or the demo ends or stays silent for three minutes; the
 * message carries the last lines it printed.
 */
export async function startDemo(env: Readonly<Record<string, string>> = {}): Promise<DemoProcess> {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
  if (!existsSync(main)) throw new Error(`${main} is missing: run "npm run build" first.`)
  const dataDirectory = await mkdtemp(join(tmpdir(), 'howdah-walk-'))
  const port = await freePort()
  const child = spawn(process.execPath, [main, 'demo'], {
    env: { ...process.env, ...env, PORT: String(port), HOWDAH_DATA: dataDirectory, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  await untilReady(child, () => output)
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    dataDirectory,
    output: () => output,
    stop: async () => {
      const code = await stopChild(child)
      await rm(dataDirectory, { recursive: true, force: true })
      return code
    },
  }
}

async function untilReady(child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  while (!output().includes('Howdah is ready:')) {
    const ended = child.exitCode !== null || child.signalCode !== null
    if (ended || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`The demo did not get ready:\n${output().slice(-4_000)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function stopChild(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  return ended
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free loopback port.')
  return address.port
}
