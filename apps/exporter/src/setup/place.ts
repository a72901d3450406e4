/** Where this installation lies and as whom it runs: what the printed steps are filled in with. */
import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { userInfo } from 'node:os'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config/config.ts'

export interface Place {
  /** The account that reads Mastodon's settings and writes its media: usually `mastodon`. */
  readonly user: string
  /** Absolute path of the Node program. */
  readonly node: string
  /** Absolute path of the program `howdah`. */
  readonly program: string
  /** The folder the processes start in. */
  readonly folder: string
  /** Mastodon's settings; null when everything comes from the environment. */
  readonly envFile: string | null
  /** Howdah's own settings, which win over Mastodon's. */
  readonly ownEnvFile: string
  readonly port: number
}

const OWN_ENV_FILE = '/etc/howdah.env'

/** Beside Mastodon's own port 3000. */
const PORT = 3_100

export function findPlace(config: Config, envFile: string | undefined): Place {
  const program = programPath()
  return {
    user: ownerOf(config.media.root) ?? userInfo().username,
    node: process.execPath,
    program,
    folder: folderAbove(dirname(program)),
    envFile: envFile === undefined ? null : resolve(envFile),
    ownEnvFile: OWN_ENV_FILE,
    port: process.env['PORT'] === undefined ? PORT : config.web.port,
  }
}

/** The built program where there is one: units must not run sources. */
function programPath(): string {
  const here = fileURLToPath(new URL('../main.ts', import.meta.url))
  const built = here.replace(/src\/main\.ts$/, 'dist/main.js')
  return here.endsWith('main.ts') && !existsSync(here) ? here.replace(/\.ts$/, '.js') : built
}

/** The nearest folder above that holds a package-lock.json, else the one given. */
function folderAbove(start: string): string {
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package-lock.json'))) return folder
  }
  return start
}

/** Name of the account that a folder belongs to; null where there is none. */
function ownerOf(folder: string): string | null {
  if (!existsSync(folder)) return null
  const { uid } = statSync(folder)
  if (uid === process.getuid?.()) return userInfo().username
  try {
    return execFileSync('id', ['-nu', String(uid)], { encoding: 'utf8' }).trim()
  } catch {
    return null // A number without a name, as in a container.
  }
}
