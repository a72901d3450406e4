/** The private Redis of the run, and what it says about itself. */
import { setTimeout as sleep } from 'node:timers/promises'
import { connectRedis } from '@howdah/engine'
import type { RedisClient } from '@howdah/engine'
import { startTestRedis } from '@howdah/engine/testing'
import type { BenchOptions } from './options.ts'

const FREEING_LOOK_MS = 20

/** A Redis that only this run uses. */
export class BenchRedis {
  readonly url: string
  readonly client: RedisClient
  readonly #stop: () => Promise<void>

  private constructor(url: string, client: RedisClient, stop: () => Promise<void>) {
    this.url = url
    this.client = client
    this.#stop = stop
  }

  /** Starts it; throws when there is no program to start. */
  static async start({ redisProgram, isAppendOnly }: BenchOptions): Promise<BenchRedis> {
    const server = await startTestRedis({
      appendOnly: isAppendOnly,
      ...(redisProgram !== null && { program: redisProgram }),
    })
    return new BenchRedis(server.url, server.redis, () => server.stop())
  }

  /** The address of another database of it. */
  database(number: number): string {
    return this.url.replace(/\/0$/u, `/${number}`)
  }

  /** A connection to another database. */
  connect(number: number): RedisClient {
    return connectRedis(this.database(number))
  }

  /** Deletes everything and gives the memory back. */
  async flush(): Promise<void> {
    // A million hashes take seconds to free: not in one command, but before anything is measured.
    await this.client.call('FLUSHALL', 'ASYNC')
    while (numberIn(await this.#info('memory'), 'lazyfree_pending_objects') > 0) {
      await sleep(FREEING_LOOK_MS)
    }
    await this.client.call('MEMORY', 'PURGE')
  }

  /** Processor time of the server so far. */
  async cpuMs(): Promise<number> {
    const info = await this.#info('cpu')
    return (numberIn(info, 'used_cpu_user') + numberIn(info, 'used_cpu_sys')) * 1000
  }

  /** Commands so far, without those that asked for it. */
  async commandCount(): Promise<number> {
    return numberIn(await this.#info('stats'), 'total_commands_processed')
  }

  /** Bytes that it holds. */
  async usedBytes(): Promise<number> {
    return numberIn(await this.#info('memory'), 'used_memory')
  }

  /** "Redis 7.0.15" or "Valkey 8.1.0". */
  async version(): Promise<string> {
    const info = await this.#info('server')
    const valkey = textIn(info, 'valkey_version')
    return valkey === '' ? `Redis ${textIn(info, 'redis_version')}` : `Valkey ${valkey}`
  }

  async stop(): Promise<void> {
    await this.#stop()
  }

  async #info(section: string): Promise<string> {
    return String(await this.client.call('INFO', section))
  }
}

function textIn(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'mu').exec(info)?.[1] ?? ''
}

function numberIn(info: string, name: string): number {
  return Number(textIn(info, name))
}
