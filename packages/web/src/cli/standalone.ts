/**
 * The console alone, on anybody's Sidekiq: `npx @howdah/web --redis redis://host:6379/0`.
 *
 * Read-only and on the loopback interface unless told; beyond it only with a password.
 */

import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { connectRedis } from '@howdah/engine'
import type { RedisClient } from '@howdah/engine'
import { writeForRequest } from '../language/reader.ts'
import { nodeListener } from '../node.ts'
import { createConsoles } from '../several.ts'
import type { Viewer } from '../options.ts'
import { words } from '../words/words.ts'

/** What the command line asks for. */
export interface StandaloneOptions {
  readonly databases: readonly { readonly name: string; readonly url: string }[]
  readonly namespace: string
  readonly host: string
  readonly port: number
  readonly canAct: boolean
  /** Null: no password is asked for; only on loopback. */
  readonly password: string | null
  readonly title: string
  /** What the pages tell a reader to start where a process is missing. */
  readonly workCommand: string
}

/** The console, running. */
export interface Standalone {
  readonly origin: string
  stop(): Promise<void>
}

/** What `--help` prints. */
export const USAGE = `Shows the queues of any Redis in Sidekiq's format.

  npx @howdah/web --redis redis://127.0.0.1:6379/0

  --redis URL        the Redis to look at; several as --redis main=URL --redis cache=URL
                     (default: REDIS_URL, else redis://127.0.0.1:6379/0)
  --namespace NAME   the prefix of its keys, where there is one
  --allow-changes    buttons that retry, delete, pause and stop (default: only looking)
  --host ADDRESS     where to listen (default 127.0.0.1); beyond loopback with a password only
  --port NUMBER      default 7433; 0 takes any free one
  --title TEXT       beside the mark (default Sidekiq)
  --work-command TEXT  what starts a process, for the pages to name where one is missing
                     (default bundle exec sidekiq)

  HOWDAH_WEB_PASSWORD   asked for by the browser, with any name
`

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

/** Reads the command line. Throws an Error with a sentence for what cannot be. */
export function readStandaloneOptions(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StandaloneOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      redis: { type: 'string', multiple: true },
      namespace: { type: 'string', default: '' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '7433' },
      title: { type: 'string', default: 'Sidekiq' },
      'work-command': { type: 'string', default: 'bundle exec sidekiq' },
      'allow-changes': { type: 'boolean', default: false },
    },
  })
  const password = environment['HOWDAH_WEB_PASSWORD'] ?? ''
  if (!LOOPBACK.has(values.host) && password === '') {
    throw new Error(
      `Everybody who reaches ${values.host} would see your jobs: set HOWDAH_WEB_PASSWORD, or listen on 127.0.0.1.`,
    )
  }
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port takes a number from 0 to 65535, not "${values.port}".`)
  }
  const urls = values.redis ?? [environment['REDIS_URL'] ?? 'redis://127.0.0.1:6379/0']
  return {
    databases: urls.map(databaseOf),
    namespace: values.namespace,
    host: values.host,
    port,
    canAct: values['allow-changes'],
    password: password === '' ? null : password,
    title: values.title,
    workCommand: values['work-command'],
  }
}

function databaseOf(text: string, index: number): { name: string; url: string } {
  const [, name, named] = /^([a-z0-9-]{1,40})=(.+)$/u.exec(text) ?? []
  const url = named ?? text
  // What is no address would read as a Redis that does not answer.
  if (!/^rediss?:\/\/./u.test(url) || !URL.canParse(url)) {
    throw new Error(
      `--redis takes an address such as redis://127.0.0.1:6379/0, with TLS rediss://…, not "${url}".`,
    )
  }
  return { name: name ?? (index === 0 ? 'redis' : `redis-${index + 1}`), url }
}

/** Starts the server. */
export async function startStandalone(options: StandaloneOptions): Promise<Standalone> {
  const { databases, namespace, host, port, title, workCommand } = options
  const connected = databases.map(({ name, url }) => {
    return { name, redis: connectRedis({ url, ...(namespace === '' ? {} : { namespace }) }) }
  })
  const consoles = createConsoles(connected, {
    title,
    workCommand,
    allow: async () => viewerOf(options),
    onError: (error) => process.stderr.write(`${textOf(error)}\n`),
  })
  const answer = nodeListener({
    fetch: async (request) =>
      writeForRequest(request, () => refusal(options, request)) ?? consoles.fetch(request),
  })
  const server = createServer(answer)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  // A TCP server that listens has an address of this kind.
  const { port: taken } = server.address() as AddressInfo
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    stop: async () => {
      consoles.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await consoles.settled()
      await Promise.all(connected.map(({ redis }: { redis: RedisClient }) => redis.close()))
    },
  }
}

/** A console without a host has nobody else to tell. */
function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function viewerOf({ canAct }: StandaloneOptions): Viewer {
  return { name: canAct ? 'operator' : 'reader', canAct }
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' }

/** Why a request is not answered; null when it is. */
function refusal({ host, password }: StandaloneOptions, request: Request): Response | null {
  const { hostname } = new URL(request.url)
  // A page elsewhere may point its own name at this machine; it must not be able to read ours.
  if (password === null && !LOOPBACK.has(hostname) && hostname !== `[${host}]`) {
    return new Response(words().standalone.openAs(`http://${host}`), {
      status: 421,
      headers: PLAIN,
    })
  }
  if (password === null || isRight(request, password)) return null
  const headers = { ...PLAIN, 'www-authenticate': 'Basic realm="Howdah", charset="UTF-8"' }
  return new Response(words().standalone.passwordNeeded, { status: 401, headers })
}

function isRight(request: Request, password: string): boolean {
  const [kind, coded = ''] = (request.headers.get('authorization') ?? '').split(' ')
  const text = Buffer.from(coded, 'base64').toString('utf8')
  const given = Buffer.from(text.slice(text.indexOf(':') + 1))
  const wanted = Buffer.from(password)
  return kind === 'Basic' && given.length === wanted.length && timingSafeEqual(given, wanted)
}
