/**
 * `npm run bench:engine`: installs what is missing (our packages, those we compare with), builds our
 * engine if its source is newer, and runs the benchmark on the Node.js of the packages.
 */
import { join } from 'node:path'
import { build, isBuildStale } from '../../scripts/lib/build.mjs'
import { ensurePackages, nodeProgram } from '../../scripts/lib/packages.mjs'
import { root, run, say } from '../../scripts/lib/run.mjs'
import { ensurePrograms } from '../../scripts/lib/system.mjs'
import { checkTypes, ensurePeers } from '../shared/peers.mjs'

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
