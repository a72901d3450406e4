/** Does somebody work, on the right queues, and does the clock run? */
import { Queue, type QueueSummary, schedulerHealth, type ProcessRecord } from '@howdah/engine/api'
import { commandToServe, isOfMastodon } from '../../ledger/known-queues.ts'
import { throughputSince } from '../../ledger/findings.ts'
import {
  command,
  failure,
  firstOf,
  ok,
  page,
  warning,
  type Check,
  type Finding,
  type Patient,
  type Said,
} from '../check.ts'
import { serverFacts } from '../postgres-facts.ts'
import { processesOf } from '../processes.ts'
import type { CheckWords } from '../words/check-words.ts'

/** Waiting so long is a backlog, however few wait. */
const LATE_SECONDS = 60 * 60
const HOUR_MS = 3_600_000

/** `systemctl restart howdah-work` → `systemctl start howdah-work` */
function startCommand({ config }: Patient): string {
  return config.restartCommand.replace(/\brestart\b/, 'start')
}

/** A second worker beside the one that runs. */
function oneMore(patient: Patient): string {
  const start = startCommand(patient)
  return start.endsWith('howdah-work') ? `${start}@2` : 'howdah work'
}

function takesFrom(process: ProcessRecord, queue: string): boolean {
  return !process.isQuiet && process.queues.includes(queue)
}

const workers: Check = {
  name: 'workers',
  title: (words) => words.titles.workers,
  looksAt: 'the heartbeats of all processes',
  needs: ['redis'],
  look: async (patient) => {
    const { queue } = patient.config.exports
    const processes = await processesOf(patient)
    const serving = processes.filter((process) => takesFrom(process, queue))
    if (serving.length > 0) {
      const places = serving.reduce((sum, { concurrency }) => sum + concurrency, 0)
      return ok(({ found }) => found.workers.serving(serving.length, places))
    }
    const quiet = processes.filter(({ queues }) => queues.includes(queue))
    return failure(
      ({ found }) =>
        quiet.length > 0
          ? found.workers.allQuiet(quiet.length, queue)
          : found.workers.noProcess(queue),
      (words) => words.means.nothingBuilt,
      command(quiet.length > 0 ? patient.config.restartCommand : startCommand(patient)),
    )
  },
}

const unserved: Check = {
  name: 'queues-served',
  title: (words) => words.titles['queues-served'],
  looksAt: 'the queues that hold jobs, and the heartbeats',
  needs: ['redis'],
  look: async (patient) => {
    const queues = await Queue.all(patient.redis)
    const alone = queues.filter(({ size, processes }) => size > 0 && processes === 0)
    const [first] = alone
    const paused = queues.filter(({ isPaused, size }) => isPaused && size > 0)
    // A pause is somebody's wish; a queue without a process is worse, and must not hide behind one.
    if (first === undefined) return judgePaused(paused, queues.length)
    const start = commandToServe(first.name, patient.config.exports.queue)
    const isRuby = isOfMastodon(first.name, patient.config.exports.queue)
    return failure(
      (words) =>
        [
          words.found.workers.nobodyTakes(namesOf(words, alone)),
          ...(paused.length === 0 ? [] : [pausedText(words, paused)]),
        ].join(' '),
      isRuby ? (words) => words.means.rubyDown : (words) => words.means.waitForEver,
      command(start),
    )
  },
}

function judgePaused(paused: readonly QueueSummary[], total: number): Finding {
  const [first] = paused
  if (first === undefined) return ok(({ found }) => found.workers.allServed(total))
  return warning(
    (words) => pausedText(words, paused),
    (words) => words.means.untilResumed,
    page((words) => words.labels.resume, `/sidekiq/queues/${encodeURIComponent(first.name)}`),
  )
}

function pausedText(words: CheckWords, paused: readonly QueueSummary[]): string {
  return words.found.workers.paused(namesOf(words, paused), paused.length)
}

function namesOf(words: CheckWords, queues: readonly QueueSummary[]): string {
  return firstOf(
    words,
    queues.map(({ name, size }) => words.found.workers.queue(name, size)),
  )
}

const backlog: Check = {
  name: 'backlog',
  title: (words) => words.titles.backlog,
  looksAt: 'the ledger: requests and ends of the last hour, and what waits',
  needs: ['tables', 'redis'],
  look: async (patient) => {
    const hour = await throughputSince(patient.db, new Date(patient.now.getTime() - HOUR_MS))
    const oldestAt = hour.oldestWaitingAt?.getTime() ?? patient.now.getTime()
    const waitedSeconds = (patient.now.getTime() - oldestAt) / 1_000
    const minutes = Math.round(waitedSeconds / 60)
    const found: Said = (words) =>
      words.found.workers.backlog(hour.waiting, minutes, hour.requested, hour.ended)
    const isGrowing = hour.requested > hour.ended && waitedSeconds > LATE_SECONDS / 4
    const isLate = waitedSeconds > LATE_SECONDS
    if (!isGrowing && !isLate) return ok(found)
    return warning(found, (words) => words.means.tooFewWorkers, command(oneMore(patient)))
  },
}

const clock: Check = {
  name: 'clock',
  title: (words) => words.titles.clock,
  looksAt: 'due jobs in the scheduled and the retry set',
  needs: ['redis'],
  look: async (patient) => {
    const { overdue, oldestDueAt, pollers } = await schedulerHealth(patient.redis, {
      processes: await processesOf(patient),
    })
    if (overdue === 0) return ok(({ found }) => found.workers.nothingOverdue)
    const since = oldestDueAt?.toISOString() ?? '?'
    return failure(
      ({ found }) => found.workers.overdue(overdue, since, pollers),
      pollers === 0 ? (words) => words.means.noPoller : (words) => words.means.pollersIdle,
      command(patient.config.restartCommand),
    )
  },
}

/** Heartbeats come every ten seconds, and nobody notices two. */
const TOLERATED_MS = 2_000

const clocks: Check = {
  name: 'clocks-agree',
  title: (words) => words.titles['clocks-agree'],
  looksAt: 'the time of this machine, of Redis and of the database',
  needs: ['redis', 'database'],
  look: async ({ redis, db }) => {
    const skews = [
      await skewOf('redis', async () => redisTime(await redis.call('TIME'))),
      await skewOf('database', async () => (await serverFacts(db)).now.getTime()),
    ]
    const [worst] = skews.filter(({ ms }) => ms >= TOLERATED_MS).sort((a, b) => b.ms - a.ms)
    if (worst === undefined) return ok(({ found }) => found.workers.clocksAgree)
    return warning(
      ({ found }) => found.workers.differs[worst.name]((worst.ms / 1_000).toFixed(1)),
      (words) => words.means.clocksDiffer,
      command('timedatectl set-ntp true'),
    )
  },
}

/** What is certain: half the way there and back is only our guess about the middle. */
async function skewOf(
  name: 'redis' | 'database',
  ask: () => Promise<number>,
): Promise<{ readonly name: 'redis' | 'database'; readonly ms: number }> {
  const askedMs = Date.now()
  const theirsMs = await ask()
  const answeredMs = Date.now()
  const ms = Math.abs((askedMs + answeredMs) / 2 - theirsMs) - (answeredMs - askedMs) / 2
  return { name, ms }
}

function redisTime(reply: unknown): number {
  const [seconds = Number.NaN, microseconds = Number.NaN] = Array.isArray(reply)
    ? reply.map(Number)
    : []
  return seconds * 1_000 + microseconds / 1_000
}

const oldWorkers: Check = {
  name: 'old-workers',
  title: (words) => words.titles['old-workers'],
  looksAt: 'the version in the heartbeats of the processes of the export queue',
  needs: ['redis'],
  look: lookForOldWorkers,
}

async function lookForOldWorkers(patient: Patient): Promise<Finding> {
  const { config } = patient
  const ours = (await processesOf(patient)).filter(({ queues }) =>
    queues.includes(config.exports.queue),
  )
  const versions = [...new Set(ours.map(({ version }) => version))]
  const [only] = versions
  if (versions.length <= 1) {
    return ok(({ found: { workers: text } }) =>
      only === undefined ? text.noneRuns : text.allVersion(only),
    )
  }
  const old = ours.toSorted((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0))
  const list = old.map(({ identity, version }) => `${identity} (${version})`)
  return warning(
    (words) => words.found.workers.versions(firstOf(words, list)),
    (words) => words.means.oldCode,
    command(config.restartCommand),
  )
}

export const WORKER_CHECKS: readonly Check[] = [
  workers,
  unserved,
  backlog,
  clock,
  clocks,
  oldWorkers,
]
