/**
 * Our side: `howdah web` as its users run it, a process of its own, asked over a kept connection by
 * administrators who have logged in.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { connectDatabase } from '../../apps/exporter/src/database.ts'
import { findMember } from '../../apps/exporter/src/mastodon/members.ts'
import { sessionCookieName } from '../../apps/exporter/src/site/sessions/cookie.ts'
import { openSession } from '../../apps/exporter/src/site/sessions/log-in.ts'
import { bareEnvironment } from '../../apps/exporter/src/testing/bare-environment.ts'
import { databaseSettings } from '../../apps/exporter/src/testing/ledger.ts'
import { freePort } from '../export/cluster.ts'

/** Where a site finds everything. */
export interface SitePlan {
  readonly databaseUrl: string
  readonly redisUrl: string
  /** For archives; nothing is put there. */
  readonly folder: string
}

/** One answer, and how long it took. */
export interface Answer {
  readonly status: number
  readonly text: string
  readonly location: string
  /** Of the body; of an empty one, the headers. */
  readonly firstByteMs: number
  readonly totalMs: number
}

/** Asked for with a GET, or a form that is posted. */
export interface Question {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly form?: Readonly<Record<string, string>>
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** Asks once; all questions share one connection, which is open after the first. */
export async function ask({ url, headers = {}, form }: Question): Promise<Answer> {
  const body = form === undefined ? '' : new URLSearchParams(form).toString()
  const startedAt = performance.now()
  const call = request(url, {
    agent,
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      ...headers,
      ...(form !== undefined && {
        'content-type': 'application/x-www-form-urlencoded',
        origin: new URL(url).origin,
      }),
    },
  })
  call.end(body)
  const [response]: [IncomingMessage] = await once(call, 'response').then(([first]) => [first])
  let firstByteMs = performance.now() - startedAt
  const chunks: Buffer[] = []
  for await (const chunk of response) {
    if (chunks.length === 0) firstByteMs = performance.now() - startedAt
    chunks.push(chunk)
  }
  return {
    status: response.statusCode ?? 0,
    text: Buffer.concat(chunks).toString('utf8'),
    location: response.headers.location ?? '',
    firstByteMs,
    totalMs: performance.now() - startedAt,
  }
}

/** The running site. */
export class Site {
  readonly url: string
  readonly pid: number
  readonly #child: ChildProcess
  readonly #plan: SitePlan

  private constructor(url: string, child: ChildProcess, plan: SitePlan) {
    this.url = url
    this.pid = child.pid ?? 0
    this.#child = child
    this.#plan = plan
  }

  static async start(plan: SitePlan): Promise<Site> {
    // The pages are JSX, which Node.js does not run: the site is always taken from its build.
    const main = fileURLToPath(new URL('../../apps/exporter/dist/main.js', import.meta.url))
    const child = spawn(process.execPath, [main, 'web'], {
      env: environmentOf(plan, await freePort()),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: string[] = []
    const url = await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          said.push(line)
          const found = /READY: the pages are at (http:\/\/[^\s"]+)/u.exec(line)?.[1]
          if (found !== undefined) resolve(found)
        })
      }
      child.on('exit', (code) => {
        reject(new Error(`The site ended with ${code}:\n${said.slice(-20).join('\n')}`))
      })
    })
    return new Site(url, child, plan)
  }

  /** Cookies of administrators, logged in: the first members of the ledger. */
  async logIn(count: number): Promise<string[]> {
    const db = connectDatabase(databaseSettings(this.#plan.databaseUrl))
    try {
      const cookies: string[] = []
      for (let number = 1; number <= count; number += 1) {
        const member = await findMember(db, { userId: String(number) })
        if (member === null) throw new Error(`There is no member ${number}.`)
        const visitor = { address: '127.0.0.1', userAgent: 'bench' }
        const id = await openSession(db, { member, method: 'password', ...visitor })
        cookies.push(`${sessionCookieName(false)}=${id}`)
      }
      return cookies
    } finally {
      await db.destroy()
    }
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** At once, with whatever it is doing. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill(signal)
    await once(this.#child, 'exit')
  }
}

function environmentOf({ databaseUrl, redisUrl, folder }: SitePlan, port: number) {
  return {
    ...bareEnvironment(),
    LOCAL_DOMAIN: 'bench.example',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    PAPERCLIP_ROOT_PATH: folder,
    HOWDAH_DATA: folder,
    HOWDAH_PUBLIC_URL: `http://127.0.0.1:${port}`,
    HOWDAH_LOG_LEVEL: 'info',
    PORT: String(port),
    BIND: '127.0.0.1',
    NODE_ENV: 'production',
  }
}
