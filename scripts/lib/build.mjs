/** From src to dist: the compiler for what is TypeScript, a copy for everything else. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { binaries, root, run } from './run.mjs'

const WORKSPACE_FOLDERS = ['packages', 'apps']
const CONFIGURATION = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json']

/** Several checkers of one project each look at most of it: four take twice the processor time of one. */
const CHECKED_ONCE = ['--checkers', '1']

/** Written after each complete build; sources newer than it ask for the next. */
const STAMP = join(root, 'node_modules', '.cache', 'howdah-built')

/** Compiles all workspaces and copies their assets. True when everything went well. */
export async function build() {
  const startedAt = new Date()
  if ((await run(join(binaries, 'tsc'), ['-b', ...CHECKED_ONCE])) !== 0) return false
  copyAssets()
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, '')
  utimesSync(STAMP, startedAt, startedAt) // What was saved during the build is newer.
  return true
}

/** True when a source file or setting changed since the last complete build. */
export function isBuildStale() {
  if (!existsSync(STAMP) || workspaces().some((folder) => !existsSync(join(folder, 'dist'))))
    return true
  const builtAtMs = statSync(STAMP).mtimeMs
  const settings = CONFIGURATION.map((file) => join(root, file))
  return [...settings, ...workspaces().flatMap(sourceFiles)].some(
    (file) => statSync(file).mtimeMs > builtAtMs,
  )
}

/** Lua scripts, styles, client modules, locales and SQL lie beside the code that reads them. */
function copyAssets() {
  for (const folder of workspaces()) {
    for (const source of sourceFiles(folder).filter(isAsset)) {
      const target = join(folder, 'dist', source.slice(join(folder, 'src').length))
      mkdirSync(dirname(target), { recursive: true })
      copyFileSync(source, target)
    }
  }
}

function isAsset(path) {
  return !['.ts', '.tsx', '.md'].includes(extname(path)) && !path.includes('.test.')
}

function sourceFiles(folder) {
  return readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

function workspaces() {
  return WORKSPACE_FOLDERS.flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  ).filter((folder) => existsSync(join(folder, 'src')))
}
