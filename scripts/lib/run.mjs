/**
 * Child processes and words for the scripts: run a program, find a program, say what happens.
 *
 * Everything in scripts/ is plain JavaScript that Node 20 runs without any package, because it is
 * what installs the packages.
 */
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)))

/** The programs of the installed packages; Node 24 is one of them. */
export const binaries = join(root, 'node_modules', '.bin')

/** Says one line about what the script does. */
export function say(text) {
  process.stdout.write(`${text}\n`)
}

/** Where a program lies on the path, or null. An absolute path is only checked. */
export function find(program) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = program.includes('/') ? [program] : folders.map((dir) => join(dir, program))
  return candidates.find(isExecutable) ?? null
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // Missing and forbidden mean the same here: it cannot be run.
  }
}

/** True when the command runs and ends with 0; its output is not shown. */
export function succeeds(command, parameters) {
  return spawnSync(command, parameters, { stdio: 'ignore' }).status === 0
}

/**
 * Runs a program in the checkout, with the installed programs (Node 24 among them) first on the
 * path and its output shown. Past `timeoutMs` the whole process group is ended.
 *
 * @returns the exit code; 127 when it could not be started, 124 when the time was over.
 */
export function run(command, parameters, { env = {}, timeoutMs } = {}) {
  const child = spawn(command, parameters, {
    cwd: root,
    env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}`, ...env },
    // A group of its own, so that a timeout reaches grandchildren (browsers, servers) as well.
    detached: timeoutMs !== undefined,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise((done) => {
    const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs, child)
    let isInterrupted = false
    const interrupt = () => {
      isInterrupted = true
      end(child)
    }
    const finish = (code) => {
      clearTimeout(timer)
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
      if (isInterrupted) process.exit(130)
      done(code)
    }
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
    child.once('error', (error) => {
      say(`${command} did not start: ${error.message}`)
      finish(127)
    })
    child.once('exit', (code, signal) => finish(signal === null ? code : 124))
  })
}

function end(child) {
  signalGroup(child, 'SIGTERM')
  setTimeout(() => signalGroup(child, 'SIGKILL'), 5_000).unref()
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch {
    child.kill(signal) // Not the leader of a group, or gone already.
  }
}
