/**
 * One Redis or Valkey server as a child process: find the program, find a free port, start, wait
 * until it accepts connections, end it together with its files.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { RedisUnavailableError } from '../errors.ts'
import { createProcessFolder, end, release, spawnSupervised } from './supervised-process.ts'

/** How to start a private server. */
export interface RedisServerOptions {
  /** Keep an append-only file, as production should. Default: no file at all. */
  readonly appendOnly?: boolean
  /** Default: a free one. Give the port of a stopped server to start one again where it was. */
  readonly port?: number
  /** The program to run. Default: `redis-server` or `valkey-server` on the path. */
  readonly program?: string
  /** More configuration, as `{ maxmemory: '100mb' }`. */
  readonly configuration?: Readonly<Record<string, string>>
}

/** A server that accepts connections. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  stop(): Promise<void>
}

const PROGRAMS = ['redis-server', 'valkey-server']

/** Another process can take the free port between our look and the server's start. */
const PORT_ATTEMPTS = 5

/** Enough of a server's first words to see why it did not start. */
const MAX_LINES = 50

/** Starts a server; throws when none is installed or none of a few ports could be used. */
export async function startRedisServer(options: RedisServerOptions): Promise<RedisServer> {
  const program = options.program ?? findProgram()
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort())
    const folder = createProcessFolder()
    const command = [program, '--dir', folder, ...configurationFor(port, options)]
    const server = spawnSupervised(command, { folder })
    const lines: string[] = []
    if (await isReady(server, lines)) {
      release(server)
      return { port, url: `redis://127.0.0.1:${port}/0`, stop: () => end(server) }
    }
    if (attempt === PORT_ATTEMPTS) {
      throw new RedisUnavailableError(
        `${program} did not start on port ${port}: ${lines.join('\n')}`,
      )
    }
  }
}

function configurationFor(port: number, options: RedisServerOptions): string[] {
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    save: '',
    appendonly: options.appendOnly === true ? 'yes' : 'no',
    daemonize: 'no',
    ...options.configuration,
  }
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
}

function findProgram(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const program of PROGRAMS) {
    if (folders.some((folder) => isExecutable(join(folder, program)))) return program
  }
  throw new RedisUnavailableError(
    'No redis-server and no valkey-server on the path. Install one, for example with ' +
      '"sudo apt-get install redis-server" or "brew install redis".',
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // The only question here is whether it can be run; why not does not matter.
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address !== null && typeof address === 'object') return address.port
  throw new RedisUnavailableError('This machine gives no free loopback port.')
}

function isReady(server: ChildProcess, lines: string[]): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  server.once('exit', () => resolve(false))
  if (server.stdout === null) return Promise.resolve(false)
  createInterface({ input: server.stdout }).on('line', (line) => {
    if (line.includes('Ready to accept connections')) resolve(true)
    if (lines.length < MAX_LINES) lines.push(line)
  })
  return promise
}
