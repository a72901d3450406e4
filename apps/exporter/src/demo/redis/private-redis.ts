/** The demo's Redis: a private server on a loopback port, its append-only file in the data folder. */
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { once } from 'node:events'
import { Child } from '../processes/child.ts'
import { findFreePort } from '../processes/free-port.ts'
import type { Output } from '../processes/output.ts'
import { DemoStartError } from '../start-error.ts'

const START_TIMEOUT_MS = 20_000
const STOP_TIMEOUT_MS = 15_000
const POLL_INTERVAL_MS = 30

/**
 * The shell reads our end of a pipe. It closes when we stop or die, even by SIGKILL, where no exit
 * handler would run: then the server saves and ends. When the server dies alone, so does the shell.
 */
const SUPERVISE = `
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
{ read -r _ <&3; kill -TERM "$server"; } 2>/dev/null &
watcher=$!
wait "$server"; code=$?
kill "$watcher" 2>/dev/null
exit "$code"`

export interface PrivateRedis {
  readonly url: string
  readonly child: Child
}

/**
 * Starts the server and waits until it has read its file and answers.
 *
 * @throws DemoStartError with what the server printed.
 */
export async function startPrivateRedis(
  program: string,
  directory: string,
  output: Output,
): Promise<PrivateRedis> {
  mkdirSync(directory, { recursive: true })
  const port = await findFreePort()
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: directory,
    appendonly: 'yes',
    save: '',
    daemonize: 'no',
    logfile: '',
  }
  const parameters = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const child = new Child({
    name: 'redis',
    command: 'sh',
    parameters: ['-c', SUPERVISE, 'sh', program, ...parameters],
    env: process.env,
    output,
    endBy: 'closing-input',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    isQuiet: true,
  })
  child.start()
  await untilItAnswers(port, child)
  return { url: `redis://127.0.0.1:${port}/0`, child }
}

async function untilItAnswers(port: number, child: Child): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!(await answersPing(port))) {
    if (Date.now() > deadline || child.failures > 2) {
      child.kill()
      throw new DemoStartError(`The private Redis did not start:\n${child.lastOutput}`)
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS))
  }
}

/** While it loads its file it answers with an error instead of PONG. */
async function answersPing(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write('PING\r\n')
    const [answer] = await once(socket, 'data')
    return String(answer).startsWith('+PONG')
  } catch {
    return false // Not listening yet.
  } finally {
    socket.destroy()
  }
}
