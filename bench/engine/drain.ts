/** How fast one or more workers empty a queue, and what each job costs: used by many scenarios. */
import type { Bench, TaskParts } from './bench.ts'
import type { Engine } from './engines.ts'
import type { MeasuredProcess } from './measured-process.ts'
import type { ProgressMessage } from './peers/child.ts'
import type { Figures } from './results.ts'

/** Progress messages in one drain: enough to see a window, too few to cost anything. */
const PROGRESS_MESSAGES = 50

/** How to drain. */
export interface DrainOptions {
  readonly concurrency: number
  /** Jobs to run; the queue may hold more. */
  readonly count: number
  /** Worker processes. Default: 1. */
  readonly processes?: number
  /** Another way to Redis. */
  readonly redisUrl?: string
}

/**
 * Runs workers on a queue that is already filled, from the first job to the last. All engines are
 * timed alike: inside the handler, by the clock that all processes share.
 */
export async function measureDrain(
  bench: Bench,
  engine: Engine,
  options: DrainOptions,
): Promise<Figures> {
  const { count, processes = 1 } = options
  const every = Math.max(1, Math.floor(count / PROGRESS_MESSAGES))
  const redisBeforeMs = await bench.redis.cpuMs()
  const workers = await startWorkers(bench, engine, { ...options, every })
  await Promise.all(workers.map((worker) => untilDone(worker, workers, count - processes * every)))
  const redisMs = (await bench.redis.cpuMs()) - redisBeforeMs
  // Some are still running: what is done now belongs to the time that Redis has used till now.
  const done = workers.reduce((sum, worker) => sum + (worker.progress.at(-1)?.count ?? 0), 0)
  await Promise.all(workers.map((worker) => worker.stop()))
  const tracks = workers.map(({ progress }) => progress)
  return {
    jobsPerSecond: rateOf(tracks),
    workerCpuUsPerJob: (growth(tracks, 'cpuMs') * 1000) / growth(tracks, 'count'),
    redisCpuUsPerJob: (redisMs * 1000) / done,
    rssMb: Math.max(...workers.map((worker) => worker.progress.at(-1)?.rssBytes ?? 0)) / 1e6,
  }
}

async function startWorkers(
  bench: Bench,
  engine: Engine,
  { concurrency, processes = 1, every, redisUrl }: DrainOptions & { readonly every: number },
): Promise<MeasuredProcess[]> {
  const parts: TaskParts = {
    concurrency,
    progressEvery: every,
    ...(redisUrl !== undefined && { redisUrl }),
  }
  return await Promise.all(
    Array.from({ length: processes }, () => bench.startWorker(engine, parts)),
  )
}

/** With several processes nobody knows who runs the last jobs: the last messages may be missing. */
async function untilDone(
  worker: MeasuredProcess,
  workers: readonly MeasuredProcess[],
  least: number,
): Promise<void> {
  const done = () =>
    workers.reduce((sum, { progress }) => sum + (progress.at(-1)?.count ?? 0), 0) >= least
  await worker.until(done, 'the end of the queue')
}

/** How much a figure grew from the first to the last message, over all processes. */
function growth(
  tracks: readonly (readonly ProgressMessage[])[],
  figure: 'cpuMs' | 'count',
): number {
  return tracks.reduce(
    (sum, track) => sum + (track.at(-1)?.[figure] ?? 0) - (track[0]?.[figure] ?? 0),
    0,
  )
}

/** Jobs a second of all processes while all of them worked. */
function rateOf(tracks: readonly (readonly ProgressMessage[])[]): number {
  const fromMs = Math.max(...tracks.map((track) => track[0]?.atMs ?? 0))
  const toMs = Math.min(...tracks.map((track) => track.at(-1)?.atMs ?? 0))
  const jobs = tracks.reduce((sum, track) => sum + countAt(track, toMs) - countAt(track, fromMs), 0)
  return (jobs * 1000) / (toMs - fromMs)
}

/** The count at a time, on the straight line between the two messages around it. */
function countAt(track: readonly ProgressMessage[], atMs: number): number {
  const next = track.findIndex((message) => message.atMs >= atMs)
  const after = track[next]
  if (after === undefined) return track.at(-1)?.count ?? 0
  const before = track[next - 1]
  if (before === undefined) return after.count
  const share = (atMs - before.atMs) / (after.atMs - before.atMs)
  return before.count + share * (after.count - before.count)
}
