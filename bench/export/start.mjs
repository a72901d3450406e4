/**
 * `npm run bench:export`: installs what is missing, builds the exporter if its source is newer, and
 * runs the benchmark on the Node.js of the packages.
 */
import { join } from 'node:path'
import { build, isBuildStale } from '../../scripts/lib/build.mjs'
import { ensurePackages, nodeProgram } from '../../scripts/lib/packages.mjs'
import { root, run, say } from '../../scripts/lib/run.mjs'
import { ensurePrograms } from '../../scripts/lib/system.mjs'

const parameters = process.argv.slice(2)
const fromSource = parameters.includes('--source')

try {
  await ensurePackages()
  const missing = await ensurePrograms(['redis', 'postgres', 'zip'])
  if (missing.length > 0) throw new Error(missing.join('\n'))
  if (!fromSource && isBuildStale()) {
    say('Building …')
    if (!(await build())) throw new Error('The build failed; the compiler says above why.')
  }
  const conditions = fromSource ? ['--conditions=source'] : []
  const main = join(root, 'bench', 'export', 'main.ts')
  process.exitCode = await run(nodeProgram(), [...conditions, main, ...parameters])
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
