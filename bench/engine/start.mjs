/**
 * `npm run bench:engine`: installs what is missing (our packages, those we compare with), builds our
 * engine if its source is newer, and runs the benchmark on the Node.js of the packages.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, isBuildStale } from '../../scripts/lib/build.mjs'
import { ensurePackages, nodeProgram } from '../../scripts/lib/packages.mjs'
import { binaries, root, run, say } from '../../scripts/lib/run.mjs'
import { ensurePrograms } from '../../scripts/lib/system.mjs'

const bench = join(root, 'bench')
const parameters = process.argv.slice(2)
const isQuick = parameters.includes('--quick') && !parameters.includes('--engines')
const fromSource = parameters.includes('--source')

try {
  await prepare()
  const conditions = fromSource ? ['--conditions=source'] : []
  const main = join(bench, 'engine', 'main.ts')
  process.exitCode = await run(nodeProgram(), [...conditions, main, ...parameters])
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function prepare() {
  await ensurePackages()
  if (!parameters.includes('--redis-program')) {
    const missing = await ensurePrograms(['redis'])
    if (missing.length > 0) throw new Error(missing.join('\n'))
  }
  if (!isQuick) await ensurePeers()
  if (!fromSource && isBuildStale()) {
    say('Building …')
    if (!(await build())) throw new Error('The build failed; the compiler says above why.')
  }
  if (!isQuick && !fromSource) await checkTypes()
}

/** They have a lock file of their own, so that nobody who only tests must install them. */
async function ensurePeers() {
  if (arePeersCurrent()) return
  say('Installing the engines to compare with (npm ci in bench/) …')
  const options = ['--no-audit', '--no-fund', '--loglevel=error', '--workspaces=false']
  const code = await run('npm', ['ci', '--prefix', bench, ...options])
  if (code !== 0) throw new Error('"npm ci" failed in bench/; its output above says why.')
}

/** Outside the build of the rest, which must not need the peers. */
async function checkTypes() {
  if ((await run(join(binaries, 'tsc'), ['-p', bench])) !== 0) {
    throw new Error('The benchmark does not fit the engines that it compares; see above.')
  }
}

function arePeersCurrent() {
  const installed = join(bench, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  const versions = (file) => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'))
    return ['bullmq', 'bee-queue', 'ioredis'].map(
      (name) => packages[`node_modules/${name}`].version,
    )
  }
  return String(versions(installed)) === String(versions(join(bench, 'package-lock.json')))
}
