/** The programs to compare with: they have a lock file of their own, so that nobody who only tests must install them. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { binaries, root, run, say } from '../../scripts/lib/run.mjs'

const bench = join(root, 'bench')

/** Installs them where they are missing or others. */
export async function ensurePeers() {
  if (arePeersCurrent()) return
  say('Installing what we compare with (npm ci in bench/) …')
  const options = ['--no-audit', '--no-fund', '--loglevel=error', '--workspaces=false']
  const code = await run('npm', ['ci', '--prefix', bench, ...options])
  if (code !== 0) throw new Error('"npm ci" failed in bench/; its output above says why.')
}

/** Outside the build of the rest, which must not need the peers. */
export async function checkTypes() {
  if ((await run(join(binaries, 'tsc'), ['-p', bench])) !== 0) {
    throw new Error('The benchmark does not fit what it compares with; see above.')
  }
}

function arePeersCurrent() {
  const installed = join(bench, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  const { dependencies } = JSON.parse(readFileSync(join(bench, 'package.json'), 'utf8'))
  const versions = (file) => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'))
    return Object.keys(dependencies).map((name) => packages[`node_modules/${name}`]?.version)
  }
  return String(versions(installed)) === String(versions(join(bench, 'package-lock.json')))
}
