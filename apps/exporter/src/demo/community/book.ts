/**
 * The book of the community: writes a post down with everything that hangs on it, as Mastodon would
 * have done: address, conversation, mentions, hashtags, counts, poll, history, quote.
 */
import { utcTimestamp } from '../../mastodon/column-parsers.ts'
import { after, MASTODON_4_5_SINCE, MINUTE_MS } from './clock.ts'
import { hashtagsIn, mentionsIn, normalizeTag } from './entities.ts'
import type { Person } from './people.ts'
import { type NewPoll, type NewPost, type Post, VISIBILITY } from './post.ts'
import type { Random } from './random.ts'
import { type Rows, stamps, timeId } from './rows.ts'

interface Counts {
  replies: number
  boosts: number
  likes: number
  quotes: number
}

export class Book {
  readonly #rows: Rows
  readonly #random: Random
  readonly #people = new Map<string, Person>()
  readonly #tags = new Map<string, string>()
  readonly #counts = new Map<Post, Counts>()
  readonly #pairs = new Set<string>()
  readonly #posts = new Map<Person, Post[]>()

  constructor(rows: Rows, random: Random, people: readonly Person[]) {
    this.#rows = rows
    this.#random = random
    for (const person of people) this.#people.set(person.address.toLowerCase(), person)
  }

  post(input: NewPost): Post {
    const id = timeId(input.at, this.#random.below(65_536))
    const post = this.#enter(id, input)
    const pollId = input.poll === undefined ? null : this.#rows.nextId('polls')
    this.#remember(post)
    this.#enterStatus(post, input, pollId)
    this.#enterMentions(post, input)
    for (const name of hashtagsIn(input.text)) this.#enterTag(post, name)
    if (input.poll !== undefined && pollId !== null) this.#enterPoll(post, pollId, input.poll)
    if (input.quote !== undefined) this.#enterQuote(post, input.quote)
    if (input.replyTo !== undefined && input.isParentGone !== true)
      this.#count(input.replyTo).replies += 1
    this.#enterHistory(post, input)
    return post
  }

  /** A boost is a post without a text that points to another. */
  boost(author: Person, target: Post, at: Date): Post {
    const id = timeId(at, this.#random.below(65_536))
    const visibility = target.visibility
    const base = { author, at, language: null, visibility, isDeleted: false }
    const uri = `${postUri(author, id)}/activity`
    const post = { ...base, id, uri, conversationId: this.#newConversation(author, id, at) }
    this.#remember(post)
    this.#rows.add('statuses', {
      ...this.#commonColumns(post),
      text: '',
      reblog_of_id: target.id,
      in_reply_to_id: null,
      edited_at: null,
      ordered_media_attachment_ids: null,
      poll_id: null,
    })
    this.#count(target).boosts += 1
    return post
  }

  /** @returns false when this person likes that post already. */
  like(person: Person, post: Post, at: Date): boolean {
    if (!this.#isNew('like', person, post)) return false
    const row = { account_id: person.id, status_id: post.id, ...stamps(at) }
    this.#rows.add('favourites', { id: this.#rows.nextId('favourites'), ...row })
    this.#count(post).likes += 1
    return true
  }

  bookmark(person: Person, post: Post, at: Date): void {
    if (!this.#isNew('bookmark', person, post)) return
    const row = { account_id: person.id, status_id: post.id, ...stamps(at) }
    this.#rows.add('bookmarks', { id: this.#rows.nextId('bookmarks'), ...row })
  }

  /** The id of a hashtag, which is made when it is new. `name` as typed, without `#`. */
  tagId(name: string, at: Date): string {
    const key = normalizeTag(name)
    const known = this.#tags.get(key)
    if (known !== undefined) return known
    const id = this.#rows.nextId('tags')
    this.#rows.add('tags', { id, name: key, display_name: name, ...stamps(at) })
    this.#tags.set(key, id)
    return id
  }

  /** Everything a person has posted and boosted. */
  postsOf(person: Person): readonly Post[] {
    return this.#posts.get(person) ?? []
  }

  /** Writes the counts of all posts; to be called once, at the end. */
  close(at: Date): void {
    for (const [post, counts] of this.#counts) {
      this.#rows.add('status_stats', {
        id: this.#rows.nextId('status_stats'),
        status_id: post.id,
        replies_count: String(counts.replies),
        reblogs_count: String(counts.boosts),
        favourites_count: String(counts.likes),
        quotes_count: String(counts.quotes),
        created_at: utcTimestamp(post.at),
        updated_at: utcTimestamp(at),
      })
    }
  }

  #enter(id: string, input: NewPost): Post {
    const { author, at, language, visibility = 'public', isDeleted = false } = input
    const conversationId = input.replyTo?.conversationId ?? this.#newConversation(author, id, at)
    return {
      id,
      author,
      at,
      uri: postUri(author, id),
      visibility,
      language,
      conversationId,
      isDeleted,
    }
  }

  #enterStatus(post: Post, input: NewPost, pollId: string | null): void {
    const { replyTo, mediaIds, contentWarning = '', earlierTexts = [] } = input
    this.#rows.add('statuses', {
      ...this.#commonColumns(post),
      text: input.text,
      spoiler_text: contentWarning,
      sensitive: contentWarning !== '',
      reply: replyTo !== undefined,
      // When the answered post is gone for good, only its author is remembered.
      in_reply_to_id: replyTo === undefined || input.isParentGone === true ? null : replyTo.id,
      in_reply_to_account_id: replyTo?.author.id ?? null,
      edited_at:
        earlierTexts.length === 0 ? null : utcTimestamp(editedAt(post.at, earlierTexts.length)),
      ordered_media_attachment_ids: mediaIds === undefined ? null : [...mediaIds],
      poll_id: pollId,
      deleted_at: post.isDeleted ? utcTimestamp(after(post.at, 90 * MINUTE_MS)) : null,
    })
  }

  #commonColumns(post: Post) {
    const isQuotable = post.at >= MASTODON_4_5_SINCE && VISIBILITY[post.visibility] < 2
    return {
      id: post.id,
      uri: post.uri,
      url: post.author.isLocal ? null : `${post.author.url}/${post.id}`,
      account_id: post.author.id,
      conversation_id: post.conversationId,
      visibility: VISIBILITY[post.visibility],
      language: post.language,
      local: post.author.isLocal,
      // The upper half says who may quote without asking; bit 2 is everybody.
      quote_approval_policy: isQuotable ? 2 << 16 : 0,
      ...stamps(post.at),
    }
  }

  #newConversation(author: Person, statusId: string, at: Date): string {
    const id = this.#rows.nextId('conversations')
    const knowsParent = at >= MASTODON_4_5_SINCE
    const day = at.toISOString().slice(0, 10)
    this.#rows.add('conversations', {
      id,
      uri: author.isLocal
        ? null
        : `tag:${author.domain ?? ''},${day}:objectId=${statusId}:objectType=Conversation`,
      parent_status_id: knowsParent && author.isLocal ? statusId : null,
      parent_account_id: knowsParent && author.isLocal ? author.id : null,
      ...stamps(at),
    })
    return id
  }

  /** The author of a quoted post is told of it like an audience: without being named. */
  #enterMentions(post: Post, { text, named = [], audience = [], quote }: NewPost): void {
    const found = mentionsIn(text).map((address) => this.#people.get(address.toLowerCase()))
    const loud = new Set([...found.filter((person) => person !== undefined), ...named])
    const silent = new Set(quote === undefined ? audience : [...audience, quote.author])
    const enter = (person: Person, isSilent: boolean): void => {
      const row = { status_id: post.id, account_id: person.id, silent: isSilent }
      this.#rows.add('mentions', { id: this.#rows.nextId('mentions'), ...row, ...stamps(post.at) })
    }
    for (const person of loud) enter(person, false)
    for (const person of silent) {
      if (!loud.has(person) && person !== post.author) enter(person, true)
    }
  }

  #enterTag(post: Post, name: string): void {
    this.#rows.add('statuses_tags', { status_id: post.id, tag_id: this.tagId(name, post.at) })
  }

  #enterPoll(post: Post, id: string, poll: NewPoll): void {
    const tallies = poll.options.map(
      (_, choice) => poll.votes.filter((vote) => vote.choices.includes(choice)).length,
    )
    const votes = poll.votes.flatMap(({ voter, choices }) =>
      choices.map((choice) => ({ voter, choice })),
    )
    this.#rows.add('polls', {
      id,
      account_id: post.author.id,
      status_id: post.id,
      options: [...poll.options],
      cached_tallies: tallies.map(String),
      multiple: poll.isMultiple,
      hide_totals: poll.hidesTotals,
      votes_count: String(votes.length),
      voters_count: String(poll.votes.length),
      expires_at: utcTimestamp(poll.expiresAt),
      ...stamps(post.at),
    })
    for (const { voter, choice } of votes) {
      const row = { poll_id: id, account_id: voter.id, choice, uri: null }
      const at = after(post.at, (choice + 1) * MINUTE_MS)
      this.#rows.add('poll_votes', { id: this.#rows.nextId('poll_votes'), ...row, ...stamps(at) })
    }
  }

  #enterQuote(post: Post, quoted: Post): void {
    const id = timeId(post.at, this.#random.below(65_536))
    const isForeign = !quoted.author.isLocal
    this.#rows.add('quotes', {
      id,
      account_id: post.author.id,
      status_id: post.id,
      quoted_status_id: quoted.id,
      quoted_account_id: quoted.author.id,
      state: 1,
      approval_uri: isForeign ? `${quoted.author.uri}/quote_authorizations/${id}` : null,
      activity_uri: `${post.author.uri}/quote_requests/${id}`,
      ...stamps(post.at),
    })
    this.#count(quoted).quotes += 1
  }

  /** Mastodon keeps every version, the first and the present one among them. */
  #enterHistory(post: Post, { earlierTexts = [], text, contentWarning = '' }: NewPost): void {
    if (earlierTexts.length === 0) return
    for (const [index, version] of [...earlierTexts, text].entries()) {
      this.#rows.add('status_edits', {
        id: this.#rows.nextId('status_edits'),
        status_id: post.id,
        account_id: post.author.id,
        text: version,
        spoiler_text: contentWarning,
        sensitive: contentWarning !== '',
        ...stamps(editedAt(post.at, index)),
      })
    }
  }

  #remember(post: Post): void {
    const posts = this.#posts.get(post.author) ?? []
    posts.push(post)
    this.#posts.set(post.author, posts)
  }

  #count(post: Post): Counts {
    const counts = this.#counts.get(post) ?? { replies: 0, boosts: 0, likes: 0, quotes: 0 }
    this.#counts.set(post, counts)
    return counts
  }

  #isNew(kind: string, person: Person, post: Post): boolean {
    const key = `${kind} ${person.id} ${post.id}`
    if (this.#pairs.has(key)) return false
    this.#pairs.add(key)
    return true
  }
}

function editedAt(at: Date, edits: number): Date {
  return after(at, edits * 17 * MINUTE_MS)
}

function postUri(author: Person, id: string): string {
  return `${author.uri}/statuses/${id}`
}
