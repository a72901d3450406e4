/**
 * What every measured process has in common: it is told its task by one environment variable and
 * answers with lines on standard output, each an `@` and one JSON object. The Ruby programs speak
 * the same way.
 */

/** The task of a worker or a pusher. */
export interface ChildTask {
  readonly redisUrl: string
  readonly queues: readonly string[]
  readonly concurrency: number
  /** What the handler of a worker does; see `Track` and the messages. */
  readonly handler: HandlerKind
  /** A progress message after so many jobs. */
  readonly progressEvery: number
  /** What a pusher does. */
  readonly push: PushKind
  /** How many jobs a pusher pushes. */
  readonly count: number
  /** For `pace`: jobs a second. */
  readonly perSecond: number
  /** For `due`: the first and the last run time in epoch milliseconds. */
  readonly dueFromMs: number
  readonly dueToMs: number
}

/** `count`: nothing; `pickup`, `lateness`: note how late it is; `hold`: say so and wait. */
export type HandlerKind = 'count' | 'pickup' | 'lateness' | 'hold'

/** `single`: one awaited after the other; `callers`: 100 at once; `pace`: so many a second. */
export type PushKind = 'single' | 'callers' | 'bulk' | 'pace' | 'due'

/** A line of a measured process. */
export type ChildMessage =
  | { readonly event: 'ready' }
  | ProgressMessage
  | { readonly event: 'delays'; readonly delaysMs: readonly number[] }
  | { readonly event: 'holding'; readonly atMs: number }
  | { readonly event: 'listening'; readonly url: string }
  | { readonly event: 'pushed'; readonly count: number; readonly elapsedMs: number }

/** How far a worker is, seen from inside the handler. */
export interface ProgressMessage {
  readonly event: 'progress'
  /** Jobs whose handler has begun, this one included. */
  readonly count: number
  /** The machine's monotonic clock, which all processes share. */
  readonly atMs: number
  /** Processor time of all threads of the process. */
  readonly cpuMs: number
  readonly rssBytes: number
}

/** The environment variable that carries the task. */
export const TASK_VARIABLE = 'BENCH_TASK'

/** Reads the task, and sees to it that this process ends with the one that measures it. */
export function readTask(): ChildTask {
  process.stdin
    .once('close', () => process.exit(1))
    .resume()
    .unref()
  const task: ChildTask = JSON.parse(process.env[TASK_VARIABLE] ?? '{}')
  return task
}

/** Says a line. */
export function say(message: ChildMessage): void {
  process.stdout.write(`@${JSON.stringify(message)}\n`)
}

/** Milliseconds of the monotonic clock (Linux: CLOCK_MONOTONIC, Ruby's too). */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** Milliseconds since the epoch, with fractions. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now()
}

/** How many delays are sent in one line. */
const DELAYS_PER_LINE = 20

/** Counts jobs and says how far it is: with the first, and then every so many. */
export class Track {
  #count = 0
  #next = 1
  readonly #every: number

  constructor(every: number) {
    this.#every = every
  }

  /** One job has begun. */
  count(): void {
    this.#count += 1
    if (this.#count < this.#next) return
    this.#next = this.#count - (this.#count % this.#every) + this.#every
    const { user, system } = process.cpuUsage()
    say({
      event: 'progress',
      count: this.#count,
      atMs: monotonicMs(),
      cpuMs: (user + system) / 1000,
      rssBytes: process.memoryUsage.rss(),
    })
  }
}

/** The handler for the arguments of `payload.ts`, whatever engine calls it. */
export function createHandler(task: ChildTask): (args: readonly unknown[]) => Promise<void> {
  const track = new Track(task.progressEvery)
  if (task.handler === 'count') {
    return async () => {
      track.count()
    }
  }
  if (task.handler === 'hold') return hold
  const now = task.handler === 'pickup' ? monotonicMs : wallMs
  let delaysMs: number[] = []
  return async ([sinceMs]) => {
    delaysMs.push(now() - Number(sinceMs))
    if (delaysMs.length < DELAYS_PER_LINE) return
    say({ event: 'delays', delaysMs })
    delaysMs = []
  }
}

/** Longer than any recovery that we wait for. */
const HOLD_MS = 300_000

async function hold(): Promise<void> {
  say({ event: 'holding', atMs: monotonicMs() })
  await new Promise((resolve) => setTimeout(resolve, HOLD_MS))
}
