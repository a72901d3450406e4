/** What everybody but Ada writes: a few posts each, so that she has something to answer and boost. */
import { ADA_BEGIN, COMMUNITY_END, DAY_MS, HOUR_MS, after } from './clock.ts'
import type { Book } from './book.ts'
import type { Post } from './post.ts'
import type { People, Person } from './people.ts'
import type { Random } from './random.ts'
import type { Writer } from './writer.ts'

const POSTS_OF_MEMBER = { low: 6, high: 16 }
const POSTS_OF_REMOTE = { low: 3, high: 9 }

/** Enters their posts; the result is in the order of time. */
export function enterNeighbourPosts(
  people: People,
  tools: { readonly book: Book; readonly writer: Writer; readonly random: Random },
): Post[] {
  const { book, writer, random } = tools
  const plans = [
    ...[people.admin, ...people.members].flatMap((author) =>
      planOf(author, POSTS_OF_MEMBER, random),
    ),
    ...people.remotes.flatMap((author) => planOf(author, POSTS_OF_REMOTE, random)),
  ]
  plans.sort((one, other) => one.at.getTime() - other.at.getTime())
  return plans.map(({ author, at }) => {
    const { text, language } = writer.post(author.isLocal ? author.locale : remoteLanguage(random))
    const visibility = random.percent(85) ? 'public' : 'unlisted'
    return book.post({
      author,
      at,
      language,
      visibility,
      text: author.isLocal ? text : asHtml(text),
    })
  })
}

/** Posts of people elsewhere are stored as the HTML they came as. */
export function asHtml(text: string): string {
  const escaped = text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;')
  const paragraphs = escaped.split('\n\n').map((part) => `<p>${part.replace(/\n/gu, '<br>')}</p>`)
  // Without the sign they are words; a remote hashtag would be a link to its own server.
  return paragraphs.join('').replace(/(^|[\s>])#(?=\p{L})/gu, '$1')
}

function planOf(
  author: Person,
  { low, high }: { readonly low: number; readonly high: number },
  random: Random,
): { author: Person; at: Date }[] {
  const begin = Math.max(after(author.since, HOUR_MS).getTime(), ADA_BEGIN.getTime())
  const end = COMMUNITY_END.getTime() - DAY_MS
  return Array.from({ length: random.between(low, high) }, () => ({
    author,
    at: new Date(begin + random.below(Math.max(HOUR_MS, end - begin))),
  }))
}

function remoteLanguage(random: Random): string {
  return random.weighted({ en: 62, de: 14, es: 8, fr: 4, ja: 8, ar: 3, he: 1 })
}
