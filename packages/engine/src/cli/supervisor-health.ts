/** How a supervisor answers for its children. */
import type { HealthAnswer } from '../server/health.ts'
import { describeVitals } from '../server/vitals.ts'
import type { ProcessState } from '../server/vitals.ts'
import type { WorkerChild } from './worker-child.ts'

/**
 * Healthy as long as no child that serves is sick and, once they have started, one is there. A child
 * that leaves is not asked any more, one that starts not yet: ending all for one of them would cost
 * the jobs of the others.
 */
export function answerFor(children: Iterable<WorkerChild>, state: ProcessState): HealthAnswer {
  const all = [...children]
  const serving = all.filter(({ isServing }) => isServing)
  const problems = serving.flatMap((child) =>
    (child.health?.problems ?? []).map((problem) => `Process ${child.pid ?? '?'}: ${problem}`),
  )
  if (state === 'running' && serving.length === 0) problems.push('No process takes jobs.')
  const isHealthy = problems.length === 0
  const isReady = isHealthy && state === 'running'
  const { busy, concurrency } = sumOf(all)
  return {
    isHealthy,
    isReady,
    problems,
    body: {
      status: isHealthy ? 'ok' : 'sick',
      ready: isReady,
      problems,
      state,
      quiet: state === 'quiet' || state === 'stopping',
      pid: process.pid,
      lastFetchAt: lastFetchOf(all),
      busy,
      concurrency,
      processes: all.flatMap(({ vitals, health }) =>
        vitals === null || health === null ? [] : [describeVitals(vitals, health)],
      ),
    },
  }
}

/** Jobs that run, and slots, over all children. */
export function sumOf(children: Iterable<WorkerChild>): { busy: number; concurrency: number } {
  let [busy, concurrency] = [0, 0]
  for (const { vitals } of children) {
    busy += vitals?.busy ?? 0
    concurrency += vitals?.concurrency ?? 0
  }
  return { busy, concurrency }
}

function lastFetchOf(children: readonly WorkerChild[]): string | null {
  const latest = Math.max(0, ...children.map(({ vitals }) => vitals?.lastFetchAtMs ?? 0))
  return latest === 0 ? null : new Date(latest).toISOString()
}
