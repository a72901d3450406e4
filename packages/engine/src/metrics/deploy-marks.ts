/** Deploy marks: a line on the charts where the code changed, in Sidekiq's own keys. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { InvalidSettingsError, toError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import { readMany } from '../redis/read-many.ts'
import { longDay, minuteStamp } from './buckets.ts'

/** One deploy. */
export interface DeployMark {
  /** The minute of the deploy. */
  readonly at: Date
  readonly label: string
}

/** What to mark. */
export interface MarkDeployOptions {
  /** Default: the last commit of the working directory's repository, `git log -1 --format="%h %s"`. */
  readonly label?: string
  /** Default: now. */
  readonly at?: Date
}

const MARK_TTL_SECONDS = 7_776_000
/** Processes of one deploy start within a minute and mark it once. */
const LOCK_TTL_SECONDS = 60

/**
 * Marks a deploy, once a minute and label however many processes do it. Gives the mark, or null
 * when another process was first. Throws InvalidSettingsError when there is neither a label nor a
 * git repository to take one from.
 */
export async function markDeploy(
  redis: RedisClient,
  options: MarkDeployOptions = {},
): Promise<DeployMark | null> {
  const label = options.label ?? (await lastCommit())
  const stamp = minuteStamp(options.at ?? new Date())
  const at = new Date(stamp)
  const { keys } = redis
  const lock = keys.deployLock(label)
  const isFirst = await redis.call('SET', lock, stamp, 'NX', 'EX', LOCK_TTL_SECONDS)
  if (isFirst === null) return null
  const marks = keys.marksOn(longDay(at))
  await redis.multi([
    ['HSETNX', marks, stamp, label],
    ['EXPIRE', marks, MARK_TTL_SECONDS],
  ])
  return { at, label }
}

/** The marks between two times, oldest first. Reads one hash a day. */
export async function readDeployMarks(
  redis: RedisClient,
  from: Date,
  until: Date,
): Promise<DeployMark[]> {
  const days = daysBetween(from, until).map((day) => redis.keys.marksOn(day))
  const replies = await readMany(redis, days, ['HGETALL'])
  return replies
    .flatMap(marksOf)
    .filter(({ at }) => at >= from && at <= until)
    .sort((one, other) => one.at.getTime() - other.at.getTime())
}

function marksOf(reply: unknown): DeployMark[] {
  const flat = Array.isArray(reply) ? reply.map(String) : []
  const marks: DeployMark[] = []
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const time = new Date(flat[at] ?? '')
    if (!Number.isNaN(time.getTime())) marks.push({ at: time, label: flat[at + 1] ?? '' })
  }
  return marks
}

const DAY_MS = 86_400_000

function daysBetween(from: Date, until: Date): string[] {
  const days = new Set<string>()
  for (let at = from.getTime(); at < until.getTime(); at += DAY_MS) days.add(longDay(new Date(at)))
  return [...days.add(longDay(until))]
}

async function lastCommit(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['log', '-1', '--format=%h %s'])
    return stdout.trim()
  } catch (error) {
    throw new InvalidSettingsError(
      `A deploy needs a label, and git gives none here: ${toError(error).message.trim()}. ` +
        'Pass { label: "v1.2.3" }.',
      { cause: error },
    )
  }
}
