/** Is this the Redis of the jobs, and does it keep them? */
import type { RedisClient } from '@howdah/engine'
import { describeServer, readServer } from '../../mastodon/releases/server.ts'
import { reasonOf } from '../../start-error.ts'
import {
  asSaid,
  command,
  failure,
  ok,
  remedyForUntrusted,
  setting,
  warning,
  type Check,
  type Finding,
  type Patient,
} from '../check.ts'
import { redisInfo, redisSetting } from '../redis-info.ts'

/** `BLMOVE` and some more came with 6.2. */
const LEAST_VERSION = [6, 2] as const

/** Share of `maxmemory` above which the next burst may not fit. */
const FULL = 0.9

const reachable: Check = {
  name: 'redis-reachable',
  title: (words) => words.titles['redis-reachable'],
  looksAt: 'a connection with SIDEKIQ_REDIS_* or REDIS_*',
  needs: [],
  look: async (patient) => {
    try {
      await patient.redis.call('PING')
    } catch (error) {
      const reason = reasonOf(error)
      return failure(
        asSaid(`${reason}.`),
        (words) => words.means.redisDown,
        remedyForUntrusted(reason) ?? command('systemctl status redis-server'),
      )
    }
    return suitability(await redisInfo(patient))
  },
}

function suitability(info: ReadonlyMap<string, string>): Finding {
  const version = info.get('redis_version')
  if (info.get('role') === 'slave') {
    return failure(
      ({ found }) =>
        found.redis.isReplica(
          `${info.get('master_host') ?? '?'}:${info.get('master_port') ?? '?'}`,
        ),
      (words) => words.means.takesNoWrites,
      setting('REDIS_HOST to the primary'),
    )
  }
  if (info.get('redis_mode') === 'cluster') {
    return failure(
      ({ found }) => found.redis.isCluster,
      (words) => words.means.needsOneServer,
      setting('REDIS_URL to a Redis with cluster mode off'),
    )
  }
  if (version !== undefined && isBelow(version, LEAST_VERSION)) {
    return failure(
      ({ found }) => found.redis.isVersion(version),
      (words) => words.means.needsVersion(LEAST_VERSION.join('.')),
      command('apt-get install redis-server'),
    )
  }
  return ok(({ found: { redis } }) =>
    version === undefined ? redis.answers : redis.version(version),
  )
}

function isBelow(version: string, [leastMajor, leastMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < leastMajor || (major === leastMajor && minor < leastMinor)
}

const eviction: Check = {
  name: 'redis-eviction',
  title: (words) => words.titles['redis-eviction'],
  looksAt: 'maxmemory-policy and the memory in use',
  needs: ['redis'],
  look: async (patient) => {
    const info = await redisInfo(patient)
    const policy = info.get('maxmemory_policy') ?? ''
    const limit = Number(info.get('maxmemory') ?? 0)
    const used = Number(info.get('used_memory') ?? 0)
    if (policy !== '' && policy !== 'noeviction') {
      return failure(
        ({ found }) => found.redis.policy(policy),
        (words) => words.means.silentlyDeletes,
        command('redis-cli CONFIG SET maxmemory-policy noeviction && redis-cli CONFIG REWRITE'),
      )
    }
    if (limit > 0 && used > FULL * limit) {
      return warning(
        ({ found }) => found.redis.memoryUsed(Math.round((used / limit) * 100)),
        (words) => words.means.refusesJobs,
        command(`redis-cli CONFIG SET maxmemory ${limit * 2} && redis-cli CONFIG REWRITE`),
      )
    }
    return ok(({ found }) => (policy === '' ? found.doesNotTell : found.redis.policy(policy)))
  },
}

const persistence: Check = {
  name: 'redis-persistence',
  title: (words) => words.titles['redis-persistence'],
  looksAt: 'appendonly, save, and how the last write to disk ended',
  needs: ['redis'],
  look: async (patient) => {
    const info = await redisInfo(patient)
    for (const part of ['rdb_last_bgsave_status', 'aof_last_write_status']) {
      if (info.get(part) === 'err') {
        return failure(
          ({ found }) => found.redis.writeFailed(part),
          (words) => words.means.diskOfRedis,
          command('redis-cli CONFIG GET dir && df -h'),
        )
      }
    }
    if (info.get('aof_enabled') === '1') return ok(({ found }) => found.redis.appends)
    const save = await redisSetting(patient.redis, 'save')
    if (save === null || save !== '')
      return ok(({ found }) => (save === null ? found.doesNotTell : `save ${save}`))
    return failure(
      ({ found }) => found.redis.keepsNothing,
      (words) => words.means.jobsGone,
      command('redis-cli CONFIG SET appendonly yes && redis-cli CONFIG REWRITE'),
    )
  },
}

/** The sets that every Sidekiq keeps. */
const MARKS = ['queues', 'processes'] as const
/** So that a large Redis is not read to its end. */
const SCANS = 20
const KEYS_A_SCAN = 1_000

const namespace: Check = {
  name: 'redis-namespace',
  title: (words) => words.titles['redis-namespace'],
  looksAt: 'REDIS_NAMESPACE, the release, and which keys end in “queues” or “processes”',
  needs: ['redis', 'database'],
  look: lookForNamespace,
}

async function lookForNamespace({ redis, config, db }: Patient): Promise<Finding> {
  const ours = config.redis.namespace
  if (ours !== '') {
    const server = await readServer(db)
    if (!server.release.hasRedisNamespace) {
      return failure(
        ({ found }) => found.redis.namespaceWith(ours, describeServer(server)),
        (words) => words.means.noNamespaceAnyMore,
        setting('REDIS_NAMESPACE= (empty)'),
      )
    }
  }
  const here = await redis.call('EXISTS', redis.keys.processes, redis.keys.queue('default'))
  if (Number(here) > 0) {
    return ok(({ found: { redis: text } }) =>
      ours === '' ? text.noNamespace : text.namespace(ours),
    )
  }
  const [other] = await otherNamespaces(redis, ours)
  if (other === undefined) return ok(({ found }) => found.redis.noJobsYet)
  const wanted = other === '' ? 'REDIS_NAMESPACE= (empty)' : `REDIS_NAMESPACE=${other}`
  return failure(
    ({ found: { redis: text } }) => text.elsewhere(text.named(ours), text.named(other)),
    (words) => words.means.otherNamespace,
    setting(wanted),
  )
}

async function otherNamespaces(redis: RedisClient, ours: string): Promise<string[]> {
  const found = new Set<string>()
  let cursor = '0'
  for (let scan = 0; scan < SCANS; scan += 1) {
    const reply = await redis.call('SCAN', cursor, 'TYPE', 'set', 'COUNT', KEYS_A_SCAN)
    const [next, keys]: readonly unknown[] = Array.isArray(reply) ? reply : ['0', []]
    for (const key of Array.isArray(keys) ? keys.map(String) : []) {
      const mark = MARKS.find((one) => key === one || key.endsWith(`:${one}`))
      if (mark !== undefined) found.add(key.slice(0, -mark.length).replace(/:$/, ''))
    }
    cursor = String(next)
    if (cursor === '0') break
  }
  found.delete(ours)
  return [...found].filter((one) => !one.startsWith('howdah') && !one.includes(':howdah'))
}

export const REDIS_CHECKS: readonly Check[] = [reachable, eviction, persistence, namespace]
