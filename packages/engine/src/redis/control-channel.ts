/**
 * The pub/sub channel through which processes hear at once what somebody wants: a queue paused, a
 * job cancelled, a job due soon.
 *
 * A message may get lost (pub/sub keeps nothing), so everything that is said here is also written
 * down in Redis first, and looked up there after a gap.
 */
import type { RedisClient, RedisCommand } from './contract.ts'

/**
 * What can be said. `pause` and `unpause` carry a queue, `cancel` a jid, `due` the time of a job that
 * was scheduled for soon, in epoch seconds, `periodic` and `wary` nothing.
 */
export type ControlWord = 'pause' | 'unpause' | 'cancel' | 'due' | 'periodic' | 'wary'

/** A message: a word, and what follows it. */
export interface ControlMessage {
  readonly word: string
  readonly detail: string
}

/** The channel of this Redis. Channels know no databases, so the name carries the number. */
export function controlChannel({ keys, settings }: Pick<RedisClient, 'keys' | 'settings'>): string {
  return keys.control(databaseOf(settings.url))
}

/** The command that says something to all processes; send it after what it is about was written. */
export function announcement(redis: RedisClient, word: ControlWord, detail = ''): RedisCommand {
  return ['PUBLISH', controlChannel(redis), detail === '' ? word : `${word} ${detail}`]
}

/** Reads a message. Words we do not know are for newer versions: they are read all the same. */
export function parseControlMessage(text: string): ControlMessage {
  const space = text.indexOf(' ')
  if (space === -1) return { word: text, detail: '' }
  return { word: text.slice(0, space), detail: text.slice(space + 1) }
}

/** `redis://host/3`, or `?db=3` where the path names none. */
export function databaseOf(url: string): number {
  const parsed = URL.parse(url.includes('://') ? url : `redis://${url}`)
  if (parsed === null) return 0
  const isSocket = url.startsWith('/')
  const path = isSocket ? '' : parsed.pathname.slice(1)
  const number = Number(path === '' ? (parsed.searchParams.get('db') ?? 0) : path)
  return Number.isInteger(number) ? number : 0
}
