/** What others do with Ada's posts: answer, boost, like. And what she likes and keeps. */
import { asHtml } from './neighbours.ts'
import type { Book } from './book.ts'
import type { Post } from './post.ts'
import { after, COMMUNITY_END, DAY_MS, HOUR_MS, MINUTE_MS } from './clock.ts'
import { type People, presentAt } from './people.ts'
import type { Random } from './random.ts'
import type { Writer } from './writer.ts'

export interface EchoTools {
  readonly book: Book
  readonly writer: Writer
  readonly random: Random
  readonly people: People
}

const ADA_LIKES = 420
const ADA_BOOKMARKS = 90

/** Enters answers, boosts and likes of Ada's posts. */
export function enterEchoes(tools: EchoTools, adaPosts: readonly Post[]): void {
  const { book, people, random } = tools
  const everybody = [...people.members, ...people.remotes]
  for (const post of adaPosts) {
    const audience = presentAt(everybody, post.at)
    if (post.isDeleted || post.visibility === 'direct' || post.visibility === 'limited') continue
    for (const person of random.sample(audience, popularity(random)))
      book.like(person, post, soon(random, post.at))
    if (post.visibility === 'private') continue
    if (random.percent(6)) answer(tools, post)
    if (random.percent(9)) {
      const boosters = random.sample(audience, random.between(1, 3))
      for (const person of boosters) book.boost(person, post, soon(random, post.at))
    }
  }
}

/** Most posts please a few people, and now and then one pleases many. */
function popularity(random: Random): number {
  return random.percent(4) ? random.between(10, 40) : random.between(0, 6)
}

function answer({ book, writer, random, people }: EchoTools, post: Post): void {
  const author = random.pick(presentAt([...people.members, ...people.remotes], post.at))
  const { text, language } = writer.reply(post.language ?? 'en', '@ada')
  const at = soon(random, post.at)
  const reply = book.post({
    author,
    at,
    language,
    text: author.isLocal ? text : asHtml(text),
    named: [people.ada],
    replyTo: post,
    visibility: 'unlisted',
  })
  if (!random.percent(40)) return
  const thanks = writer.reply(language, `@${author.address}`)
  const later = after(at, random.between(5, 300) * MINUTE_MS)
  if (later < COMMUNITY_END) book.like(people.ada, reply, later)
  // The conversation goes on among others, so that Ada's posts stay as many as planned.
  const third = random.pick(presentAt(people.members, post.at))
  book.post({ author: third, at: later, replyTo: reply, visibility: 'unlisted', ...thanks })
}

/** Enters what Ada likes and bookmarks; some of it her own. */
export function enterAdaMarks(
  { book, random, people }: EchoTools,
  posts: { readonly own: readonly Post[]; readonly others: readonly Post[] },
): void {
  const liked = random.sample(posts.others, ADA_LIKES)
  for (const post of liked) book.like(people.ada, post, soon(random, post.at))
  const ownKept = posts.own.filter((post) => !post.isDeleted)
  const kept = [...random.sample(posts.others, ADA_BOOKMARKS), ...random.sample(ownKept, 6)]
  for (const post of kept) book.bookmark(people.ada, post, soon(random, post.at))
}

/** Within a few days, and never after the end of the story. */
function soon(random: Random, at: Date): Date {
  const latest = Math.min(COMMUNITY_END.getTime() - HOUR_MS, at.getTime() + 2 * DAY_MS)
  return new Date(
    at.getTime() + MINUTE_MS + random.below(Math.max(MINUTE_MS, latest - at.getTime())),
  )
}
