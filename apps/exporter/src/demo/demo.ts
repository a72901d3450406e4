/**
 * The demo from its first line to its last: lock, start, say that it is ready, wait for Ctrl-C, stop.
 */
import { relative } from 'node:path'
import { LARGE_QUEUE } from './exports/sample-exports.ts'
import { FolderInUseError, lockFolder } from './lock.ts'
import { createOutput, type Output } from './processes/output.ts'
import {
  type DemoFolders,
  DemoSettingsError,
  type DemoSettings,
  readDemoSettings,
} from './settings.ts'
import { DemoStartError } from './start-error.ts'
import { Supervisor } from './supervisor.ts'

export interface DemoOptions {
  readonly env: NodeJS.ProcessEnv
  readonly directory: string
  /** The file that runs `howdah`, for the two programs of the demo. */
  readonly entryFile: string
  readonly output: Output
}

/**
 * Runs the demo until a signal ends it.
 *
 * @returns the exit code: 0 after Ctrl-C, 1 when it could not start.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  try {
    const settings = readDemoSettings(options.env, options.directory)
    const lock = lockFolder(settings.folders.lockFile)
    try {
      return await runLocked(options, settings)
    } finally {
      lock.release()
    }
  } catch (error) {
    if (!isForPeople(error)) throw error
    options.output.say(error.message)
    return 1
  }
}

async function runLocked(options: DemoOptions, settings: DemoSettings): Promise<number> {
  const { output } = options
  const supervisor = new Supervisor({ ...options, settings })
  const signals = listenForSignals(output, supervisor)
  try {
    await Promise.race([supervisor.start(), signals.received])
    if (!signals.isReceived()) {
      sayReady(options, settings, supervisor.workerPid)
      await signals.received
    }
    return 0
  } finally {
    if (signals.isReceived()) output.say('Stopping …')
    await supervisor.stop()
    signals.stopListening()
    if (signals.isReceived())
      output.say(`Stopped. All it has made stays in ${settings.folders.data}`)
  }
}

interface Signals {
  readonly received: Promise<void>
  isReceived(): boolean
  stopListening(): void
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The first signal stops in order; a second one, after a moment, stops at once. */
function listenForSignals(output: Output, supervisor: Supervisor): Signals {
  const { promise, resolve } = Promise.withResolvers<void>()
  let firstAtMs: number | null = null
  const onSignal = (): void => {
    firstAtMs ??= Date.now()
    resolve()
    if (Date.now() - firstAtMs < SAME_KEY_PRESS_MS) return
    output.say('Ending everything at once.')
    supervisor.kill()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return {
    received: promise,
    isReceived: () => firstAtMs !== null,
    stopListening: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
    },
  }
}

/** A terminal and npm both pass one Ctrl-C on. */
const SAME_KEY_PRESS_MS = 1_000

function sayReady(options: DemoOptions, settings: DemoSettings, workerPid: number | null): void {
  options.output.say(`
Howdah is ready: ${settings.url}

  Owner   admin@example.social   howdah-admin
  Member  ada@example.social     howdah-ada     (2,000 posts)
  Member  bob@example.social     howdah-bob     (new here)

  Worker: process ${workerPid ?? '?'}. Kill it if you like; another takes over.
  Big archives wait for a worker: ${largeWorkerCommand(options, settings.folders)}
  Data:   ${settings.folders.data}
  Stop:   Ctrl-C
`)
}

/**
 * To be typed in another terminal, in the same folder. Names this very Node.js and program: in a
 * fresh clone `howdah` is not on the path, and the terminal's own Node.js may be too old.
 */
function largeWorkerCommand({ directory, entryFile }: DemoOptions, folders: DemoFolders): string {
  const [node, program, environmentFile] = [
    process.execPath,
    entryFile,
    folders.environmentFile,
  ].map((path) => {
    const short = relative(directory, path)
    return short.startsWith('..') ? path : short
  })
  return `${node} ${program} work -q ${LARGE_QUEUE} --env ${environmentFile}`
}

function isForPeople(error: unknown): error is Error {
  return (
    error instanceof DemoStartError ||
    error instanceof DemoSettingsError ||
    error instanceof FolderInUseError
  )
}

/** The output of a terminal program. */
export function terminalOutput(env: NodeJS.ProcessEnv): Output {
  const isPlain = (env['NO_COLOR'] ?? '') !== ''
  return createOutput(process.stdout, process.stdout.isTTY && !isPlain)
}
