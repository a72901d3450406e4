/**
 * Listens for what somebody wants of all processes, and hands each message to who obeys it. One
 * connection a process; it sends nothing while nothing happens.
 *
 * Pub/sub keeps no messages. So the line only makes things quick: whoever obeys looks up in Redis
 * what was missed whenever the line says that there was a gap, and now and then besides.
 */
import type { RedisClient } from '../redis/contract.ts'
import { controlChannel, parseControlMessage } from '../redis/control-channel.ts'

/** Who obeys. */
export interface ControlHandlers {
  /** By the word of the message; told what follows it. Unknown words are passed over. */
  readonly words: Readonly<Record<string, (detail: string) => void>>
  /** The line is up (again): messages may have been missed until now. */
  readonly onGap: () => void
}

/** The ear of one process. */
export class ControlLine {
  readonly #redis: RedisClient
  readonly #handlers: ControlHandlers
  #hangUp: (() => void) | undefined
  #isStopped = false

  constructor(redis: RedisClient, handlers: ControlHandlers) {
    this.#redis = redis
    this.#handlers = handlers
  }

  /** Begins to listen. Does not wait for Redis: until the line is up, it is as if it were cut. */
  start(): void {
    if (this.#hangUp !== undefined || this.#isStopped) return
    this.#hangUp = this.#redis.subscribe(controlChannel(this.#redis), {
      onMessage: (text) => this.#obey(text),
      onListening: () => this.#handlers.onGap(),
    })
  }

  stop(): void {
    this.#isStopped = true
    this.#hangUp?.()
  }

  #obey(text: string): void {
    const { word, detail } = parseControlMessage(text)
    const { words } = this.#handlers
    if (Object.hasOwn(words, word)) words[word]?.(detail)
  }
}
