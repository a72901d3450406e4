/** A Redis server that scenarios may kill, stop and start again on the same port with the same files. */
import type { ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectRedis } from '../src/index.ts'
import type { RedisClient } from '../src/index.ts'
import { createProcessFolder, end, spawnSupervised } from '../src/testing/supervised-process.ts'

const PROGRAM = process.env['HOWDAH_REDIS_SERVER'] ?? 'redis-server'

/** One server. */
export class RedisUnderTest {
  readonly port: number
  readonly folder: string
  /** A connection for looking and pushing; it reconnects by itself. */
  readonly redis: RedisClient
  readonly #configuration: readonly string[]
  #child: ChildProcess | null = null

  private constructor(port: number, configuration: readonly string[]) {
    this.port = port
    this.folder = createProcessFolder()
    this.#configuration = configuration
    this.redis = connectRedis(this.url)
  }

  /** Starts one; `configuration` as on the command line of redis-server. */
  static async start(configuration: readonly string[] = []): Promise<RedisUnderTest> {
    const server = new RedisUnderTest(await findFreePort(), configuration)
    await server.start()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`
  }

  /** Starts it, again with the files it had; resolves when it answers. */
  async start(): Promise<void> {
    const place = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder]
    const command = [PROGRAM, ...place, '--save', '', '--daemonize', 'no', ...this.#configuration]
    this.#child = spawnSupervised(command, { folder: createProcessFolder() })
    this.#child.stdout?.resume()
    while (!(await this.#answers())) await sleep(20)
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    if (this.#child !== null) await end(this.#child)
    this.#child = null
  }

  /** Stops it as an administrator does: it writes its files first. */
  async shutDown(): Promise<void> {
    await this.redis.call('SHUTDOWN').catch(() => null)
    await this.kill()
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    this.redis.disconnect()
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #answers(): Promise<boolean> {
    try {
      return (await this.redis.call('PING')) === 'PONG'
    } catch {
      return false // Not yet, or it still loads its file.
    }
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
