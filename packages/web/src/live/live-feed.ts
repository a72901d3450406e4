/**
 * Says what has changed: one look at Redis a second for all open pages together, none while no page
 * is open. Pages then fetch again what they show; nothing of a job travels here.
 */

import { Stats } from '@howdah/engine/api'
import type { StatsRecord } from '@howdah/engine/api'
import type { RedisClient } from '@howdah/engine'

/** What can change. A page names those that it shows. */
export type LiveTopic =
  | 'queues'
  | 'schedule'
  | 'retry'
  | 'dead'
  | 'busy'
  | 'processed'
  | `tab:${string}`

/** A tab of the host whose pages change with something else than Redis. */
export interface LiveSource {
  readonly path: string
  /** A text that changes when they do. */
  changes?(): Promise<string>
}

const INTERVAL_MS = 1_000

/** Without a word for so long, proxies close connections. */
const QUIET_MS = 20_000

/** A page reconnects after this and is asked again who it is. */
const LONGEST_MS = 300_000

/** More open pages than this a server does not serve live; they ask by themselves. */
const MOST_LISTENERS = 500

/** Open pages of one viewer that are served live. */
const MOST_OF_ONE = 10

interface Listener {
  readonly viewer: string
  send(text: string): void
  end(): void
}

/** The feed of one console. */
export class LiveFeed {
  readonly #redis: RedisClient
  readonly #sources: readonly LiveSource[]
  readonly #listeners = new Set<Listener>()
  #timer: NodeJS.Timeout | undefined
  #known: ReadonlyMap<LiveTopic, string> | null = null
  #isLooking = false
  #isAway = false

  constructor(redis: RedisClient, sources: readonly LiveSource[] = []) {
    this.#redis = redis
    this.#sources = sources
  }

  /** A stream of server-sent events; null when too many pages are open. */
  open(viewer: string): ReadableStream<Uint8Array> | null {
    const ofViewer = [...this.#listeners].filter((one) => one.viewer === viewer)
    if (this.#listeners.size >= MOST_LISTENERS || ofViewer.length >= MOST_OF_ONE) return null
    let leave = (): void => undefined
    return new ReadableStream({
      start: (controller) => {
        leave = this.#join(viewer, controller)
      },
      cancel: () => leave(),
    })
  }

  /** Ends all streams. */
  close(): void {
    for (const listener of this.#listeners) listener.end()
  }

  #join(viewer: string, controller: ReadableStreamDefaultController<Uint8Array>): () => void {
    const encoder = new TextEncoder()
    const listener: Listener = {
      viewer,
      send: (text) => controller.enqueue(encoder.encode(text)),
      end: () => {
        leave()
        controller.close()
      },
    }
    const word = setInterval(() => listener.send(': still here\n\n'), QUIET_MS)
    const last = setTimeout(() => listener.end(), LONGEST_MS)
    const leave = (): void => {
      clearInterval(word)
      clearTimeout(last)
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stop()
    }
    word.unref()
    last.unref()
    this.#listeners.add(listener)
    listener.send('retry: 3000\n\n')
    this.#start()
    return leave
  }

  #start(): void {
    if (this.#timer !== undefined) return
    this.#timer = setInterval(() => void this.#look(), INTERVAL_MS)
    this.#timer.unref()
  }

  #stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#known = null
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    try {
      const [stats, ofTabs] = await Promise.all([Stats.fetch(this.#redis), this.#lookAtTabs()])
      const now = new Map([...digestOf(stats), ...ofTabs])
      const before = this.#known
      this.#known = now
      if (this.#isAway) this.#tell('back', 'redis')
      this.#isAway = false
      const changed = [...now.keys()].filter((topic) => before?.get(topic) !== now.get(topic))
      if (before !== null && changed.length > 0) this.#tell('changed', changed.join(' '))
    } catch {
      // The pages learn it from their own next look; here it is only not known whether all changed.
      this.#isAway = true
      this.#tell('away', 'redis')
    } finally {
      this.#isLooking = false
    }
  }

  /** What cannot be asked at the moment is as it was. */
  #lookAtTabs(): Promise<readonly (readonly [LiveTopic, string])[]> {
    const asked = this.#sources.map(async (source): Promise<readonly [LiveTopic, string]> => {
      const topic: LiveTopic = `tab:${source.path}`
      try {
        return [topic, (await source.changes?.()) ?? '']
      } catch {
        // The host's database may be away; its pages say so themselves.
        return [topic, this.#known?.get(topic) ?? '']
      }
    })
    return Promise.all(asked)
  }

  #tell(event: string, data: string): void {
    for (const listener of this.#listeners) listener.send(`event: ${event}\ndata: ${data}\n\n`)
  }
}

function digestOf(stats: StatsRecord): ReadonlyMap<LiveTopic, string> {
  const queues = stats.queues.map(({ name, size, isPaused }) => `${name} ${size} ${isPaused}`)
  return new Map<LiveTopic, string>([
    ['queues', queues.join('\n')],
    ['schedule', String(stats.scheduled)],
    ['retry', String(stats.retries)],
    ['dead', String(stats.dead)],
    ['busy', `${stats.busy} ${stats.processes}`],
    ['processed', `${stats.processed} ${stats.failed}`],
  ])
}
