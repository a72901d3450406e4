/**
 * Our side: `howdah work` as its users run it, a process of its own, given `BackupWorker` jobs
 * through the queue and watched from outside until the ledger says that they are done.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client as EngineClient, connectRedis } from '@howdah/engine'
import { Client } from 'pg'
import { bareEnvironment } from '../../apps/exporter/src/testing/bare-environment.ts'
import { WORKER_ROLE, type BenchCluster } from './cluster.ts'
import type { BenchMember } from './community.ts'
import type { MediaTree } from './media.ts'
import { cpuSecondsOf, diskUse, peakMemoryMb } from './process-figures.ts'

/** Each look costs a query and a walk through a few folders: rarely enough to disturb nobody. */
const LOOK_MS = 100

export interface ExportPlan {
  readonly cluster: BenchCluster
  readonly database: string
  readonly redisUrl: string
  /** All exported at the same time. */
  readonly members: readonly BenchMember[]
  /** The members' files. */
  readonly media: MediaTree
  /** For archives and notes; emptied before. */
  readonly folder: string
  /** Processors that the workers may use, as `taskset` writes them. */
  readonly processors: string
  readonly processes: number
  readonly fromSource: boolean
  /** Settings of the worker beside the usual ones. */
  readonly environment: Readonly<Record<string, string>>
  /** Called when the workers are ready, before they get their jobs. */
  readonly beforeStart: () => void
  /** Archives that the workers build first and that count for nothing. */
  readonly archivesBefore: number
}

export interface ExportFigures {
  /** From the first start to the last end, by the ledger. */
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMb: number
  /** The most that lay on the disk beside the archives. */
  readonly besideMb: number
  readonly archiveMb: number
  readonly queries: number
  /** By stage, in seconds; those of the first member when there are several. */
  readonly stages: Readonly<Record<string, number>>
}

/** Builds the archives and gives what that took. Throws when an export fails or lacks a file. */
export async function runExports(plan: ExportPlan): Promise<ExportFigures> {
  rmSync(plan.folder, { recursive: true, force: true })
  mkdirSync(plan.folder, { recursive: true })
  const workers = Array.from({ length: plan.processes }, () => new Worker(plan))
  try {
    await Promise.all(workers.map((worker) => worker.ready))
    plan.beforeStart()
    for (let built = 0; built < plan.archivesBefore; built += 1) await measure(plan, workers)
    return await measure(plan, workers)
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
    rmSync(plan.folder, { recursive: true, force: true })
    rmSync(join(plan.media.root, 'backups'), { recursive: true, force: true })
  }
}

async function measure(plan: ExportPlan, workers: readonly Worker[]): Promise<ExportFigures> {
  const client = new Client({ connectionString: plan.cluster.url(plan.database) })
  await client.connect()
  try {
    await client.query('TRUNCATE howdah.exports CASCADE')
    await client.query('TRUNCATE backups')
    await client.query('SELECT pg_stat_statements_reset()')
    const cpuBefore = sum(workers.map((worker) => cpuSecondsOf(worker.pid)))
    const published = Promise.any(workers.map((worker) => worker.publishes()))
    await push(plan)
    const { seconds, besideMb, archiveMb } = await untilDone(plan, client)
    return {
      seconds,
      besideMb,
      archiveMb,
      cpuSeconds: sum(workers.map((worker) => cpuSecondsOf(worker.pid))) - cpuBefore,
      peakMb: Math.max(...workers.map((worker) => peakMemoryMb(worker.pid))),
      queries: await queriesOfWorkers(client),
      stages: (await published).stages,
    }
  } finally {
    await client.end()
  }
}

async function push({ redisUrl, members }: ExportPlan): Promise<void> {
  const redis = connectRedis(redisUrl)
  const client = new EngineClient({ redis })
  const args = members.map(({ userId }) => [{ user_id: Number(userId), type: 'backup' }])
  await client.pushBulk({ class: 'BackupWorker', queue: 'export' }, args)
  await redis.close()
}

const STATES = `
  SELECT count(*) FILTER (WHERE state = 'done')::integer AS done,
    string_agg(error, ' ') AS error, sum(size_bytes) AS bytes,
    sum(missing_files)::integer AS missing,
    extract(epoch FROM max(finished_at) - min(started_at))::float8 AS seconds
  FROM howdah.exports`

async function untilDone(plan: ExportPlan, client: Client) {
  let besideMb = 0
  for (;;) {
    const { rows } = await client.query<Record<string, number | string | null>>(STATES)
    const { done, error, bytes, seconds, missing } = rows[0] ?? {}
    if (typeof error === 'string') throw new Error(`An export failed: ${error}`)
    if (done === plan.members.length) {
      if (missing !== 0) throw new Error(`${missing} files are missing in the archives.`)
      return { seconds: Number(seconds), besideMb, archiveMb: Number(bytes) / 1e6 }
    }
    besideMb = Math.max(
      besideMb,
      othersMb(plan.folder) + othersMb(join(plan.media.root, 'backups')),
    )
    await sleep(LOOK_MS)
  }
}

function othersMb(folder: string): number {
  return existsSync(folder) ? diskUse(folder).others / 1e6 : 0
}

async function queriesOfWorkers(client: Client): Promise<number> {
  const { rows } = await client.query<{ calls: string }>(
    `SELECT coalesce(sum(calls), 0) AS calls FROM pg_stat_statements
     WHERE userid = $1::regrole AND toplevel`,
    [WORKER_ROLE],
  )
  return Number(rows[0]?.calls)
}

/** What a worker says when an archive is published. */
interface Published {
  readonly stages: Readonly<Record<string, number>>
}

class Worker {
  readonly ready: Promise<void>
  #published = Promise.withResolvers<Published>()
  readonly #child: ChildProcess
  readonly #said: string[] = []
  #isOver = false

  constructor(plan: ExportPlan) {
    const [program, ...parameters] = commandOf(plan)
    this.#child = spawn(program ?? '', parameters, { env: environmentOf(plan) })
    const ready = Promise.withResolvers<void>()
    this.ready = ready.promise
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        this.#said.push(line)
        if (line.includes('READY')) ready.resolve()
        if (line.includes('"stage_ms"')) this.#published.resolve({ stages: stagesOf(line) })
      })
    }
    this.#child.on('exit', (code) => {
      this.#isOver = true
      const error = new Error(`A worker ended with ${code}:\n${this.#said.slice(-20).join('\n')}`)
      ready.reject(error)
      this.#published.reject(error)
    })
  }

  /** The first archive from now on. */
  publishes(): Promise<Published> {
    this.#published = Promise.withResolvers<Published>()
    this.#published.promise.catch(() => {}) // Of several workers one is asked.
    return this.#published.promise
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  async stop(): Promise<void> {
    if (this.#isOver) return
    this.#child.kill('SIGTERM')
    await once(this.#child, 'exit')
  }
}

function stagesOf(line: string): Readonly<Record<string, number>> {
  const { stage_ms: stages }: { stage_ms: Record<string, number> } = JSON.parse(line)
  return Object.fromEntries(Object.entries(stages).map(([name, ms]) => [name, ms / 1_000]))
}

/** `taskset` becomes the worker: the process that is watched is the one that works. */
function commandOf({ processors, processes, members, fromSource }: ExportPlan): string[] {
  const concurrency = String(Math.ceil(members.length / processes))
  const main = fileURLToPath(
    new URL(`../../apps/exporter/${fromSource ? 'src/main.ts' : 'dist/main.js'}`, import.meta.url),
  )
  const conditions = fromSource ? ['--conditions=source'] : []
  const program = ['taskset', '-c', processors, process.execPath, ...conditions, main]
  return [...program, 'work', '-c', concurrency]
}

function environmentOf(plan: ExportPlan) {
  const { cluster, database, redisUrl, media, folder, environment } = plan
  return {
    ...bareEnvironment(),
    LOCAL_DOMAIN: 'bench.example',
    DATABASE_URL: cluster.url(database, WORKER_ROLE),
    REDIS_URL: redisUrl,
    PAPERCLIP_ROOT_PATH: media.root,
    HOWDAH_DATA: folder,
    HOWDAH_PUBLIC_URL: 'http://127.0.0.1:3000',
    HOWDAH_LOG_LEVEL: 'info',
    ...environment,
  }
}

/** So that what one contestant left to the disk is not written at the cost of the next. */
export function settleDisk(): void {
  execFileSync('sync')
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
