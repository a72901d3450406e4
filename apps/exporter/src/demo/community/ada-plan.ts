/** When Ada posts, and what kind of post each is: decided first, written afterwards. */
import { ADA_BEGIN, after, DAY_MS, HOUR_MS, MINUTE_MS } from './clock.ts'
import type { Random } from './random.ts'

export type PostKind =
  | 'plain'
  | 'boost'
  | 'boost-own'
  | 'reply'
  | 'thread'
  | 'link'
  | 'picture'
  | 'sound'
  | 'poll'
  | 'quote'
  | 'note'
  | 'circle'
  | 'special'

export interface PlannedPost {
  readonly at: Date
  readonly kind: PostKind
}

export const ADA_POSTS = 2000
const DAYS = 1095

/** The first posts stay plain, so that later ones have something to refer to. */
const PLAIN_START = 60

/** Kinds of which there is a fixed number; they are spread over the three years. */
const FIXED: Readonly<Partial<Record<PostKind, number>>> = {
  picture: 46,
  sound: 1,
  poll: 22,
  quote: 26,
  'boost-own': 5,
  circle: 4,
}

const CHANCES = { plain: 560, boost: 125, reply: 150, thread: 70, link: 55, note: 45 }

/** @param specials posts with a text of their own, written by hand */
export function planAda(random: Random, specials: number): PlannedPost[] {
  const slots = Array.from({ length: DAYS }, (_, day) => [
    slot(random, day, 5, 9),
    slot(random, day, 14, 8),
  ]).flat()
  const skipped = new Set(random.sample([...slots.keys()].slice(4), slots.length - ADA_POSTS))
  const times = slots.filter((_, index) => !skipped.has(index))
  const kinds = fixedKinds(random, times.length, specials)
  return times.map((at, index) => {
    const kind = index < PLAIN_START ? 'plain' : (kinds.get(index) ?? random.weighted(CHANCES))
    return { at, kind }
  })
}

function slot(random: Random, day: number, hour: number, hours: number): Date {
  const midnight = after(ADA_BEGIN, day * DAY_MS - 8 * HOUR_MS)
  return after(
    midnight,
    hour * HOUR_MS + random.below(hours * 60) * MINUTE_MS + random.below(60_000),
  )
}

function fixedKinds(random: Random, count: number, specials: number): Map<number, PostKind> {
  const places = random.sample(
    Array.from({ length: count - PLAIN_START }, (_, index) => index + PLAIN_START),
    count,
  )
  const wanted = Object.entries({ ...FIXED, special: specials }) as [PostKind, number][]
  const kinds = wanted.flatMap(([kind, howMany]) => Array.from({ length: howMany }, () => kind))
  return new Map(kinds.map((kind, index) => [places[index] ?? 0, kind]))
}
