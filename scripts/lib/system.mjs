/**
 * The programs that do not come from npm: a Redis server, and for the tests Ruby with Sidekiq,
 * Chromium and unzip. What is missing is installed through the machine's package manager where that
 * needs no question; else the one command to run is said.
 */
import { existsSync } from 'node:fs'
import { find, run, say, succeeds } from './run.mjs'

/** Without windows first: the same engine, for half of the processor time. */
const CHROMIUM_PROGRAMS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]
const MAC_CHROMIUM = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const DEBIAN_POSTGRES = '/usr/lib/postgresql'

/**
 * What can be needed: how it is found, and the name of its package by package manager; of several
 * names in one array, the first that the package manager knows.
 */
const NEEDS = {
  redis: {
    title: 'a Redis server',
    isThere: () => find('valkey-server') !== null || find('redis-server') !== null,
    packages: { apt: ['redis-server'], dnf: ['valkey'], apk: ['redis'], brew: ['redis'] },
  },
  chromium: {
    title: 'Chromium',
    isThere: () => findChromium() !== null,
    packages: {
      apt: [['chromium-headless-shell', 'chromium']],
      dnf: ['chromium'],
      apk: ['chromium'],
      brew: ['chromium'],
    },
  },
  sidekiq: {
    title: "Ruby's Sidekiq",
    isThere: () => succeeds('ruby', ['-e', 'require "sidekiq/web"']),
    packages: { apt: ['ruby', 'ruby-sidekiq', 'ruby-rack'] },
  },
  postgres: {
    title: 'a PostgreSQL server with psql',
    isThere: () =>
      find('psql') !== null && (find('initdb') !== null || existsSync(DEBIAN_POSTGRES)),
    packages: { apt: ['postgresql'], dnf: ['postgresql-server', 'postgresql-contrib'] },
  },
  zip: {
    title: 'zip',
    isThere: () => find('zip') !== null,
    packages: { apt: ['zip'], dnf: ['zip'], apk: ['zip'], brew: ['zip'] },
  },
  pgbouncer: {
    title: 'PgBouncer',
    isThere: () => find('pgbouncer') !== null || existsSync('/usr/sbin/pgbouncer'),
    packages: { apt: ['pgbouncer'], dnf: ['pgbouncer'], apk: ['pgbouncer'], brew: ['pgbouncer'] },
  },
  unzip: {
    title: 'unzip',
    isThere: () => find('unzip') !== null,
    packages: { apt: ['unzip'], dnf: ['unzip'], apk: ['unzip'], brew: ['unzip'] },
  },
}

const MANAGERS = [
  {
    name: 'apt',
    program: 'apt-get',
    install: ['apt-get', 'install', '--yes', '--no-install-recommends'],
  },
  { name: 'dnf', program: 'dnf', install: ['dnf', 'install', '--assumeyes'] },
  { name: 'apk', program: 'apk', install: ['apk', 'add'] },
  { name: 'brew', program: 'brew', install: ['brew', 'install'] },
]

/** The browser for the tests: `CHROMIUM_PATH`, else the first one on the path; null without one. */
export function findChromium() {
  const { CHROMIUM_PATH } = process.env
  if (CHROMIUM_PATH !== undefined && CHROMIUM_PATH !== '') return find(CHROMIUM_PATH)
  for (const program of CHROMIUM_PROGRAMS) {
    const path = find(program)
    if (path !== null) return path
  }
  return MAC_CHROMIUM.find((path) => existsSync(path)) ?? null
}

/**
 * Installs what is missing of the named needs, where that is possible without a question.
 *
 * @returns one sentence for each need that is still missing.
 */
export async function ensurePrograms(names) {
  const missing = () => names.filter((name) => !NEEDS[name].isThere())
  if (missing().length > 0) await install(missing())
  return missing().map(describe)
}

function describe(name) {
  const manager = MANAGERS.find((candidate) => find(candidate.program) !== null)
  const packages = manager === undefined ? undefined : NEEDS[name].packages[manager.name]
  if (packages === undefined) return `${NEEDS[name].title} is missing.`
  const sudo = isRoot() || manager.name === 'brew' ? '' : 'sudo '
  const command = [...manager.install, ...packages.map(firstKnown)].join(' ')
  return `${NEEDS[name].title} is missing; install it with: ${sudo}${command}`
}

async function install(names) {
  const manager = MANAGERS.find((candidate) => find(candidate.program) !== null)
  if (manager === undefined) return
  const packages = names.flatMap((name) => NEEDS[name].packages[manager.name] ?? [])
  const prefix = privilege(manager.name)
  if (packages.length === 0 || prefix === null) return
  say(`Installing ${names.map((name) => NEEDS[name].title).join(', ')} (${manager.name}) …`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  // A fresh container knows no packages before the first update.
  if (manager.name === 'apt') await runAll([...prefix, 'apt-get', 'update', '--quiet=2'], env)
  await runAll([...prefix, ...manager.install, ...packages.map(firstKnown)], env)
}

/** Only apt is given a choice; the last name is taken where it knows none, and says so itself. */
function firstKnown(choice) {
  if (typeof choice === 'string') return choice
  return choice.find((name) => succeeds('apt-cache', ['show', name])) ?? choice.at(-1)
}

function runAll([command, ...parameters], env) {
  return run(command, parameters, { env, timeoutMs: 240_000 })
}

/** How to become root without a question: nothing to add, `sudo -n`, or null for "not possible". */
function privilege(managerName) {
  if (isRoot() || managerName === 'brew') return []
  return find('sudo') !== null && succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n'] : null
}

function isRoot() {
  return process.getuid?.() === 0
}
