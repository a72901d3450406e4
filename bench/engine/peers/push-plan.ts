/**
 * The ways of pushing, once for all engines: an engine brings three functions, this file drives and
 * times them.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs, say } from './child.ts'
import type { ChildTask } from './child.ts'
import { argumentsOf } from './payload.ts'

/** What an engine brings. */
export interface Pusher {
  /** One job. */
  one(queue: string, args: readonly unknown[]): Promise<unknown>
  /** Many jobs, as the engine recommends it. */
  many(queue: string, argsList: readonly (readonly unknown[])[]): Promise<unknown>
  /** Many jobs, each at its time in epoch milliseconds. */
  later?(
    queue: string,
    jobs: readonly { args: readonly unknown[]; atMs: number }[],
  ): Promise<unknown>
}

const CALLERS = 100
const BULK_SIZE = 1_000

/** Pushes what the task says, then tells how long it took. */
export async function runPushTask(task: ChildTask, pusher: Pusher): Promise<void> {
  const startedAtMs = monotonicMs()
  await PLANS[task.push](task, pusher)
  say({ event: 'pushed', count: task.count, elapsedMs: monotonicMs() - startedAtMs })
}

const PLANS = { single, callers, bulk, pace, due } as const

async function single({ queues, count }: ChildTask, pusher: Pusher): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await pusher.one(queues[0] ?? '', argumentsOf(index))
  }
}

async function callers(task: ChildTask, pusher: Pusher): Promise<void> {
  const share = { ...task, count: Math.ceil(task.count / CALLERS) }
  await Promise.all(Array.from({ length: CALLERS }, () => single(share, pusher)))
}

async function bulk({ queues, count }: ChildTask, pusher: Pusher): Promise<void> {
  for (let from = 0; from < count; from += BULK_SIZE) {
    const length = Math.min(BULK_SIZE, count - from)
    await pusher.many(
      queues[0] ?? '',
      Array.from({ length }, (_, index) => argumentsOf(from + index)),
    )
  }
}

/** Round the queues, at a fixed rate; the first argument is the time of the push. */
async function pace({ queues, count, perSecond }: ChildTask, pusher: Pusher): Promise<void> {
  const startedAtMs = monotonicMs()
  for (let index = 0; index < count; index += 1) {
    const pauseMs = startedAtMs + (index * 1000) / perSecond - monotonicMs()
    if (pauseMs > 0) await sleep(pauseMs)
    await pusher.one(queues[index % queues.length] ?? '', argumentsOf(monotonicMs()))
  }
}

/** All at once, due evenly over a span; the first argument is the time when it is due. */
async function due(task: ChildTask, pusher: Pusher): Promise<void> {
  const { queues, count, dueFromMs, dueToMs } = task
  const stepMs = (dueToMs - dueFromMs) / count
  for (let from = 0; from < count; from += BULK_SIZE) {
    const length = Math.min(BULK_SIZE, count - from)
    const jobs = Array.from({ length }, (_, index) => {
      const atMs = Math.round(dueFromMs + (from + index) * stepMs)
      return { args: argumentsOf(atMs), atMs }
    })
    await pusher.later?.(queues[0] ?? '', jobs)
  }
}
