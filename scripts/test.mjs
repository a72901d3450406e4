/**
 * `npm test`: everything that must hold before a change lands, on a machine that has only Node, npm
 * and git. Installs what is missing and says so; then lint, format, types and build; then the tests.
 * The last line is always `N passed, N failed, N skipped`.
 *
 * `npm test -- packages/engine` or HOWDAH_TEST_FILTER="packages/engine" runs only those test files.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { binaries, root, run, say } from './lib/run.mjs'
import { ensurePrograms, findChromium } from './lib/system.mjs'

/** On two quiet cores the tests take half of it; a hanging test must not hang the machine. */
const TESTS_TIMEOUT_MS = 18 * 60_000

/** Hundreds of processes are started from the same sources: what one has compiled serves the next. */
const COMPILE_CACHE = join(root, 'node_modules', '.cache', 'howdah-compiled')

/** Theirs are then few; below node_modules, where a bundle finds the packages that are not in it. */
const PROGRAMS = join(root, 'node_modules', '.cache', `howdah-programs-${process.pid}`)

/** What is written in Go collects its garbage less often: a quarter of the linter's processor time. */
const SPACIOUS = { GOGC: '400' }

const SOURCES = ['packages', 'apps', 'scripts', 'bench']
const isCi = (process.env.CI ?? '') !== '' && process.env.CI !== 'false'

/** @type {string[]} */
const failures = []
/** @type {{ passed: number, failed: number, skipped: number, skips: string[], retries: string[] }} */
let totals = { passed: 0, failed: 0, skipped: 0, skips: [], retries: [] }
try {
  await installAll()
  await check()
  totals = await runTests()
} catch (error) {
  failures.push(error instanceof Error ? error.message : String(error))
}
report()

/** Programs and packages are downloaded side by side; both end before anything else is said. */
async function installAll() {
  const results = await Promise.allSettled([ensurePackages(), prepare()])
  const failure = results.find(({ status }) => status === 'rejected')
  if (failure !== undefined) throw failure.reason
}

async function prepare() {
  const [redis = null] = await ensurePrograms(['redis'])
  if (redis !== null) throw new Error(redis)
  const missing = await ensurePrograms(['sidekiq', 'chromium', 'unzip', 'pgbouncer'])
  // On a person's machine the tests that need them are skipped and say so; CI skips nothing.
  if (isCi) failures.push(...missing)
  else missing.forEach((sentence) => say(`${sentence} Its tests are skipped.`))
}

/** Side by side: each of them works alone for a part of its time. */
async function check() {
  const steps = {
    lint: () => runBinary('oxlint', ['--type-aware', ...SOURCES], SPACIOUS),
    format: () => runBinary('oxfmt', ['--check', ...SOURCES]),
    'types and build': build,
    'programs of the tests': () => runBinary('node', ['scripts/lib/programs.mjs', PROGRAMS]),
  }
  say(`\n— ${Object.keys(steps).join(', ')}`)
  const took = Object.entries(steps).map(async ([name, step]) => {
    if (!(await step())) failures.push(`${name} failed; see above.`)
  })
  await Promise.all(took)
}

async function runBinary(name, parameters, env = {}) {
  return (await run(join(binaries, name), parameters, { env })) === 0
}

async function runTests() {
  say('\n— tests')
  const folder = mkdtempSync(join(tmpdir(), 'howdah-test-'))
  const file = join(folder, 'totals.json')
  const reporters = ['--reporter=default', '--reporter=./scripts/lib/test-counter.mjs']
  const code = await run(join(binaries, 'vitest'), ['run', ...reporters, ...filters()], {
    env: {
      HOWDAH_TEST_TOTALS: file,
      CHROMIUM_PATH: findChromium() ?? '',
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      HOWDAH_TEST_PROGRAMS: PROGRAMS,
    },
    timeoutMs: TESTS_TIMEOUT_MS,
  })
  const result = readTotals(file)
  for (const made of [folder, PROGRAMS]) rmSync(made, { recursive: true, force: true })
  if (result === null) throw new Error(`The tests did not run to their end (exit code ${code}).`)
  if (code !== 0 && result.failed === 0) failures.push(`vitest ended with exit code ${code}.`)
  return result
}

function filters() {
  const fromEnvironment = (process.env.HOWDAH_TEST_FILTER ?? '').split(/\s+/u)
  return [...process.argv.slice(2), ...fromEnvironment].filter((filter) => filter !== '')
}

function readTotals(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null // Ended before its reporter wrote: the caller says so.
  }
}

function report() {
  totals.skips.forEach((skip) => say(`skipped  ${skip}`))
  totals.retries.forEach((retry) => say(`passed when tried again  ${retry}`))
  failures.forEach((failure) => say(`failed   ${failure}`))
  const failed = totals.failed + failures.length
  process.exitCode = failed > 0 ? 1 : 0
  say(`${totals.passed} passed, ${failed} failed, ${totals.skipped} skipped`)
}
