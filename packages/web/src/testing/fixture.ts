/**
 * A console on a private Redis, for tests: seeds jobs as Sidekiq writes them, asks for pages, posts
 * forms as a browser would.
 */

import { connectRedis, stringifyJson } from '@howdah/engine'
import type { RedisClient } from '@howdah/engine'
import { startTestRedis } from '@howdah/engine/testing'
import { createConsole } from '../index.ts'
import type { Console, ConsoleAction, ConsoleOptions } from '../index.ts'

/** The origin of every request of the fixture. */
export const ORIGIN = 'http://console.test'

/** A page as it came back. */
export interface Page {
  readonly status: number
  readonly html: string
  readonly headers: Headers
}

/** A console under test. */
export interface ConsoleFixture {
  readonly redis: RedisClient
  readonly console: Console
  /** What the host was told, in order. */
  readonly actions: ConsoleAction[]
  readonly errors: unknown[]
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Page>
  /** Posts a form from a page of the same site. */
  post(
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Page>
  /** Posts, expects the redirect, and shows where it leads with its flash. */
  act(path: string, fields: Readonly<Record<string, string | readonly string[]>>): Promise<Page>
  flush(): Promise<void>
  stop(): Promise<void>
}

/** Starts Redis and a console at `/sidekiq` that lets everybody in and act, unless told. */
export async function startConsole(options: Partial<ConsoleOptions> = {}): Promise<ConsoleFixture> {
  const server = await startTestRedis()
  const redis = connectRedis(server.url)
  const actions: ConsoleAction[] = []
  const errors: unknown[] = []
  const console = createConsole({
    redis,
    basePath: '/sidekiq',
    title: 'Sidekiq',
    actionsPerMinute: 10_000,
    allow: async () => ({ name: 'admin', canAct: true }),
    onAction: async (action) => void actions.push(action),
    onError: (error) => void errors.push(error),
    ...options,
  })
  const get: ConsoleFixture['get'] = async (path, headers = {}) =>
    pageOf(await console.fetch(new Request(`${ORIGIN}/sidekiq${path}`, { headers })))
  const post: ConsoleFixture['post'] = async (path, fields, headers = {}) =>
    pageOf(await console.fetch(formRequest(path, fields, headers)))
  const act: ConsoleFixture['act'] = async (path, fields) => {
    const answer = await post(path, fields)
    if (answer.status !== 303) return answer
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const location = (answer.headers.get('location') ?? '').slice('/sidekiq'.length)
    return get(location, { cookie })
  }
  return {
    redis,
    console,
    actions,
    errors,
    get,
    post,
    act,
    flush: async () => {
      await redis.call('FLUSHALL')
      actions.length = 0
      errors.length = 0
    },
    stop: async () => {
      await console.settled()
      console.close()
      await redis.close()
      await server.stop()
    },
  }
}

async function pageOf(response: Response): Promise<Page> {
  return { status: response.status, html: await response.text(), headers: response.headers }
}

function formRequest(
  path: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
  headers: Readonly<Record<string, string>>,
): Request {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) body.append(name, one)
  }
  const all = {
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
    ...headers,
  }
  return new Request(`${ORIGIN}/sidekiq${path}`, {
    method: 'POST',
    headers: all,
    body: body.toString(),
  })
}

let jobsMade = 0

/** A job's text as Sidekiq 8 writes it: an export of member 42 unless told. */
export function jobText(fields: Readonly<Record<string, unknown>> = {}): string {
  jobsMade += 1
  return stringifyJson({
    class: 'BackupWorker',
    args: [{ user_id: 42, type: 'backup', export_id: 1000 + jobsMade }],
    retry: 4,
    queue: 'export',
    jid: jobsMade.toString(16).padStart(24, '0'),
    created_at: Date.now(),
    ...fields,
  })
}

/** Puts jobs into a queue, the first to run first. */
export async function enqueue(
  redis: RedisClient,
  queue: string,
  texts: readonly string[],
): Promise<void> {
  await redis.call('SADD', 'queues', queue)
  for (const text of texts) await redis.call('LPUSH', `queue:${queue}`, text)
}

/** Puts a job into `schedule`, `retry` or `dead` with a time relative to now; returns its key. */
export async function addToSet(
  redis: RedisClient,
  set: 'schedule' | 'retry' | 'dead',
  inSeconds: number,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const score = Math.round(Date.now() + inSeconds * 1000) / 1000
  const text = jobText(fields)
  await redis.call('ZADD', set, score, text)
  return `${score}-${/"jid":"([^"]*)"/.exec(text)?.[1] ?? ''}`
}

/** The fields of a job that has failed twice. */
export const FAILED_TWICE = {
  error_class: 'Net::ReadTimeout',
  error_message: 'read timed out',
  retry_count: 1,
  failed_at: Date.now() - 600_000,
  retried_at: Date.now() - 300_000,
} as const

/** Writes the heartbeat of a process. */
export async function beat(
  redis: RedisClient,
  identity: string,
  info: Readonly<Record<string, unknown>> = {},
  isQuiet = false,
): Promise<void> {
  const [hostname = '', pid = '1'] = identity.split(':')
  const full = {
    hostname,
    pid: Number(pid),
    identity,
    started_at: Date.now() / 1000 - 3_600,
    tag: 'howdah',
    labels: [],
    queues: ['export', 'default'],
    concurrency: 5,
    ...info,
  }
  await redis.call('SADD', 'processes', identity)
  const fields = ['busy', 0, 'beat', Date.now() / 1000, 'quiet', String(isQuiet), 'rss', 120_000]
  await redis.call('HSET', identity, 'info', stringifyJson(full), 'concurrency', 5, ...fields)
}

/** Notes that a process runs a job. */
export async function work(
  redis: RedisClient,
  identity: string,
  payload: string,
  secondsAgo = 60,
): Promise<void> {
  const entry = { queue: 'export', payload, run_at: Math.floor(Date.now() / 1000) - secondsAgo }
  await redis.call('HSET', `${identity}:work`, 'tid1', stringifyJson(entry))
  await redis.call('HSET', identity, 'busy', 1)
}
