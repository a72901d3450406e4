/**
 * One Redis or Valkey server as a child process: find the program, find a free port, start, wait
 * until it accepts connections, end it together with its files.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'

/** How to start a private server. */
export interface RedisServerOptions {
  /** Keep the append-only file, so that the data survives a restart of the server. Default: no. */
  readonly appendOnly?: boolean
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

/**
 * The shell lives exactly as long as the server and reads our end of a pipe. The pipe closes when
 * we die, even by SIGKILL, where no exit handler of ours would run: no server is left behind.
 */
const SUPERVISE = `
exec 3<&0
directory=$1; shift
"$@" 3<&- &
server=$!
exec 2>/dev/null
{ read -r _ <&3; kill -9 "$server"; } &
watcher=$!
wait "$server"; code=$?
kill "$watcher"
rm -rf -- "$directory"
exit "$code"`

/** Starts a server; throws when none is installed or none of a few ports could be used. */
export async function startRedisServer(options: RedisServerOptions): Promise<RedisServer> {
  const program = options.program ?? findProgram()
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort()
    const started = await launch(program, port, options)
    if (started.isReady) return { port, url: `redis://127.0.0.1:${port}/0`, stop: started.stop }
    if (attempt === PORT_ATTEMPTS) {
      throw new RedisUnavailableError(`${program} did not start on port ${port}: ${started.output}`)
    }
  }
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
  if (address === null || typeof address === 'string') throw new RedisUnavailableError('The probe has no port.')
  return address.port
}

interface Launched {
  readonly isReady: boolean
  readonly output: string
  readonly stop: () => Promise<void>
}

async function launch(
  program: string,
  port: number,
  options: RedisServerOptions,
): Promise<Launched> {
  const directory = mkdtempSync(join(tmpdir(), 'howdah-redis-'))
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: directory,
    save: '',
    appendonly: options.appendOnly === true ? 'yes' : 'no',
    daemonize: 'no',
    ...options.configuration,
  }
  const parameters = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const shell = spawn('sh', ['-c', SUPERVISE, 'sh', directory, program, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const isReady = await waitUntilReady(shell, lines)
  return { isReady, output: lines.join('\n'), stop: () => end(shell) }
}

function waitUntilReady(shell: ChildProcess, lines: string[]): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  shell.once('error', () => resolve(false))
  shell.once('exit', () => resolve(false))
  if (shell.stdout === null) return Promise.resolve(false)
  createInterface({ input: shell.stdout }).on('line', (line) => {
    if (line.includes('Ready to accept connections')) resolve(true)
    if (lines.length < 50) lines.push(line)
  })
  return promise.finally(() => release(shell))
}

/** Lets an idle test process end while the server runs; the closing pipe then ends the server. */
function release(shell: ChildProcess): void {
  shell.unref()
  for (const stream of [shell.stdin, shell.stdout]) {
    if (stream instanceof Socket) stream.unref()
  }
}

async function end(shell: ChildProcess): Promise<void> {
  if (shell.exitCode !== null || shell.signalCode !== null) return
  shell.ref()
  const exit = once(shell, 'exit')
  shell.stdin?.end()
  await exit
}
