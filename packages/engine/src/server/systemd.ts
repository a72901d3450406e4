/**
 * Talks to systemd (`Type=notify`): READY, STOPPING, RELOADING, STATUS and the watchdog's WATCHDOG.
 *
 * systemd listens on a datagram socket of the file system, which Node cannot open. A native module
 * would be one more thing to compile, so a small helper process writes to the socket: Perl, which
 * every Debian has, or `systemd-notify` itself. It lives as long as we do (systemd asks /proc who
 * sent a message, so the sender must still be there) and ends with the pipe it reads.
 *
 * The messages come from a child of the main process: the unit needs `NotifyAccess=all`.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { InvalidSettingsError, toError } from '../errors.ts'

/** What systemd told this process through its environment. */
export interface NotifySettings {
  /** A path, or a name that starts with @. */
  readonly socket: string
  /** Without a WATCHDOG for this long systemd ends the service; null: it does not watch. */
  readonly watchdogMs: number | null
}

/** One message: `{ READY: 1, STATUS: 'runs 3 jobs' }`. */
export type Notification = Readonly<Record<string, string | number>>

/** Below a second the watchdog would fire for an ordinary pause of the machine. */
const LEAST_WATCHDOG_MS = 1_000

/** Null where systemd does not ask to be told. */
export function readNotifySettings(
  environment: NodeJS.ProcessEnv,
  pid = process.pid,
): NotifySettings | null {
  const socket = environment['NOTIFY_SOCKET'] ?? ''
  if (!/^[/@]./.test(socket)) return null
  const watchdogMs = Number(environment['WATCHDOG_USEC'] ?? 0) / 1_000
  const watched = environment['WATCHDOG_PID']
  const isWatched = watched === undefined || watched === String(pid)
  return { socket, watchdogMs: isWatched && watchdogMs >= LEAST_WATCHDOG_MS ? watchdogMs : null }
}

/** The environment for a child process that must not talk to systemd in our place. */
export function withoutNotify(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID, ...rest } = environment
  void [NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID]
  return rest
}

/** A line is a message; its fields are parted by tabs. A leading @ stands for a zero byte. */
const PERL = `
use strict; use Socket;
my $name = shift; $name =~ s/^\\@/\\0/;
socket(my $socket, PF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
my $address = pack_sockaddr_un($name);
while (my $line = <STDIN>) {
  chomp $line; $line =~ tr/\\t/\\n/;
  defined(send($socket, $line, 0, $address)) or warn "send: $!\\n";
}`

/** Where there is no Perl: the program that systemd brings, started for each message. */
const SHELL = `
tab=$(printf '\\t')
while IFS= read -r line; do
  IFS=$tab; set -f; set -- $line; unset IFS
  systemd-notify "$@"
done`

/** Sends messages. A message that cannot be sent is reported once and never stops the process. */
export class SystemdNotifier {
  readonly #helper: ChildProcess | null
  readonly #onError: (error: Error) => void
  #hasFailed = false

  constructor(socket: string, onError: (error: Error) => void) {
    this.#onError = onError
    this.#helper = startHelper(socket)
    if (this.#helper === null) {
      this.#fail(
        new InvalidSettingsError(
          'systemd cannot be told anything: install perl or systemd-notify.',
        ),
      )
      return
    }
    this.#helper.on('error', (error) => this.#fail(error))
    this.#helper.stdin?.on('error', (error) => this.#fail(error))
    this.#helper.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#fail(new InvalidSettingsError(`systemd did not take a message: ${text.trim()}`))
    })
  }

  send(notification: Notification): void {
    const fields = Object.entries(notification).map(
      ([name, value]) => `${name}=${String(value).replaceAll(/[\t\n]/g, ' ')}`,
    )
    this.#helper?.stdin?.write(`${fields.join('\t')}\n`)
  }

  /** Resolves when everything is sent and the helper has ended. */
  async close(): Promise<void> {
    const helper = this.#helper
    if (helper === null || helper.pid === undefined || hasEnded(helper)) return
    const ended = new Promise<void>((resolve) => helper.once('close', () => resolve()))
    helper.stdin?.end()
    await ended
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return
    this.#hasFailed = true
    this.#onError(toError(error))
  }
}

/** The helper leaves by its pipe alone: a Ctrl-C for us must not end it before our last words. */
function startHelper(socket: string): ChildProcess | null {
  const stdio = ['pipe', 'ignore', 'pipe'] as const
  const environment = { ...process.env, NOTIFY_SOCKET: socket }
  const options = { stdio: [...stdio], env: environment, detached: true }
  if (isOnPath('perl')) return spawn('perl', ['-e', PERL, socket], options)
  if (isOnPath('systemd-notify')) return spawn('sh', ['-c', SHELL], options)
  return null
}

function isOnPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false // The only question here is whether it can be run; why not does not matter.
    }
  })
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
