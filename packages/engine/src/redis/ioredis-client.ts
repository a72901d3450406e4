/**
 * The contract over ioredis: the only file that knows the library (`move-connection.ts` borrows its
 * socket).
 *
 * Commands are never sent a second time by the library: after a broken connection nobody knows
 * whether Redis has run them, and "fetch" or "push" twice is not the same as once. Who can repeat
 * safely does so itself.
 */
import { Redis, ReplyError } from 'ioredis'
import type { RedisOptions } from 'ioredis'
import {
  EngineError,
  InvalidSettingsError,
  RedisReplyError,
  RedisUnavailableError,
  toError,
} from '../errors.ts'
import type {
  ChannelListener,
  MoveConnection,
  Patience,
  RedisArgument,
  RedisClient,
  RedisCommand,
  RedisSettings,
} from './contract.ts'
import { createKeys } from './keys.ts'
import type { Keys } from './keys.ts'
import { StreamMoveConnection } from './move-connection.ts'
import { refusal, saysOutOfOffice } from './refusal.ts'
import type { Script } from './script.ts'
import { Unanswered } from './unanswered.ts'

/** Sidekiq's timeouts are 3 s too: longer than any pause of a healthy Redis, shorter than a reader's patience. */
const TIMEOUT_MS = 3_000

/** A connection that owes an answer for so long is dead: longer than the longest blocking command. */
const SILENCE_MS = 30_000

/** Reconnecting starts at once and slows down to this. */
const MAX_RECONNECT_DELAY_MS = 1_000

/**
 * A listening connection sends nothing, so only the kernel can notice that its peer is gone: it asks
 * after this much silence, and gives up some ten seconds later.
 */
const KEEP_ALIVE_MS = 10_000

/**
 * Opens a connection when the first command is sent. Default patience: fail. Throws InvalidSettingsError
 * for an address that is neither a URL nor the path of a socket.
 */
export function connectRedis(
  settings: RedisSettings | string,
  options: { readonly patience?: Patience } = {},
): RedisClient {
  const full = typeof settings === 'string' ? { url: settings } : settings
  // The library's own error holds the address, password included.
  if (!full.url.startsWith('/') && !URL.canParse(full.url)) {
    throw new InvalidSettingsError(
      'The address of Redis is no URL; it must look like redis://:password@host:6379/0.',
    )
  }
  return new IoredisClient(full, options.patience ?? 'fail')
}

class IoredisClient implements RedisClient {
  readonly keys: Keys
  readonly settings: RedisSettings
  readonly #patience: Patience
  readonly #redis: Redis
  readonly #unanswered = new Unanswered()
  #lastError: Error | undefined

  constructor(settings: RedisSettings, patience: Patience) {
    this.settings = settings
    this.keys = createKeys(settings.namespace)
    this.#patience = patience
    this.#redis = new Redis(settings.url, {
      ...optionsFor(patience),
      ...sentinelOptions(settings),
    })
    // Without a listener Node would end the process; the error reaches whoever waits for a reply.
    this.#redis.on('error', (error: Error) => (this.#lastError = error))
    this.#redis.on('ready', () => {
      this.#lastError = undefined
      this.#unanswered.noteReady()
    })
    this.#redis.on('close', () => this.#unanswered.noteClosed())
  }

  async call(command: string, ...parameters: RedisArgument[]): Promise<unknown> {
    return await this.#attempt(command, () => this.#redis.call(command, ...parameters))
  }

  async callBuffer(command: string, ...parameters: RedisArgument[]): Promise<unknown> {
    return await this.#attempt(command, () => this.#redis.callBuffer(command, ...parameters))
  }

  async pipeline(commands: readonly RedisCommand[]): Promise<unknown[]> {
    if (commands.length === 0) return []
    return await this.#send(() => this.#redis.pipeline(), commands)
  }

  async multi(commands: readonly RedisCommand[]): Promise<unknown[]> {
    if (commands.length === 0) return []
    return await this.#send(() => this.#redis.multi(), commands)
  }

  async run<Input, Reply>(script: Script<Input, Reply>, input: Input): Promise<Reply> {
    const keys = script.keys(input, this.keys)
    const parameters = [keys.length, ...keys, ...script.parameters(input, this.keys)]
    const send = (command: string, first: string) =>
      script.repliesBytes
        ? this.#redis.callBuffer(command, first, ...parameters)
        : this.#redis.call(command, first, ...parameters)
    try {
      const digest = script.digest()
      return script.reply(await this.#attempt(script.name, () => send('EVALSHA', digest)))
    } catch (error) {
      if (!isUnknownScript(error)) throw error
    }
    const source = script.source()
    return script.reply(await this.#attempt(script.name, () => send('EVAL', source)))
  }

  duplicate(options: { readonly patience?: Patience } = {}): RedisClient {
    return new IoredisClient(this.settings, options.patience ?? this.#patience)
  }

  openMoves(): MoveConnection {
    const client = new IoredisClient(this.settings, 'wait')
    return new StreamMoveConnection({
      askId: async () => Number(await client.call('CLIENT', 'ID')),
      stream: () => client.#redis.stream,
      reconnect: () => client.reconnect(),
      disconnect: () => client.disconnect(),
    })
  }

  subscribe(channel: string, { onMessage, onListening }: ChannelListener): () => void {
    const redis = new Redis(this.settings.url, {
      ...optionsFor('wait'),
      ...sentinelOptions(this.settings),
      keepAlive: KEEP_ALIVE_MS,
      lazyConnect: false,
      // By hand, because the listener must know when messages arrive again.
      autoResubscribe: false,
    })
    redis.on('error', () => {}) // It connects again; whoever listens is told then.
    redis.on('message', (_channel: string, text: string) => onMessage(text))
    redis.on('ready', () => {
      // If it fails, the connection is gone again, and the next one subscribes; or Redis forbids it,
      // and then no other connection would be allowed to.
      redis.subscribe(channel).then(onListening, () => {})
    })
    return () => redis.disconnect()
  }

  onReady(listener: () => void): () => void {
    this.#redis.on('ready', listener)
    if (this.#redis.status === 'ready') listener()
    return () => this.#redis.off('ready', listener)
  }

  async close(): Promise<void> {
    if (this.#redis.status !== 'ready') return this.disconnect()
    try {
      await this.#redis.quit()
    } catch {
      this.disconnect() // The connection broke while closing: closed is what was asked for.
    }
  }

  reconnect(): void {
    this.#redis.disconnect(true)
  }

  disconnect(): void {
    this.#redis.disconnect()
  }

  async #send(
    open: () => ReturnType<Redis['pipeline']>,
    commands: readonly RedisCommand[],
  ): Promise<unknown[]> {
    const send = () => {
      const batch = open()
      for (const [name, ...parameters] of commands) batch.call(name, ...parameters)
      return batch.exec()
    }
    let replies = await this.#attempt('pipeline', send)
    // Where the first was refused, none before it was done.
    if (isOutOfOffice(replies?.[0]?.[0])) replies = await this.#attempt('pipeline', send)
    return (replies ?? []).map(([error, reply], index) => {
      if (error !== null) throw this.#translate(error, commands[index]?.[0] ?? 'pipeline')
      return reply
    })
  }

  /** A refusal by a server that is no primary any more is the one thing that is sent again: once. */
  async #attempt<Reply>(what: string, send: () => Promise<Reply>): Promise<Reply> {
    try {
      return await this.#unanswered.watch(send, this.#sendsAtOnce())
    } catch (error) {
      if (!isOutOfOffice(error)) throw this.#translate(error, what)
    }
    try {
      return await this.#unanswered.watch(send, this.#sendsAtOnce())
    } catch (error) {
      throw this.#translate(error, what)
    }
  }

  /**
   * Whether a command goes out now. A stream that has ended, but not closed yet, takes none: ioredis
   * keeps the command for the next connection, and it must not be reported as lost.
   */
  #sendsAtOnce(): boolean {
    return this.#redis.status === 'ready' && this.#redis.stream.writable
  }

  #translate(error: unknown, what: string): Error {
    if (error instanceof EngineError) return error
    if (isReplyError(error)) return refusal(reasonOf(error), what, { cause: error })
    const cause = this.#lastError ?? toError(error)
    const address = addressOf(this.settings.url)
    return new RedisUnavailableError(
      `Redis at ${address} did not answer ${what}: ${cause.message.replace(/\.$/u, '')}. Is it running and reachable?`,
      { cause: error },
    )
  }
}

function optionsFor(patience: Patience): Omit<RedisOptions, 'replyMapping'> {
  const shared: Omit<RedisOptions, 'replyMapping'> = {
    lazyConnect: true,
    // RESP3 gives us nothing that the engine uses and needs a HELLO, which proxies may not know.
    protocol: 2,
    connectTimeout: TIMEOUT_MS,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(attempt * 50, MAX_RECONNECT_DELAY_MS),
    // Who connects anew finds the new primary.
    reconnectOnError: isOutOfOffice,
    // Shown by CLIENT LIST, for whoever wonders who all these connections are.
    clientInfoTag: 'howdah',
  }
  if (patience === 'wait')
    return { ...shared, maxRetriesPerRequest: null, socketTimeout: SILENCE_MS }
  return { ...shared, maxRetriesPerRequest: 1, commandTimeout: TIMEOUT_MS }
}

function sentinelOptions({ sentinel, url }: RedisSettings): Omit<RedisOptions, 'replyMapping'> {
  if (sentinel === undefined) return {}
  return {
    sentinels: sentinel.addresses.map(({ host, port }) => ({ host, port })),
    name: sentinel.primaryName,
    enableTLSForSentinelMode: url.startsWith('rediss:'),
    sentinelCommandTimeout: TIMEOUT_MS,
    ...(sentinel.user === undefined ? {} : { sentinelUsername: sentinel.user }),
    ...(sentinel.password === undefined ? {} : { sentinelPassword: sentinel.password }),
  }
}

function isOutOfOffice(error: unknown): boolean {
  return isReplyError(error) && saysOutOfOffice(reasonOf(error))
}

/** A transaction says only that it was discarded; its commands say why. */
function reasonOf(error: Error): string {
  const previous = 'previousErrors' in error ? error.previousErrors : null
  if (!Array.isArray(previous)) return error.message
  return [error, ...previous].map((one) => toError(one).message).join('; ')
}

/** Redis was restarted, or its scripts were flushed. */
function isUnknownScript(error: unknown): boolean {
  return error instanceof RedisReplyError && error.message.includes('NOSCRIPT')
}

function isReplyError(error: unknown): error is Error {
  return error instanceof ReplyError
}

/** The address without its password. */
function addressOf(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? url : `${parsed.host}${parsed.pathname}`
}
