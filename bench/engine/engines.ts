/** The engines that are measured: how their workers and pushers are started, and whether they can. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ChildTask } from './peers/child.ts'

export const ENGINE_NAMES = ['ours', 'bare', 'bullmq', 'bee-queue', 'sidekiq'] as const

/** `bare` is no engine: our scripts in a tight loop, the ceiling of ours. */
export type EngineName = (typeof ENGINE_NAMES)[number]

/** One contestant. */
export interface Engine {
  readonly name: EngineName
  /** For people. */
  readonly title: string
  /** The command that runs its worker. */
  worker(task: ChildTask): readonly string[]
  /** The command that pushes its jobs. */
  pusher(task: ChildTask): readonly string[]
  /** The engine whose pusher fills its queues: the formats of ours, the bare shape and Ruby agree. */
  readonly feeder: Pick<Engine, 'pusher'>
  /** The concurrency at which it is at its best in the long scenarios. */
  readonly bestConcurrency: number
  /** How many jobs a drain gives it: slow ones get fewer, because only the rate counts. */
  readonly drainCount: number
}

const FAST_COUNT = 200_000

/** Makes the contestants. */
export function createEngines(): Readonly<Record<EngineName, Engine>> {
  // The children take our engine from where we take it.
  const node = (file: string) => () => [process.execPath, ...process.execArgv, pathOf(file)]
  const ours = { pusher: node('ours-pusher.ts') }
  const bullmq = { pusher: node('bullmq-pusher.ts') }
  const beeQueue = { pusher: node('bee-queue-pusher.ts') }
  return {
    ours: {
      name: 'ours',
      title: 'Howdah',
      worker: node('ours-worker.ts'),
      ...ours,
      feeder: ours,
      bestConcurrency: 50,
      drainCount: FAST_COUNT,
    },
    bare: {
      name: 'bare',
      title: 'bare shape',
      worker: node('bare-worker.ts'),
      pusher: node('bare-pusher.ts'),
      feeder: ours,
      bestConcurrency: 50,
      drainCount: FAST_COUNT,
    },
    bullmq: {
      name: 'bullmq',
      title: 'BullMQ',
      worker: node('bullmq-worker.ts'),
      ...bullmq,
      feeder: bullmq,
      bestConcurrency: 50,
      drainCount: 30_000,
    },
    'bee-queue': {
      name: 'bee-queue',
      title: 'Bee-Queue',
      worker: node('bee-queue-worker.ts'),
      ...beeQueue,
      feeder: beeQueue,
      bestConcurrency: 100,
      drainCount: 50_000,
    },
    sidekiq: {
      name: 'sidekiq',
      title: 'Sidekiq (Ruby)',
      worker: sidekiqWorker,
      pusher: () => ['ruby', pathOf('sidekiq-pusher.rb')],
      feeder: ours,
      bestConcurrency: 10,
      drainCount: 20_000,
    },
  }
}

/** Why an engine cannot be measured here, and what to do; null when it can. */
export function whyNot(name: EngineName): string | null {
  if (name === 'ours' || name === 'bare') return null
  if (name === 'sidekiq') return whyNoSidekiq()
  const folder = fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url))
  return existsSync(folder) ? null : `${name} is not installed (npm ci in bench/)`
}

function whyNoSidekiq(): string | null {
  try {
    execFileSync('ruby', ['-e', 'require "sidekiq"'], { stdio: 'pipe' })
    return null
  } catch {
    return 'Ruby with Sidekiq is not installed (Debian: apt-get install ruby-sidekiq)'
  }
}

function sidekiqWorker({ queues, concurrency }: ChildTask): readonly string[] {
  const command = ['sidekiq', '-r', pathOf('sidekiq-worker.rb'), '-c', String(concurrency)]
  return [...command, '-t', '1', ...queues.flatMap((queue) => ['-q', queue])]
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(`peers/${file}`, import.meta.url))
}
