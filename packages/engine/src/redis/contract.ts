/**
 * What the engine needs of a Redis client, and no more: commands, pipelines, transactions, scripts.
 *
 * Only `redis/` knows which library answers. Everything else, tests of users included, sees this.
 */
import type { Keys } from './keys.ts'
import type { Script } from './script.ts'

/** One word of a command. Numbers are written as JavaScript prints them, which Redis reads back. */
export type RedisArgument = string | number | Buffer

/** A command and its arguments: `['LPUSH', 'queue:export', raw]`. */
export type RedisCommand = readonly [name: string, ...parameters: RedisArgument[]]

/**
 * What a call does while Redis is away: `fail` after a few seconds, or `wait` until it is back. A
 * page or a producer fails; the loops of a server wait.
 */
export type Patience = 'fail' | 'wait'

/** The Sentinels that know which server of a group is the primary. */
export interface SentinelSettings {
  /** Asked one after the other until one answers. */
  readonly addresses: readonly { readonly host: string; readonly port: number }[]
  /** What the Sentinels call the group, such as `mymaster`. */
  readonly primaryName: string
  /** For the Sentinels themselves; user and password of Redis stand in its `url`. */
  readonly user?: string
  readonly password?: string
}

/** Where a Redis is, and the prefix of its keys. */
export interface RedisSettings {
  /** `redis://[user:password@]host:port/db`, or `rediss://` for TLS. */
  readonly url: string
  /** Mastodon's `REDIS_NAMESPACE` (4.3 and older): put before each key with a colon. Default none. */
  readonly namespace?: string
  /** With it, host and port of `url` are unused: the Sentinels name them, also after a failover. */
  readonly sentinel?: SentinelSettings
}

/** Who listens on a channel. */
export interface ChannelListener {
  /** A message came. */
  readonly onMessage: (text: string) => void
  /** Listening begins now, or again after a gap in which messages were lost. */
  readonly onListening: () => void
}

/** A blocking move from the right end of one list to the left end of another (`BLMOVE`). */
export interface BlockingMove {
  readonly source: string
  readonly target: string
  readonly timeoutSeconds: number
}

/** The text that was moved; null when time was over or `CLIENT UNBLOCK` came; or what went wrong. */
export type MoveAnswer = string | null | Error

/** A connection that only waits with `BLMOVE`, one move at a time. */
export interface MoveConnection {
  /**
   * The id of the connection for `CLIENT UNBLOCK`; waits for a connection where there is none.
   * To be asked before each move: a new connection has a new one.
   */
  clientId(): Promise<number>
  /**
   * Sends the move. `onAnswer` is called once, as soon as the bytes are there: with
   * RedisReplyError or RedisFullError when Redis refuses, RedisUnavailableError when the connection
   * is gone, and then nobody knows whether something was moved.
   */
  move(order: BlockingMove, onAnswer: (answer: MoveAnswer) => void): void
  /** Closes at once; a move under way fails. */
  disconnect(): void
  /** The same, and opens a new one at once. */
  reconnect(): void
}

/** A connection, or what looks like one. */
export interface RedisClient {
  readonly keys: Keys
  readonly settings: RedisSettings
  /**
   * Sends one command; the reply's texts are UTF-8.
   * @throws RedisReplyError when Redis refuses it, RedisUnavailableError when it does not answer.
   */
  call(command: string, ...parameters: RedisArgument[]): Promise<unknown>
  /** Like `call`, with Buffers for texts: for what may not be UTF-8. */
  callBuffer(command: string, ...parameters: RedisArgument[]): Promise<unknown>
  /** Sends commands in one write; the replies in order. Throws the first error among them. */
  pipeline(commands: readonly RedisCommand[]): Promise<unknown[]>
  /** Like `pipeline`, all or nothing (`MULTI`). */
  multi(commands: readonly RedisCommand[]): Promise<unknown[]>
  /** Runs a script by its digest, sending its text where Redis does not know it yet. */
  run<Input, Reply>(script: Script<Input, Reply>, input: Input): Promise<Reply>
  /** A connection of its own with the same settings: blocking commands must not hold up others. */
  duplicate(options?: { readonly patience?: Patience }): RedisClient
  /** A connection of its own for waiting fetches. Opens with the first `clientId`. */
  openMoves(): MoveConnection
  /**
   * Listens on a pub/sub channel over a connection of its own, which comes back by itself after an
   * outage. Returns how to stop.
   */
  subscribe(channel: string, listener: ChannelListener): () => void
  /** Calls the listener at each (re)connection, at once if there is one. Returns how to stop. */
  onReady(listener: () => void): () => void
  /** Says goodbye when all sent commands are answered. */
  close(): Promise<void>
  /** Closes at once; commands under way are rejected. */
  disconnect(): void
  /** The same, and opens a new one at once. */
  reconnect(): void
}
