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
} from '../check.ts'
import { serverFacts } from '../postgres-facts.ts'
import { processesOf } from '../processes.ts'
import { counted } from '../words/en.ts'

/** Waiting so long is a backlog, however few wait. */
const LATE_SECONDS = 60 * 60
const HOUR_MS = 3_600_000

/** `systemctl restart howdah-work` → `systemctl start howdah-work` */
function startCommand({ config }: Patient): string {
  return config.restartCommand.replace(/\brestart\b/, 'start')
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
      return ok(
        `${counted(serving.length, 'process', 'processes')}, ${counted(places, 'export', 'exports')} at a time.`,
      )
    }
    const quiet = processes.filter(({ queues }) => queues.includes(queue))
    return failure(
      quiet.length > 0
        ? `All ${quiet.length} processes of the queue “${queue}” are quiet.`
        : `No process listens to the queue “${queue}”.`,
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
    // A pause is somebody's wish; a queue without a process is worse, and must not hide behind one.
    if (first === undefined) return lookAtPaused(queues)
    const start = commandToServe(first.name, patient.config.exports.queue)
    const isRuby = isOfMastodon(first.name, patient.config.exports.queue)
    return failure(
      `Nobody takes jobs from ${firstOf(alone.map(named))}.`,
      isRuby ? (words) => words.means.rubyDown : (words) => words.means.waitForEver,
      command(start),
    )
  },
}

function lookAtPaused(queues: readonly QueueSummary[]): Finding {
  const paused = queues.filter(({ isPaused, size }) => isPaused && size > 0)
  const [first] = paused
  if (first === undefined) {
    return ok(`${counted(queues.length, 'queue', 'queues')}, each served or empty.`)
  }
  return warning(
    `${firstOf(paused.map(named))} ${paused.length === 1 ? 'is' : 'are'} paused.`,
    (words) => words.means.untilResumed,
    page((words) => words.labels.resume, `/sidekiq/queues/${encodeURIComponent(first.name)}`),
  )
}

function named({ name, size }: { readonly name: string; readonly size: number }): string {
  return `“${name}” (${counted(size, 'job', 'jobs')})`
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
    const found =
      `${hour.waiting} wait, the oldest for ${Math.round(waitedSeconds / 60)} min; in the last ` +
      `hour ${hour.requested} were requested and ${hour.ended} ended.`
    const isGrowing = hour.requested > hour.ended && waitedSeconds > LATE_SECONDS / 4
    const isLate = waitedSeconds > LATE_SECONDS
    if (!isGrowing && !isLate) return ok(found)
    return warning(
      found,
      (words) => words.means.tooFewWorkers,
      command(startCommand(patient).replace(/howdah-work$/, 'howdah-work@2')),
    )
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
    if (overdue === 0) return ok('Nothing is overdue.')
    const since = oldestDueAt?.toISOString() ?? 'a while ago'
    return failure(
      `${overdue} jobs are overdue, the oldest since ${since}; ${pollers} processes poll.`,
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
      await skewOf('Redis', async () => redisTime(await redis.call('TIME'))),
      await skewOf('the database', async () => (await serverFacts(db)).now.getTime()),
    ]
    const [worst] = skews.filter(({ ms }) => ms >= TOLERATED_MS).sort((a, b) => b.ms - a.ms)
    if (worst === undefined) return ok('Within two seconds.')
    return warning(
      `This machine and ${worst.name} differ by ${(worst.ms / 1_000).toFixed(1)} s.`,
      (words) => words.means.clocksDiffer,
      command('timedatectl set-ntp true'),
    )
  },
}

/** What is certain: half the way there and back is only our guess about the middle. */
async function skewOf(
  name: string,
  ask: () => Promise<number>,
): Promise<{ readonly name: string; readonly ms: number }> {
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
  if (versions.length <= 1) return ok(versions.length === 0 ? 'None runs.' : `All ${versions[0]}.`)
  const old = ours.toSorted((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0))
  const list = old.map(({ identity, version }) => `${identity} (${version})`)
  return warning(
    `Different versions at once: ${firstOf(list)}.`,
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
