/**
 * The benchmark's own PostgreSQL: a cluster that is kept between runs, because filling it takes
 * minutes. PostgreSQL refuses to run as root; as root it runs as user "nobody".
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { findServerPrograms } from '../../apps/exporter/src/testing/postgres-cluster.ts'

/** As a small server of its own would be set, but without waiting for the disk at each commit. */
const SETTINGS = [
  'shared_buffers=1GB',
  'max_wal_size=4GB',
  'synchronous_commit=off',
  'shared_preload_libraries=pg_stat_statements',
  "unix_socket_directories=''",
  'listen_addresses=127.0.0.1',
  'max_connections=100',
  'timezone=UTC',
]

/** Connects as this role, so that its statements can be told from ours. */
export const WORKER_ROLE = 'exporter'

export class BenchCluster {
  readonly #programs: string
  readonly #data: string
  readonly #port: number

  private constructor(programs: string, data: string, port: number) {
    this.#programs = programs
    this.#data = data
    this.#port = port
  }

  /** Starts it; makes it first where there is none. */
  static async start(folder: string): Promise<BenchCluster> {
    const programs = findServerPrograms()
    if (programs === null) throw new Error('No PostgreSQL server is installed.')
    const data = join(folder, 'postgres')
    const cluster = new BenchCluster(programs, data, await freePort())
    if (!existsSync(join(data, 'PG_VERSION'))) cluster.#initialise()
    // A run that was killed has left its server.
    if (existsSync(join(data, 'postmaster.pid'))) cluster.#stopServer()
    const settings = [...SETTINGS, `port=${cluster.#port}`].map((setting) => `-c ${setting}`)
    const parameters = ['-w', '-l', join(data, 'log'), '-o', settings.join(' '), 'start']
    cluster.#run('pg_ctl', ['-D', data, ...parameters])
    return cluster
  }

  /** Connection string of a database. */
  url(database: string, role = 'howdah'): string {
    return `postgresql://${role}@127.0.0.1:${this.#port}/${database}`
  }

  /** Lets the server, and whatever connects from now on, run on these processors only. */
  pin(processors: string): void {
    const [pid = ''] = readFileSync(join(this.#data, 'postmaster.pid'), 'utf8').split('\n')
    const children = execFileSync('pgrep', ['-P', pid], { encoding: 'utf8' }).trim().split('\n')
    for (const process of [pid, ...children]) {
      // One that has ended meanwhile, as PostgreSQL's helpers do, needs no place.
      spawnSync('taskset', ['-p', '-c', processors, process], { stdio: 'ignore' })
    }
  }

  /**
   * Reads all of a database into the machine's memory. A server that was just started reads it from the
   * disk, 330 pages for counting the rows of 10,000 posts, and only the first who is measured would pay.
   */
  async warm(database: string): Promise<void> {
    await this.query(database, 'CREATE EXTENSION IF NOT EXISTS pg_prewarm', () => null)
    const text = `SELECT sum(pg_prewarm(oid, 'read')) AS pages FROM pg_class
      WHERE relkind IN ('r', 'i', 't')`
    await this.query(database, text, () => null)
  }

  async version(): Promise<string> {
    return this.query('postgres', 'SHOW server_version', (row) => String(row['server_version']))
  }

  /** One statement; gives what is made of its first row. */
  async query<Value>(
    database: string,
    text: string,
    read: (row: Record<string, unknown>) => Value,
  ): Promise<Value> {
    const client = new Client({ connectionString: this.url(database) })
    await client.connect()
    try {
      const { rows } = await client.query<Record<string, unknown>>(text)
      return read(rows[0] ?? {})
    } finally {
      await client.end()
    }
  }

  stop(): void {
    this.#stopServer()
  }

  #initialise(): void {
    mkdirSync(this.#data, { recursive: true, mode: 0o700 })
    const { uid, gid } = unprivileged()
    if (uid !== undefined && gid !== undefined) chownSync(this.#data, uid, gid)
    chmodSync(this.#data, 0o700)
    const parameters = ['-U', 'howdah', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N']
    this.#run('initdb', ['-D', this.#data, ...parameters])
  }

  #stopServer(): void {
    try {
      this.#run('pg_ctl', ['-D', this.#data, '-m', 'fast', '-w', 'stop'])
    } catch {
      // It was not running any more; only its pid file was left.
    }
  }

  #run(program: string, parameters: readonly string[]): void {
    execFileSync(join(this.#programs, program), parameters, {
      ...unprivileged(),
      cwd: this.#data,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  }
}

function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const ask = (flag: string): number =>
    Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: ask('-u'), gid: ask('-g') }
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free TCP port.')
  return address.port
}
