/**
 * `npm start`: the demo, on a machine that has only Node, npm and git. Installs what is missing,
 * builds what is stale, and then is nothing but the demo's hull: signals go in, the exit code out.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { build, isBuildStale } from './lib/build.mjs'
import { ensurePackages, nodeProgram } from './lib/packages.mjs'
import { binaries, root, say } from './lib/run.mjs'
import { ensurePrograms } from './lib/system.mjs'

/** The terminal and npm both pass one Ctrl-C on; two of them this close are the same key press. */
const SAME_SIGNAL_MS = 1_000

try {
  await prepare()
  process.exitCode = await runDemo(process.argv.slice(2))
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function prepare() {
  await ensurePackages()
  if ((process.env.REDIS_URL ?? '') === '') {
    const missing = await ensurePrograms(['redis'])
    if (missing.length > 0) throw new Error(`${missing.join('\n')}\nOr set REDIS_URL.`)
  }
  if (!isBuildStale()) return
  say('Building …')
  if (!(await build())) throw new Error('The build failed; the compiler says above why.')
}

function runDemo(parameters) {
  const main = join(root, 'apps', 'exporter', 'dist', 'main.js')
  const child = spawn(nodeProgram(), [main, 'demo', ...parameters], {
    cwd: root,
    env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` },
    // A group of its own: the terminal's Ctrl-C then reaches it once, through us.
    detached: true,
    stdio: 'inherit',
  })
  passOnSignals(child)
  endWithParent(child)
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

function passOnSignals(child) {
  let lastAtMs = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (Date.now() - lastAtMs < SAME_SIGNAL_MS) return
      lastAtMs = Date.now()
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    })
  }
}

/** Whoever ends `npm start` by its pid ends npm and its shell, which tell nobody: we notice. */
function endWithParent(child) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 500)
  watch.unref()
}
