/**
 * The throw-away PostgreSQL cluster of one test run, shared by all its test processes.
 *
 * - Whoever creates the cluster's folder first starts it; the others wait for its address file.
 * - A small watchdog stops the server and removes the folder when the test run is gone, even when
 *   the run was killed: no test needs to remember it.
 * - PostgreSQL refuses to run as root; as root (containers, CI) it is started as user "nobody".
 */
import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'
import { Client } from 'pg'
import { SCHEMA_4_5 } from '../mastodon/schema.ts'

/** What a fresh database may start from, and the template database that holds it. */
export const TEMPLATES = { mastodon: 'howdah_mastodon', empty: 'template0' } as const
export type TemplateName = keyof typeof TEMPLATES

/** How long another process may take to start the cluster: a cold, busy machine needs seconds. */
const START_TIMEOUT_MS = 60_000

/** The folder with `initdb` and `pg_ctl`, or null where no PostgreSQL server is installed. */
export function findServerPrograms(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : []
  const folders = [
    process.env['HOWDAH_POSTGRES_BIN'],
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ]
  return folders.find((folder) => folder !== undefined && hasServer(folder)) ?? null
}

/** Starts this test run's cluster, or waits for the one another process starts: its admin URL. */
export async function joinCluster(programs: string): Promise<string> {
  const owner = testRunPid()
  const folder = join(quickFolder(), `howdah-test-postgres-${String(owner)}`)
  if (claim(folder)) {
    try {
      await announce(folder, { url: await startCluster({ programs, folder, owner }) })
    } catch (error) {
      await announce(folder, { error: error instanceof Error ? error.message : String(error) })
    }
  }
  return waitForAddress(folder)
}

/**
 * In memory where there is enough of it. A database is six hundred files, and ext4 without a journal looks at each file
 * deleted in the last minute before it makes one: after some databases the next takes four times the processor time.
 */
function quickFolder(): string {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return tmpdir()
  // The size, not what is free: every process of a test run must come to the same answer.
  const { bsize, blocks } = statfsSync(memory)
  return bsize * blocks >= ENOUGH_BYTES ? memory : tmpdir()
}

/** Some databases at a time, of 10 MB each, and their log: ten times what they take. */
const ENOUGH_BYTES = 2 * 1024 ** 3

/** A cluster that belongs to one test file, which may do to it what it likes. */
export interface PrivateCluster {
  /** A database with the tables of Mastodon 4.5. */
  readonly url: string
  /** Cuts every connection without a word, as a crash does, and starts it again. */
  crash(): void
  stop(): void
}

/** @param programs of {@link findServerPrograms} */
export async function startPrivateCluster(programs: string): Promise<PrivateCluster> {
  const folder = mkdtempSync(join(quickFolder(), 'howdah-private-postgres-'))
  const url = new URL(await startCluster({ programs, folder, owner: process.pid }))
  url.pathname = `/${TEMPLATES.mastodon}`
  const control = (...parameters: readonly string[]): void => {
    const data = join(folder, 'data')
    const own = ['-D', data, '-l', join(data, 'log'), '-m', 'immediate', '-w', ...parameters]
    const settings = { ...unprivilegedIdentity(), cwd: data, stdio: 'ignore' } as const
    execFileSync(join(programs, 'pg_ctl'), own, settings)
  }
  return {
    url: url.href,
    crash: () => control('restart'),
    stop: () => {
      control('stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface ClusterPlace {
  readonly programs: string
  readonly folder: string
  /** The process whose end ends the cluster. */
  readonly owner: number
}

type Announcement = { readonly url: string } | { readonly error: string }

/** Test processes are children of the run's main process; without a test run it is ourselves. */
function testRunPid(): number {
  return process.env['VITEST'] !== undefined && isMainThread ? process.ppid : process.pid
}

function hasServer(folder: string): boolean {
  return existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl'))
}

/** `mkdir` is atomic: exactly one process gets true. */
function claim(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    // Somebody else was first; a folder that cannot be made at all shows as a time-out with its name.
    return false
  }
}

async function startCluster(place: ClusterPlace): Promise<string> {
  const { programs, folder } = place
  chmodSync(folder, 0o755)
  startWatchdog(place)
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const identity = unprivilegedIdentity()
  if (identity.uid !== undefined) chownSync(data, identity.uid, identity.gid)
  const run = (program: string, args: readonly string[]): void => {
    execFileSync(join(programs, program), args, {
      ...identity,
      cwd: data,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  }
  run('initdb', ['-D', data, '-U', 'howdah', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'])
  const port = await freePort()
  run('pg_ctl', ['-D', data, '-w', '-l', join(data, 'log'), '-o', serverSettings(port), 'start'])
  const url = `postgresql://howdah@127.0.0.1:${String(port)}/postgres`
  await createTemplates(url)
  return url
}

/** Durability is worth nothing to data that lives for a minute. */
function serverSettings(port: number): string {
  return [
    `-c port=${String(port)}`,
    '-c listen_addresses=127.0.0.1',
    "-c unix_socket_directories=''",
    '-c fsync=off -c synchronous_commit=off -c full_page_writes=off',
    '-c max_connections=200',
    '-c max_wal_size=64MB -c min_wal_size=32MB',
    '-c timezone=UTC',
  ].join(' ')
}

export function unprivilegedIdentity():
  | { uid: number; gid: number }
  | { uid?: never; gid?: never } {
  if (process.getuid?.() !== 0) return {}
  const ask = (flag: string): number =>
    Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: ask('-u'), gid: ask('-g') }
}

/** Ends with the owner, not with this process, which may be one of many short-lived workers. */
function startWatchdog({ folder, owner }: ClusterPlace): void {
  const script = `
    while kill -0 "$1" 2>/dev/null; do sleep 1; done
    [ -f "$2/data/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"
    sleep 1
    rm -rf "$2"`
  spawn('sh', ['-c', script, 'watchdog', String(owner), folder], {
    detached: true,
    stdio: 'ignore',
  }).unref()
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string')
    throw new Error('No free TCP port was given.')
  return address.port
}

async function createTemplates(adminUrl: string): Promise<void> {
  await query(adminUrl, `CREATE DATABASE ${TEMPLATES.mastodon} TEMPLATE template0`)
  const templateUrl = new URL(adminUrl)
  templateUrl.pathname = `/${TEMPLATES.mastodon}`
  await query(templateUrl.href, SCHEMA_4_5)
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(text)
  await client.end()
}

/** Written beside and renamed, so that a reader never sees half of it. */
async function announce(folder: string, announcement: Announcement): Promise<void> {
  await writeFile(join(folder, 'address.new'), JSON.stringify(announcement))
  await rename(join(folder, 'address.new'), join(folder, 'address.json'))
}

async function waitForAddress(folder: string): Promise<string> {
  const file = join(folder, 'address.json')
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!existsSync(file)) {
    if (Date.now() > deadline) {
      throw new Error(
        `The test cluster did not come up within 60 s; look into ${folder}, then delete it.`,
      )
    }
    await delay(50)
  }
  const announcement = JSON.parse(await readFile(file, 'utf8')) as Announcement
  if ('url' in announcement) return announcement.url
  rmSync(folder, { recursive: true, force: true })
  throw new Error(`The test cluster could not be started: ${announcement.error}`)
}
