/**
 * A child process that cannot outlive us, together with its folder.
 *
 * A shell lives exactly as long as the program and reads our end of a pipe. The pipe closes when we
 * die, even by SIGKILL, where no exit handler of ours would run: nothing is left behind.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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

/** A folder that goes away with the process that is given it. */
export function createProcessFolder(): string {
  return mkdtempSync(join(tmpdir(), 'howdah-test-'))
}

/** Starts a program; its standard output is a pipe, its standard error ours. */
export function spawnSupervised(
  command: readonly string[],
  options: { readonly folder: string; readonly env?: NodeJS.ProcessEnv },
): ChildProcess {
  const child = spawn('sh', ['-c', SUPERVISE, 'sh', options.folder, ...command], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...options.env },
  })
  // A failed start is also an exit without a code; without a listener it would end the tests.
  child.on('error', () => undefined)
  return child
}

/** Lets an idle test process end while the child runs; the closing pipe then ends the child. */
export function release(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stdin, child.stdout]) {
    if (stream instanceof Socket) stream.unref()
  }
}

/** Ends the program at once, as `kill -9` does, and waits until it and its folder are gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  const exit = once(child, 'exit')
  child.stdin?.end()
  await exit
}
