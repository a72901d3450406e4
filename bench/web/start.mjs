/**
 * `npm run bench:web`: installs what is missing (our packages, bull-board), builds the site if its
 * source is newer, and runs the benchmark on the Node.js of the packages.
 */
import { join } from 'node:path'
import { build, isBuildStale } from '../../scripts/lib/build.mjs'
import { ensurePackages, nodeProgram } from '../../scripts/lib/packages.mjs'
import { root, run, say } from '../../scripts/lib/run.mjs'
import { ensurePrograms } from '../../scripts/lib/system.mjs'
import { checkTypes, ensurePeers } from '../shared/peers.mjs'

const parameters = process.argv.slice(2)
const isQuick = parameters.includes('--quick')

try {
  await ensurePackages()
  const missing = await ensurePrograms(['redis', 'postgres'])
  if (missing.length > 0) throw new Error(missing.join('\n'))
  if (!isQuick) await ensurePeers()
  if (isBuildStale()) {
    say('Building …')
    if (!(await build())) throw new Error('The build failed; the compiler says above why.')
  }
  if (!isQuick) await checkTypes()
  process.exitCode = await run(nodeProgram(), [
    join(root, 'bench', 'web', 'main.ts'),
    ...parameters,
  ])
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
