/** The scripts of the scheduled poller, with named inputs: due jobs move to their queues. */
import { asBoolean, asNumber, defineScript } from './script.ts'
import { MAX_UNITS_PER_SCRIPT } from './scripts.ts'
import { uniqueLockKeys, uniqueLockLibrary } from './unique-lock.ts'
import type { EpochMs, EpochSeconds } from '../support/epoch.ts'

/** A due member of a sorted set; `queue` null = it is no job and goes to the dead set. */
export interface DueJob {
  readonly member: string | Buffer
  readonly payload: string | Buffer
  readonly queue: string | null
}

interface EnqueueDueInput {
  readonly set: string
  readonly now: EpochSeconds
  readonly jobs: readonly DueJob[]
}

export const enqueueDueScript = defineScript({
  file: new URL('./scripts/enqueue-due.lua', import.meta.url),
  libraries: [uniqueLockLibrary],
  keys: ({ set, jobs }: EnqueueDueInput, keys) => [
    set,
    keys.queues,
    keys.dead,
    ...uniqueLockKeys(keys),
    ...queuesOf(jobs).map((queue) => keys.queue(queue)),
  ],
  parameters: ({ now, jobs }) => {
    const queues = queuesOf(jobs)
    const numbers = new Map(queues.map((queue, index) => [queue, index + 1]))
    return [
      now,
      queues.length,
      ...queues,
      ...jobs.flatMap(({ queue, member, payload }) => [
        queue === null ? 0 : (numbers.get(queue) ?? 0),
        member,
        payload,
      ]),
    ]
  },
  reply: asNumber,
})

/** The quick way for jobs as clients write them; what is not plain is left for the careful one. */
export const moveDueScript = defineScript({
  file: new URL('./scripts/move-due.lua', import.meta.url),
  keys: (
    {
      set,
    }: {
      readonly set: string
      readonly now: EpochSeconds
      readonly nowMs: EpochMs
      readonly limit: number
    },
    keys,
  ) => [set, keys.queues, keys.queue('')],
  parameters: ({ now, nowMs, limit }) => [now, nowMs, Math.min(limit, MAX_UNITS_PER_SCRIPT)],
  reply: (raw) => {
    const [moved, isStuck] = Array.isArray(raw) ? raw : [0, 0]
    return { moved: asNumber(moved), isStuck: asBoolean(isStuck) }
  },
})

function queuesOf(jobs: readonly DueJob[]): string[] {
  const names = new Set<string>()
  for (const { queue } of jobs) if (queue !== null) names.add(queue)
  return [...names]
}
