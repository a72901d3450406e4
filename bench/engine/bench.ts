/** What a scenario works with: the private Redis, the engines, the results, and short words. */
import type { BenchRedis } from './bench-redis.ts'
import type { Engine, EngineName } from './engines.ts'
import { MeasuredProcess } from './measured-process.ts'
import type { BenchOptions } from './options.ts'
import type { ChildTask } from './peers/child.ts'
import type { Results } from './results.ts'

/** One part of the benchmark. */
export interface Scenario {
  /** For `--only`. */
  readonly name: string
  /** What is measured, for people. */
  readonly title: string
  run(bench: Bench): Promise<void>
}

/** What is told to a child where nothing else is said. */
const USUAL_TASK: Omit<ChildTask, 'redisUrl'> = {
  queues: ['bench'],
  concurrency: 10,
  handler: 'count',
  progressEvery: 1_000,
  push: 'bulk',
  count: 0,
  perSecond: 100,
  dueFromMs: 0,
  dueToMs: 0,
}

/** What a scenario says about a child; the rest is usual. */
export type TaskParts = Partial<ChildTask>

/** The run. */
export class Bench {
  readonly options: BenchOptions
  readonly redis: BenchRedis
  readonly results: Results
  readonly say: (text: string) => void
  readonly #engines: Readonly<Record<EngineName, Engine>>
  /** Those that were asked for and are installed. */
  readonly #available: readonly EngineName[]
  readonly #children = new Set<MeasuredProcess>()

  constructor(parts: {
    readonly options: BenchOptions
    readonly redis: BenchRedis
    readonly results: Results
    readonly engines: Readonly<Record<EngineName, Engine>>
    readonly available: readonly EngineName[]
    readonly say: (text: string) => void
  }) {
    this.options = parts.options
    this.redis = parts.redis
    this.results = parts.results
    this.say = parts.say
    this.#engines = parts.engines
    this.#available = parts.available
  }

  /** Of these engines, those that can be measured. */
  engines(...names: EngineName[]): Engine[] {
    return names.filter((name) => this.#available.includes(name)).map((name) => this.#engines[name])
  }

  /** A number of jobs, scaled; at least `least`. */
  scaled(count: number, least = 200): number {
    return Math.max(least, Math.round((count * this.options.scale) / 100) * 100)
  }

  /** Rounds of a scenario that takes long or hardly varies. */
  rounds(atMost = Infinity): number {
    return Math.min(this.options.rounds, atMost)
  }

  /**
   * Runs all contestants once a round, in an order that moves on, so that whatever else the machine
   * does hits all of them.
   */
  async interleave<Contestant>(
    contestants: readonly Contestant[],
    run: (contestant: Contestant, round: number) => Promise<void>,
    rounds = this.rounds(),
  ): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const first = round % Math.max(1, contestants.length)
      const order = [...contestants.slice(first), ...contestants.slice(0, first)]
      for (const contestant of order) await run(contestant, round)
    }
  }

  /** Starts a worker and waits until it works. */
  async startWorker(engine: Engine, parts: TaskParts): Promise<MeasuredProcess> {
    const task = this.#task(parts)
    const worker = this.spawn(engine.worker(task), task)
    await worker.message('ready')
    return worker
  }

  /** Pushes and waits until all is pushed. Gives how long the pushing itself took. */
  async push(engine: Pick<Engine, 'pusher'>, parts: TaskParts): Promise<number> {
    const pusher = this.startPusher(engine, parts)
    const { elapsedMs } = await pusher.message('pushed', 600_000)
    await pusher.ended()
    this.#children.delete(pusher)
    return elapsedMs
  }

  /** Starts to push. */
  startPusher(engine: Pick<Engine, 'pusher'>, parts: TaskParts): MeasuredProcess {
    const task = this.#task(parts)
    return this.spawn(engine.pusher(task), task)
  }

  /** Starts any measured process. It ends at the latest with its scenario. */
  spawn(command: readonly string[], parts: TaskParts): MeasuredProcess {
    const child = new MeasuredProcess(command, this.#task(parts))
    this.#children.add(child)
    return child
  }

  /** Ends what a scenario left. */
  async clear(): Promise<void> {
    await Promise.all([...this.#children].map((child) => child.kill()))
    this.#children.clear()
    await this.redis.flush()
  }

  #task(parts: TaskParts): ChildTask {
    return { redisUrl: this.redis.url, ...USUAL_TASK, ...parts }
  }
}
