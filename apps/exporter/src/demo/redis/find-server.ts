/**
 * Finds a Redis server on this machine, installs one where that needs no question, or says the one
 * command that would.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Output } from '../processes/output.ts'
import { DemoStartError } from '../start-error.ts'

const PROGRAMS = ['valkey-server', 'redis-server']

/** Package managers, and how each installs a Redis server without asking. */
const INSTALLERS: readonly (readonly string[])[] = [
  ['apt-get', 'install', '--yes', '--no-install-recommends', 'redis-server'],
  ['dnf', 'install', '--assumeyes', 'valkey'],
  ['apk', 'add', 'redis'],
  ['brew', 'install', 'redis'],
]

/**
 * The path of a Redis or Valkey server.
 *
 * @throws DemoStartError when there is none and none could be installed.
 */
export function findRedisServer(env: NodeJS.ProcessEnv, output: Output): string {
  const found = () => PROGRAMS.map((name) => findProgram(env, name)).find((path) => path !== null)
  const present = found()
  if (present !== undefined && present !== null) return present
  const installer = INSTALLERS.find(([program = '']) => findProgram(env, program) !== null)
  if (installer !== undefined && mayInstall(installer)) {
    output.say(`No Redis server on the path: ${installer.join(' ')}`)
    spawnSync(installer[0] ?? '', installer.slice(1), { stdio: 'inherit', env })
    const installed = found()
    if (installed !== undefined && installed !== null) return installed
  }
  throw new DemoStartError(adviceFor(installer))
}

/** Homebrew is the user's own; the others need root, and we do not ask for a password. */
function mayInstall([program]: readonly string[]): boolean {
  return program === 'brew' || process.getuid?.() === 0
}

function adviceFor(installer: readonly string[] | undefined): string {
  const command =
    installer === undefined
      ? 'Install "valkey-server" or "redis-server" (https://redis.io/docs/install)'
      : `Run "${installer[0] === 'brew' ? '' : 'sudo '}${installer.join(' ')}"`
  return (
    `The demo needs a Redis server, and there is none on the path. ${command}, ` +
    'or set REDIS_URL to one that runs already.'
  )
}

function findProgram(env: NodeJS.ProcessEnv, name: string): string | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const paths = folders.map((folder) => join(folder, name))
  return paths.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // Missing or forbidden: not to be used either way.
  }
}
