/**
 * The sample community: everybody and everything on example.social, as rows of Mastodon's tables and
 * files of its media root. Made by chance with a fixed seed, so it is the same each time.
 */
import { utcTimestamp } from '../../mastodon/column-parsers.ts'
import type { Gallery } from '../gallery/gallery.ts'
import { Ada } from './ada.ts'
import { Book } from './book.ts'
import type { Post } from './post.ts'
import { after, COMMUNITY_END, FAR_FUTURE, HOUR_MS } from './clock.ts'
import { enterAdaMarks, enterEchoes } from './echo.ts'
import { Files, type MediaFile } from './files.ts'
import { enterNeighbourPosts } from './neighbours.ts'
import { enterPeople, type People } from './people.ts'
import { enterAdaShowcase, enterEmojis, profileDecorator } from './profiles.ts'
import { Random } from './random.ts'
import { enterRelations, type Follows } from './relations.ts'
import { Rows, stamps } from './rows.ts'
import { Writer } from './writer.ts'

const SEED = 20_161_120

export interface Community {
  readonly rows: Rows
  readonly files: readonly MediaFile[]
  readonly people: People
}

/** Makes it in memory; nothing is written. */
export function buildCommunity(gallery: Gallery): Community {
  const rows = new Rows()
  const random = new Random(SEED)
  const files = new Files(rows, random)
  const people = enterPeople({ rows, random, decorate: profileDecorator(files, gallery) })
  const book = new Book(rows, random, people.all)
  const tools = { book, random, people, writer: new Writer(random) }
  enterEmojis(rows, files, gallery)
  const neighbourPosts = enterNeighbourPosts(people, tools)
  const adaPosts = new Ada({ ...tools, files, gallery, neighbourPosts }).enterPosts()
  enterEchoes(tools, adaPosts)
  enterAdaMarks(tools, { own: adaPosts, others: neighbourPosts })
  enterUnsent(rows, files, gallery, people)
  enterAdaShowcase(rows, { book, ada: people.ada, posts: adaPosts })
  const follows = enterRelations(rows, random, people)
  book.close(COMMUNITY_END)
  enterAccountStats(rows, people, { follows, book })
  return { rows, files: files.made, people }
}

/** One post of Ada that waits for its time with its picture, and an upload that was never used. */
function enterUnsent(rows: Rows, files: Files, gallery: Gallery, { ada }: People): void {
  const [picture, other] = gallery.pictures.slice(-2)
  if (picture === undefined || other === undefined) return
  const at = after(COMMUNITY_END, -5 * HOUR_MS)
  const scheduledStatusId = rows.nextId('scheduled_statuses')
  const mediaId = files.newId(at)
  const params = { text: 'Happy new decade! The workshop stays open.', media_ids: [mediaId] }
  rows.add('scheduled_statuses', {
    id: scheduledStatusId,
    account_id: ada.id,
    scheduled_at: utcTimestamp(FAR_FUTURE),
    params: JSON.stringify(params),
  })
  files.picture(mediaId, ada, at, { scheduledStatusId, picture, isDescribed: true })
  files.picture(files.newId(at), ada, at, { picture: other, isDescribed: false })
}

/** Mastodon's counters: direct posts are not in them. */
function enterAccountStats(
  rows: Rows,
  people: People,
  { follows, book }: { readonly follows: Follows; readonly book: Book },
): void {
  for (const person of people.all) {
    const written: readonly Post[] = book.postsOf(person)
    const counted = written.filter((post) => post.visibility !== 'direct' && !post.isDeleted)
    const last = counted.reduce<Date | null>(
      (newest, { at }) => (newest !== null && newest > at ? newest : at),
      null,
    )
    rows.add('account_stats', {
      id: rows.nextId('account_stats'),
      account_id: person.id,
      statuses_count: String(counted.length),
      following_count: String(follows.followingOf(person)),
      followers_count: String(follows.followersOf(person)),
      last_status_at: last === null ? null : utcTimestamp(last),
      ...stamps(person.since),
    })
  }
}
