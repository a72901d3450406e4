/** What must be reached, and whether it was: ratios within one run. */
import type { EngineName } from './engines.ts'
import type { BenchOptions } from './options.ts'
import type { Results } from './results.ts'
import { barLine, type BarLine, type Limit } from '../shared/bar-line.ts'

/** What the bars are judged by. */
export interface Judgement {
  readonly results: Results
  /** Engines that could not be measured, and why. */
  readonly missing: ReadonlyMap<EngineName, string>
  readonly options: BenchOptions
}

/** A bar: from the results to a value; null when a part of it was not measured. */
interface Bar extends Limit {
  readonly scenario: string
  /** The engine that ours is compared with, if any. */
  readonly against?: EngineName
  readonly measure: (results: Results) => number | null
}

const PEERS = [
  { against: 'bullmq', title: 'BullMQ', limit: 8 },
  { against: 'bee-queue', title: 'Bee-Queue', limit: 4 },
  { against: 'sidekiq', title: 'Sidekiq (Ruby)', limit: 8 },
] as const

/** Ours at a concurrency of at most 50; a peer at whatever is best for it. */
const UP_TO_50 = /^c=(?:10|50)$/u

const RATE = 'jobsPerSecond'

const BARS: readonly Bar[] = [
  ...drainBars('drain', 'drain, best concurrency up to 50'),
  {
    name: 'Redis CPU a job, against BullMQ',
    scenario: 'drain',
    against: 'bullmq',
    compare: '≤',
    limit: 0.1,
    unit: ' ×',
    measure: (results) =>
      ratio(leastRedis(results, 'ours', UP_TO_50), leastRedis(results, 'bullmq')),
  },
  ...drainBars('million', 'drain with 1,000,000 waiting'),
  {
    name: 'two processes against one',
    scenario: 'two',
    compare: '≥',
    limit: 1.3,
    unit: ' ×',
    measure: (results) =>
      ratio(
        results.median({ scenario: 'two', engine: 'ours', variant: '2 processes' }, RATE),
        results.median({ scenario: 'two', engine: 'ours', variant: '1 process' }, RATE),
      ),
  },
  ...(['1 queue', '5 queues'] as const).flatMap((variant) =>
    (['p50', 'p99'] as const).map((figure): Bar => pickupBar(variant, figure)),
  ),
  {
    name: 'drain with 1 ms of network round trip, against BullMQ',
    scenario: 'latency',
    against: 'bullmq',
    compare: '≥',
    limit: 6,
    unit: ' ×',
    measure: (results) =>
      ratio(results.best('latency', 'ours', RATE), results.best('latency', 'bullmq', RATE)),
  },
  {
    name: 'recovery after SIGKILL of a process on another machine',
    scenario: 'recovery',
    compare: '≤',
    limit: 15,
    unit: ' s',
    measure: (results) => {
      const longest = results
        .find({ scenario: 'recovery', engine: 'ours', variant: 'another machine' })
        ?.rounds.map(({ recoveryMs }) => recoveryMs ?? NaN)
      // The longest, not the median: a promise is kept every time.
      return longest === undefined ? null : Math.max(...longest) / 1000
    },
  },
  {
    name: 'due jobs moved from the scheduled set, against BullMQ',
    scenario: 'scheduled',
    against: 'bullmq',
    compare: '≥',
    limit: 1,
    unit: ' ×',
    measure: (results) =>
      ratio(
        results.median({ scenario: 'scheduled', engine: 'ours', variant: 'moving only' }, RATE),
        results.best('scheduled', 'bullmq', RATE),
      ),
  },
  {
    name: 'lateness of a scheduled job, p99',
    scenario: 'lateness',
    compare: '≤',
    limit: 50,
    unit: ' ms',
    measure: (results) =>
      results.median({ scenario: 'lateness', engine: 'ours', variant: '' }, 'p99Ms'),
  },
  ...(['1 queue', '5 queues'] as const).map((variant): Bar => ({
    name: `Redis commands a second of an idle worker, ${variant}`,
    scenario: 'idle',
    compare: '≤',
    limit: 2,
    unit: '',
    measure: (results) =>
      results.median({ scenario: 'idle', engine: 'ours', variant }, 'commandsPerSecond'),
  })),
  {
    name: 'memory in Redis of a waiting job, against Sidekiq (Ruby)',
    scenario: 'memory',
    against: 'sidekiq',
    compare: '≤',
    // The same payload but for the digits of its times, which Sidekiq 8 writes shorter than 6.
    limit: 1,
    unit: ' ×',
    measure: (results) =>
      ratio(
        results.median({ scenario: 'memory', engine: 'ours', variant: '' }, 'bytesPerJob'),
        results.median({ scenario: 'memory', engine: 'sidekiq', variant: '' }, 'bytesPerJob'),
      ),
  },
]

function drainBars(scenario: string, title: string): Bar[] {
  const best = (results: Results) => results.best(scenario, 'ours', RATE, UP_TO_50)
  const peers = PEERS.map(({ against, title: peer, limit }): Bar => ({
    name: `${title}, against ${peer}`,
    scenario,
    against,
    compare: '≥',
    limit,
    unit: ' ×',
    measure: (results) => ratio(best(results), results.best(scenario, against, RATE)),
  }))
  const bare: Bar = {
    name: `${title}, share of the bare shape`,
    scenario,
    against: 'bare',
    compare: '≥',
    limit: 40,
    unit: ' %',
    measure: (results) =>
      percent(ratio(best(results), results.best(scenario, 'bare', RATE, UP_TO_50))),
  }
  return [...peers, bare]
}

function pickupBar(variant: string, figure: 'p50' | 'p99'): Bar {
  const of = (results: Results, engine: EngineName) =>
    results.median({ scenario: 'pickup', engine, variant }, `${figure}Ms`)
  return {
    name: `pick-up when idle, ${variant}, ${figure}, against Sidekiq (Ruby)`,
    scenario: 'pickup',
    against: 'sidekiq',
    compare: '≤',
    limit: 1,
    unit: ' ×',
    measure: (results) => ratio(of(results, 'ours'), of(results, 'sidekiq')),
  }
}

function leastRedis(results: Results, engine: EngineName, variants?: RegExp): number | null {
  return results.least('drain', engine, 'redisCpuUsPerJob', variants)
}

function ratio(value: number | null, of: number | null): number | null {
  return value === null || of === null ? null : value / of
}

function percent(share: number | null): number | null {
  return share === null ? null : share * 100
}

/** One line for each bar of the scenarios that were run. */
export function barLines({ results, missing, options }: Judgement): BarLine[] {
  const { only } = options
  return BARS.filter(({ scenario }) => only === null || only.includes(scenario)).map((bar) => {
    const missingEngine = bar.against && missing.get(bar.against)
    const why = results.failures.has(bar.scenario) ? 'the scenario failed' : missingEngine
    return barLine(bar, bar.measure(results), why ?? 'not part of this run')
  })
}
