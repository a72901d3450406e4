/**
 * The vitals of a process: what it knows of itself at one moment, as plain data that can cross to
 * another thread or process, and the judgement whether a process with such vitals is well.
 *
 * Three looks at "well": it can fetch (or has no reason to), its sign of life is fresh, and its
 * event loop turns. The last is judged with patience: a handler that computes for a minute is work,
 * not illness, and Redis is told so by the liveness thread.
 */

/** starting → running → quiet (takes nothing new) → stopping. */
export type ProcessState = 'starting' | 'running' | 'quiet' | 'stopping'

/** A job that runs. */
export interface RunningJob {
  /** Null for a payload that is no job. */
  readonly class: string | null
  readonly jid: string | null
  readonly queue: string
  /** Since it was fetched. */
  readonly seconds: number
}

/** One moment of a process. */
export interface Vitals {
  readonly identity: string
  readonly pid: number
  readonly state: ProcessState
  /** When this was read, on the monotonic clock of the machine: `monotonicMs()`. */
  readonly readAtMs: number
  /** The last fetch or waiting fetch that Redis answered. Epoch milliseconds; null before. */
  readonly lastFetchAtMs: number | null
  /** How long a capsule with a free slot has had no answer; 0 where all slots are taken. */
  readonly fetchSilenceMs: number
  /** Since the sign of life was renewed. */
  readonly renewedAgoMs: number
  /** After so long without a renewal, others may take this process's jobs. */
  readonly livenessTtlMs: number
  readonly busy: number
  readonly concurrency: number
  readonly roundTripMs: number | null
  readonly oldestJob: RunningJob | null
  readonly rssBytes: number
}

/** The answer to "is it well?". */
export interface Health {
  /** It can fetch, or has no reason to. */
  readonly isHealthy: boolean
  /** Healthy, and taking new jobs. */
  readonly isReady: boolean
  /** A sentence each; empty when all is well. */
  readonly problems: readonly string[]
}

/** The longest waiting fetch takes 25 seconds with its grace: two in a row may fail. */
const FETCH_SILENCE_LIMIT_MS = 60_000

/**
 * An event loop that has not turned for so long is taken for an endless loop. Far longer than the
 * computing that a handler should do in one piece: ending a process that works costs its jobs a run.
 */
const BLOCKED_LIMIT_MS = 600_000

/** Milliseconds on a clock that all processes of a machine share and nobody sets. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/**
 * Judges vitals that may be some time old. `renewedAgoMs`: how old the sign of life is now, where
 * that is known better than the vitals tell.
 */
export function judgeVitals(vitals: Vitals, renewedAgoMs: number = vitals.renewedAgoMs): Health {
  const problems = [
    silence(vitals),
    staleness(vitals, renewedAgoMs),
    blockage(monotonicMs() - vitals.readAtMs),
  ].filter((problem) => problem !== null)
  const isHealthy = problems.length === 0
  return { isHealthy, isReady: isHealthy && vitals.state === 'running', problems }
}

/** Quiet and stopping processes have no reason to fetch. */
function silence({ state, fetchSilenceMs }: Vitals): string | null {
  const shouldFetch = state === 'starting' || state === 'running'
  if (!shouldFetch || fetchSilenceMs < FETCH_SILENCE_LIMIT_MS) return null
  return `Redis has answered no fetch for ${seconds(fetchSilenceMs)}.`
}

/** Before the start there is no sign of life yet. */
function staleness({ state, livenessTtlMs }: Vitals, renewedAgoMs: number): string | null {
  if (state === 'starting' || renewedAgoMs < livenessTtlMs) return null
  return `The sign of life in Redis was last renewed ${seconds(renewedAgoMs)} ago.`
}

function blockage(silentMs: number): string | null {
  if (silentMs < BLOCKED_LIMIT_MS) return null
  return `The event loop has not turned for ${seconds(silentMs)}.`
}

/** What the health endpoint shows of a process; names and units for people and dashboards. */
export function describeVitals(vitals: Vitals, health: Health): Record<string, unknown> {
  const { lastFetchAtMs, roundTripMs, rssBytes, oldestJob } = vitals
  return {
    status: health.isHealthy ? 'ok' : 'sick',
    ready: health.isReady,
    problems: health.problems,
    state: vitals.state,
    quiet: vitals.state === 'quiet' || vitals.state === 'stopping',
    identity: vitals.identity,
    pid: vitals.pid,
    lastFetchAt: lastFetchAtMs === null ? null : new Date(lastFetchAtMs).toISOString(),
    busy: vitals.busy,
    concurrency: vitals.concurrency,
    redisRoundTripMs: roundTripMs,
    oldestJob: oldestJob && { ...oldestJob, seconds: Math.round(oldestJob.seconds) },
    rssMegabytes: Math.round(rssBytes / 1_048_576),
    // Above a second or two: the event loop is busy with a handler.
    readSecondsAgo: Math.round((monotonicMs() - vitals.readAtMs) / 100) / 10,
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} seconds`
}
