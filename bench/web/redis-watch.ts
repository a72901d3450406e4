/**
 * What Redis is asked: every command by `MONITOR`, those inside scripts included, and which of them
 * grow with the number of jobs; and how long it was blocked, by `SLOWLOG`.
 */
import { connect, type Socket } from 'node:net'
import type { RedisClient } from '@howdah/engine'

/** What one page asked. */
export interface Asked {
  /** Commands that the site sent. A script counts as one. */
  readonly commands: number
  /** Commands that scripts ran. */
  readonly inScripts: number
  /** The same by name: `EVALSHA 5, SSCAN 2`. */
  readonly names: string
  /** Those that read more than a page may need, whatever sent them. */
  readonly unbounded: readonly string[]
}

/** No page and no script needs more elements than this at once: a piece of a search has as many. */
const MOST_ELEMENTS = 2_000

/** They read a whole key, or look through it, whatever its size. */
const WHOLE_KEY = new Map([
  ['HGETALL', 'HLEN'],
  ['HKEYS', 'HLEN'],
  ['HVALS', 'HLEN'],
  ['SMEMBERS', 'SCARD'],
  ['LREM', 'LLEN'],
  ['LPOS', 'LLEN'],
  ['LINSERT', 'LLEN'],
])

/** They go through the whole database, or through several keys. */
const NEVER = new Set(['KEYS', 'SORT', 'SUNION', 'SINTER', 'SDIFF', 'FLUSHALL', 'FLUSHDB'])

/** Watches one Redis; costs it some speed while it does. */
export class RedisWatch {
  readonly #redis: RedisClient
  readonly #socket: Socket
  #lines: string[] = []
  #rest = ''
  #heard: () => void = () => {}

  private constructor(redis: RedisClient, socket: Socket) {
    this.#redis = redis
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      const lines = (this.#rest + text).split('\r\n')
      this.#rest = lines.pop() ?? ''
      this.#lines.push(...lines)
      this.#heard()
    })
  }

  static async start(redis: RedisClient, url: string): Promise<RedisWatch> {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    const watch = new RedisWatch(redis, socket)
    socket.write('MONITOR\r\n')
    await watch.#until((line) => line === '+OK')
    return watch
  }

  /** What is asked while `act` runs. */
  async during(act: () => Promise<unknown>): Promise<Asked> {
    await this.#mark()
    await act()
    const commands = (await this.#mark()).map(parseLine)
    const found: string[] = []
    for (const one of commands) {
      if (await this.#isUnbounded(one.words)) found.push(one.words.slice(0, 4).join(' '))
    }
    return {
      commands: commands.filter(({ isInScript }) => !isInScript).length,
      inScripts: commands.filter(({ isInScript }) => isInScript).length,
      names: namesOf(commands.filter(({ isInScript }) => !isInScript).map(({ words }) => words)),
      unbounded: [...new Set(found)],
    }
  }

  stop(): void {
    this.#socket.destroy()
  }

  /** Everything up to now. */
  async #mark(): Promise<string[]> {
    const mark = crypto.randomUUID()
    await this.#redis.call('ECHO', mark)
    await this.#until((line) => line.includes(mark))
    const lines = this.#lines.slice(0, -1)
    this.#lines = []
    return lines
  }

  async #until(isWanted: (line: string) => boolean): Promise<void> {
    while (!this.#lines.some(isWanted)) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve
      })
    }
  }

  async #isUnbounded(words: readonly string[]): Promise<boolean> {
    const [command = '', key = ''] = words
    const name = command.toUpperCase()
    if (NEVER.has(name)) return true
    const sizeOf = WHOLE_KEY.get(name)
    if (sizeOf !== undefined) return Number(await this.#redis.call(sizeOf, key)) > MOST_ELEMENTS
    if (/^(?:MGET|HMGET|DEL|EXISTS)$/u.test(name)) return words.length > MOST_ELEMENTS
    const range = /^(?:LRANGE|ZRANGE|ZREVRANGE)$/u.test(name)
    if (!range || /^BY/iu.test(words[4] ?? '')) return false
    const card = name === 'LRANGE' ? 'LLEN' : 'ZCARD'
    return rangeLength(words, Number(await this.#redis.call(card, key))) > MOST_ELEMENTS
  }
}

function namesOf(commands: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>()
  for (const [name = ''] of commands) {
    counts.set(name.toUpperCase(), (counts.get(name.toUpperCase()) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
}

/** How many elements a range by position may have: the smaller of the range and the key. */
function rangeLength([, , first = '', last = '']: readonly string[], size: number): number {
  const [from = 0, to = 0] = [Number(first), Number(last)].map((at) => (at < 0 ? size + at : at))
  return Math.min(size, to - from + 1)
}

/** `+1700000000.123456 [0 127.0.0.1:5000] "LLEN" "queue:default"` */
function parseLine(line: string): { readonly words: string[]; readonly isInScript: boolean } {
  const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/gu)].map(([, word = '']) => word)
  return { words, isInScript: /^\+[\d.]+ \[\d+ lua\]/u.test(line) }
}

/** Starts to note every command that takes longer than half a millisecond. */
export async function watchSlowness(redis: RedisClient): Promise<void> {
  await redis.pipeline([
    ['CONFIG', 'SET', 'slowlog-log-slower-than', 500],
    ['CONFIG', 'SET', 'slowlog-max-len', 20_000],
    ['SLOWLOG', 'RESET'],
  ])
}

/**
 * The longest command since; scripts count with all they did. In milliseconds, 0 when none was noted.
 *
 * The log notes the command that emptied it: to throw away thousands of long commands takes longer than
 * anything that is measured here, and is our own doing.
 */
export async function longestCommandMs(redis: RedisClient): Promise<number> {
  const entries = await redis.call('SLOWLOG', 'GET', -1)
  const all: readonly unknown[][] = Array.isArray(entries) ? entries : []
  const micros = all.filter(([, , , words]) => !isOfTheLog(words)).map((entry) => Number(entry[2]))
  return Math.max(0, ...micros) / 1_000
}

function isOfTheLog(words: unknown): boolean {
  return Array.isArray(words) && String(words[0]).toUpperCase() === 'SLOWLOG'
}

/** Processor time of Redis so far, its background threads included. */
export async function redisCpuSeconds(redis: RedisClient): Promise<number> {
  const info = String(await redis.call('INFO', 'cpu'))
  const read = (name: string): number =>
    Number(new RegExp(`^${name}:([\\d.]+)`, 'mu').exec(info)?.[1] ?? 0)
  return read('used_cpu_user') + read('used_cpu_sys')
}
