/** The npm packages of this checkout: are they installed as the lock file says, and if not, do it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { binaries, root, run, say } from './run.mjs'

/** Installs the npm packages when they are missing or differ from package-lock.json. */
export async function ensurePackages() {
  if (arePackagesCurrent()) return
  say('Installing the npm packages (npm ci) …')
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0) throw new Error('"npm ci" failed; its output above says why.')
}

/**
 * The Node.js that runs the built programs: the one from the packages, because the Node.js that
 * runs this script may be older than what we ask for.
 */
export function nodeProgram() {
  const installed = join(binaries, 'node')
  if (existsSync(installed)) return installed
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath
  throw new Error(
    `Node.js ${process.versions.node} is too old (22.12 or newer) and the package "node" is not ` +
      'installed, perhaps because npm may not run install scripts here. Run "npm rebuild node".',
  )
}

/** Compared by content, not by time: git and npm both touch the lock file for other reasons. */
function arePackagesCurrent() {
  const wanted = readPackages(join(root, 'package-lock.json'))
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (wanted === null || installed === null) return false
  const isCurrent = ([path, entry]) =>
    installed[path] === undefined ? isOptional(entry) : installed[path].version === entry.version
  return Object.entries(wanted).every(isCurrent)
}

/** Optional packages are absent when they are for another machine; workspaces have no version. */
function isOptional(entry) {
  return entry.optional === true || entry.peer === true
}

function readPackages(file) {
  if (!existsSync(file)) return null
  const packages = Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages)
  return Object.fromEntries(packages.filter(([path]) => path.startsWith('node_modules/')))
}
