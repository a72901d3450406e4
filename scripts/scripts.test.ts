/**
 * The scripts in a checkout made of stubs: no npm packages, a package manager that only writes down
 * what it is asked, a demo that only reports its signals.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

let checkout: string
let tools: string

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'howdah-scripts-'))
  tools = join(checkout, 'tools')
  cpSync(fileURLToPath(new URL('.', import.meta.url)), join(checkout, 'scripts'), {
    recursive: true,
  })
  mkdirSync(tools)
  for (const name of ['node', 'sh', 'chmod', 'id']) symlinkSync(whereIs(name), join(tools, name))
  write('package-lock.json', '{"packages":{"":{},"node_modules/a":{"version":"1.0.0"}}}')
  write('node_modules/.package-lock.json', '{"packages":{"node_modules/a":{"version":"1.0.0"}}}')
  for (const file of ['tsconfig.base.json', 'tsconfig.json']) write(file, '{}')
  for (const file of ['packages/engine/src/index.ts', 'apps/exporter/src/main.ts']) write(file, '')
  program('node_modules/.bin/tsc', 'mkdir -p packages/engine/dist apps/exporter/dist')
  symlinkSync(whereIs('mkdir'), join(tools, 'mkdir'))
  symlinkSync(process.execPath, join(checkout, 'node_modules/.bin/node'))
})

afterEach(() => rmSync(checkout, { recursive: true, force: true }))

/** Writes its signals; ends with code 7 after the first. */
const DEMO = `
const life = setInterval(() => {}, 1000)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
  process.stdout.write(signal + '\\n')
  setTimeout(() => process.exit(7), 300)
})
process.stdout.write('ready ' + process.argv.slice(2).join(' ') + '\\n')`

test('npm start passes one Ctrl-C on once, and gives back the exit code', async () => {
  program('tools/redis-server', 'true')
  write('apps/exporter/dist/main.js', DEMO)
  const child = spawn('node', ['scripts/start.mjs', '--seed'], {
    cwd: checkout,
    env: environment(),
  })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    // The terminal and npm both deliver the same key press.
    if (line.startsWith('ready')) for (let times = 0; times < 2; times += 1) child.kill('SIGINT')
  })
  const [code] = await once(child, 'close')
  expect(lines).toEqual(['Building …', 'ready demo --seed', 'SIGINT'])
  expect(code).toBe(7)
})

test('a build is made when a source is newer, and carries assets along', () => {
  program('tools/redis-server', 'true')
  write('apps/exporter/dist/main.js', '')
  write('apps/exporter/src/schema.sql', 'SELECT 1')
  expect(run('scripts/start.mjs').stdout).toContain('Building …')
  expect(readFileSync(join(checkout, 'apps/exporter/dist/schema.sql'), 'utf8')).toBe('SELECT 1')
  expect(run('scripts/start.mjs').stdout).not.toContain('Building …')
  write('apps/exporter/src/main.ts', '// changed')
  expect(run('scripts/start.mjs').stdout).toContain('Building …')
})

test('missing npm packages and a missing Redis are installed, and it says so', () => {
  write('apps/exporter/dist/main.js', '')
  write('package-lock.json', '{"packages":{"":{},"node_modules/a":{"version":"1.0.1"}}}')
  program('tools/npm', 'echo "npm $*"')
  program('tools/sudo', '[ "$1" = -n ] && shift; "$@"')
  program(
    'tools/apt-get',
    `echo "apt-get $*"; case $1 in install) echo > ${tools}/redis-server; chmod +x ${tools}/redis-server;; esac`,
  )
  expect(run('scripts/start.mjs').stdout.split('\n')).toEqual([
    'Installing the npm packages (npm ci) …',
    'npm ci --no-audit --no-fund --loglevel=error',
    'Installing a Redis server (apt) …',
    'apt-get update --quiet=2',
    'apt-get install --yes --no-install-recommends redis-server',
    'Building …',
    '',
  ])
})

test('where nothing can be installed, the one command to run is said', () => {
  program('tools/brew', 'exit 1')
  const { stdout, status } = run('scripts/start.mjs')
  expect(stdout).toContain('a Redis server is missing; install it with: brew install redis')
  expect(stdout).toContain('Or set REDIS_URL.')
  expect(status).toBe(1)
})

test('with REDIS_URL no Redis is looked for', () => {
  write('apps/exporter/dist/main.js', 'process.exit(3)')
  expect(run('scripts/start.mjs', { REDIS_URL: 'redis://example.com' }).status).toBe(3)
})

test('npm test ends with the totals, also when nothing could be run', () => {
  const { stdout, status } = run('scripts/test.mjs')
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed, 0 skipped')
  expect(status).toBe(1)
})

/** Bundles nothing. */
const ROLLDOWN = 'export const rolldown = async () => ({ write() {}, close() {} })'

test('npm test counts failed checks, and names why a test was skipped or tried again', () => {
  for (const tool of ['redis-server', 'unzip', 'ruby', 'chromium']) program(`tools/${tool}`, 'true')
  program('node_modules/.bin/oxlint', 'exit 1')
  program('node_modules/.bin/oxfmt', 'true')
  write('node_modules/rolldown/package.json', '{ "type": "module", "exports": "./index.js" }')
  write('node_modules/rolldown/index.js', ROLLDOWN)
  const totals =
    '{"passed":5,"failed":0,"skipped":1,"skips":["a test: no Ruby"],"retries":["another: late"]}'
  program('node_modules/.bin/vitest', `echo "vitest $*"; echo '${totals}' > "$HOWDAH_TEST_TOTALS"`)
  const { stdout } = run('scripts/test.mjs', { HOWDAH_TEST_FILTER: 'one two' })
  expect(stdout).toContain('lib/test-counter.mjs one two\n')
  expect(stdout.trimEnd().split('\n').slice(-4)).toEqual([
    'skipped  a test: no Ruby',
    'passed when tried again  another: late',
    'failed   lint failed; see above.',
    '5 passed, 1 failed, 1 skipped',
  ])
})

function run(
  script: string,
  env: NodeJS.ProcessEnv = {},
): { stdout: string; status: number | null } {
  return spawnSync('node', [script], {
    cwd: checkout,
    env: { ...environment(), ...env },
    encoding: 'utf8',
  })
}

/** Nothing of this machine but the stubs. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: tools, HOME: checkout }
}

function program(path: string, text: string): void {
  write(path, `#!/bin/sh\n${text}\n`, 0o755)
}

function write(path: string, text: string, mode = 0o644): void {
  const file = join(checkout, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { mode })
}

function whereIs(name: string): string {
  return spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()
}
