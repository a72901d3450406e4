/** Ada's two thousand posts, in the order of time. */
import type { Book } from './book.ts'
import type { NewPost, Post, Visibility } from './post.ts'
import { ADA_POSTS, type PlannedPost, planAda, type PostKind } from './ada-plan.ts'
import { POLL_QUESTIONS, SPECIAL_POSTS } from './ada-specials.ts'
import { after, COMMUNITY_END, DAY_MS, FAR_FUTURE, HOUR_MS, MINUTE_MS } from './clock.ts'
import type { Files } from './files.ts'
import type { Gallery } from '../gallery/gallery.ts'
import { type People, type Person, presentAt } from './people.ts'
import type { Random } from './random.ts'
import type { Writer, WrittenText } from './writer.ts'

export interface AdaTools {
  readonly book: Book
  readonly writer: Writer
  readonly random: Random
  readonly files: Files
  readonly gallery: Gallery
  readonly people: People
  /** What the others wrote, in the order of time. */
  readonly neighbourPosts: readonly Post[]
}

const LANGUAGES = { en: 62, de: 16, es: 8, ja: 6, ar: 4, fr: 3, he: 1 }
const WARNINGS = [
  'food',
  'long',
  'work, mostly complaining',
  'spiders (harmless)',
  'Essen',
  'eye contact',
]

/** One soft-deleted post in so many; the archive must leave them out. */
const DELETED_EVERY = 260

export class Ada {
  readonly #tools: AdaTools
  readonly #own: Post[] = []
  readonly #boosted = new Set<Post>()
  #pictures = 0
  #polls = 0
  #specials = 0
  #readyNeighbours = 0

  constructor(tools: AdaTools) {
    this.#tools = tools
  }

  /** Enters everything. @returns her posts without her boosts, oldest first */
  enterPosts(): readonly Post[] {
    const plan = planAda(this.#tools.random, SPECIAL_POSTS.length)
    if (plan.length !== ADA_POSTS) throw new RangeError(`Planned ${plan.length} posts.`)
    for (const planned of plan) this.#enter(planned)
    return this.#own
  }

  #enter({ at, kind }: PlannedPost): void {
    const { book, people, random } = this.#tools
    if (kind === 'boost') return this.#boostNeighbour(at)
    if (kind === 'boost-own') {
      // Boosting one's own posts for followers only is the one case whose archive holds them twice.
      const hidden = this.#own.filter((post) => post.visibility === 'private' && !post.isDeleted)
      const target = random.pick(hidden.filter((post) => !this.#boosted.has(post)))
      this.#boosted.add(target)
      return void book.boost(people.ada, target, at)
    }
    const input = this.#write(kind, at)
    const post = book.post(input)
    for (const id of input.mediaIds ?? []) this.#attach(kind, id, post)
    this.#own.push(post)
  }

  #write(kind: Exclude<PostKind, 'boost' | 'boost-own'>, at: Date): NewPost {
    const write: Readonly<Record<typeof kind, () => NewPost>> = {
      plain: () => this.#plain(at, this.#tools.writer.post(this.#language())),
      link: () => this.#link(at),
      special: () => this.#base(at, this.#nextSpecial()),
      reply: () => this.#reply(at),
      thread: () => this.#thread(at),
      picture: () => this.#media(kind, at),
      sound: () => this.#media(kind, at),
      poll: () => this.#poll(at),
      quote: () => ({
        ...this.#base(at, this.#tools.writer.post('en')),
        quote: this.#quotable(at),
      }),
      note: () => this.#note(at),
      circle: () => this.#circle(at),
    }
    return write[kind]()
  }

  #plain(at: Date, written: WrittenText): NewPost {
    const { random } = this.#tools
    const { text, language } = written
    const earlierTexts = random.percent(5) ? [`${text.slice(0, -1)} …`] : []
    return {
      ...this.#base(at, { text, language }),
      visibility: this.#visibility(),
      earlierTexts,
      ...(random.percent(6) ? { contentWarning: random.pick(WARNINGS) } : {}),
      isDeleted: this.#own.length % DELETED_EVERY === DELETED_EVERY - 1,
    }
  }

  #link(at: Date): NewPost {
    const { random, writer } = this.#tools
    const { text, language } = writer.post('en')
    const day = at.toISOString().slice(0, 10)
    const path = random.pick([
      'notes',
      'workshop',
      'trains/night',
      'library/new?sort=title&order=up',
    ])
    return this.#plain(at, { text: `${text}\n\nhttps://ada.example.org/${path}/${day}`, language })
  }

  #reply(at: Date): NewPost {
    const target = this.#readable(at)
    const { writer, random } = this.#tools
    const written = writer.reply(target.language ?? 'en', `@${target.author.address}`)
    const isDeep = random.percent(25)
    const [third] = this.#friends(1, at)
    const also = isDeep && third !== undefined ? ` (cc @${third.address})` : ''
    const text = `${written.text}${also}`
    const visibility = target.visibility === 'unlisted' ? 'unlisted' : this.#visibility()
    const isParentGone = random.percent(3)
    return { ...this.#base(at, { ...written, text }), replyTo: target, visibility, isParentGone }
  }

  /** Goes on with something she wrote lately. */
  #thread(at: Date): NewPost {
    const lately = this.#own
      .slice(-6)
      .filter((post) => !['direct', 'limited'].includes(post.visibility))
    const before = lately.at(-1)
    const base = this.#base(at, this.#tools.writer.post(before?.language ?? 'en'))
    if (before === undefined) return base
    return { ...base, replyTo: before, visibility: before.visibility }
  }

  #media(kind: PostKind, at: Date): NewPost {
    const written = this.#tools.writer.post(this.#language())
    const pictures = this.#pictures
    const count = kind === 'sound' ? 1 : pictures % 16 === 15 ? 4 : pictures % 7 === 6 ? 2 : 1
    const ids = Array.from({ length: count }, () => this.#tools.files.newId(at))
    return {
      ...this.#base(at, written),
      mediaIds: ids,
      visibility: this.#visibility(),
    }
  }

  #attach(kind: PostKind, id: string, { id: statusId, at }: Post): void {
    const { files, gallery, people, random } = this.#tools
    const [sound] = gallery.sounds
    const uploadedAt = after(at, -MINUTE_MS)
    if (kind === 'sound' && sound !== undefined) {
      const description = 'The mended music box: a short tune on bells, played twice.'
      files.sound(id, people.ada, uploadedAt, { statusId, sound, description })
      return
    }
    const picture = gallery.pictures[this.#pictures % gallery.pictures.length]
    if (picture === undefined) return
    this.#pictures += 1
    const isDescribed = random.percent(85)
    files.picture(id, people.ada, uploadedAt, { statusId, picture, isDescribed })
  }

  #poll(at: Date): NewPost {
    const { random, people } = this.#tools
    const [question, ...options] = POLL_QUESTIONS[this.#polls % POLL_QUESTIONS.length] ?? ['?']
    this.#polls += 1
    const isMultiple = this.#polls % 3 === 0
    // The last polls are open for years; without a vote in some, with hidden totals in others.
    const isOpen = at > after(COMMUNITY_END, -120 * DAY_MS) || this.#polls % 9 === 0
    const everybody = presentAt([...people.members, ...people.remotes], at)
    const voters = random.sample(everybody, random.between(0, 40))
    const choose = (): number[] => {
      const all = options.map((_, index) => index)
      return random
        .sample(all, isMultiple ? random.between(1, options.length) : 1)
        .toSorted((one, other) => one - other)
    }
    const language = this.#polls % 11 === 0 ? 'ja' : 'en'
    return {
      ...this.#base(at, { text: isOpen ? `${question} (Open until 2030.)` : question, language }),
      poll: {
        options,
        isMultiple,
        hidesTotals: this.#polls % 4 === 0,
        expiresAt: isOpen ? FAR_FUTURE : after(at, random.pick([DAY_MS, 3 * DAY_MS, 7 * DAY_MS])),
        votes: voters.map((voter) => ({ voter, choices: choose() })),
      },
    }
  }

  /** A direct message, to one or two people. */
  #note(at: Date): NewPost {
    const { writer } = this.#tools
    const [one, other] = this.#friends(2, at)
    const mention = `@${one?.address ?? 'cyd'}`
    const isPair = this.#own.length % 4 === 0
    const written = writer.note(this.#own.length % 5 === 0 ? 'de' : 'en', mention)
    const text = isPair ? `${written.text} (@${other?.address ?? 'cyd'})` : written.text
    return { ...this.#base(at, { ...written, text }), visibility: 'direct' }
  }

  /** For a few people whom the text does not name. */
  #circle(at: Date): NewPost {
    const written = this.#tools.writer.post('en')
    return { ...this.#base(at, written), visibility: 'limited', audience: this.#friends(3, at) }
  }

  #boostNeighbour(at: Date): void {
    let target = this.#readable(at)
    while (this.#boosted.has(target)) target = this.#readable(at)
    this.#boosted.add(target)
    this.#tools.book.boost(this.#tools.people.ada, target, at)
  }

  /** A post of somebody else that is older than now, rather a fresh one. */
  #readable(at: Date): Post {
    const { neighbourPosts, random } = this.#tools
    while ((neighbourPosts[this.#readyNeighbours]?.at ?? at) < after(at, -10 * MINUTE_MS))
      this.#readyNeighbours += 1
    const ready = neighbourPosts.slice(0, Math.max(1, this.#readyNeighbours))
    return random.pick(random.percent(70) ? ready.slice(-40) : ready)
  }

  #quotable(at: Date): Post {
    const ownPublic = this.#own.filter((post) => post.visibility === 'public' && !post.isDeleted)
    return this.#tools.random.percent(35)
      ? this.#tools.random.pick(ownPublic)
      : this.#readable(after(at, -HOUR_MS))
  }

  #friends(count: number, at: Date): Person[] {
    const { random, people } = this.#tools
    const friends = [...people.members, ...people.remotes.slice(0, 12)]
    return random.sample(presentAt(friends, at), count)
  }

  #nextSpecial(): WrittenText {
    const special = SPECIAL_POSTS[this.#specials] ?? { text: 'Hello again.', language: 'en' }
    this.#specials += 1
    return special
  }

  #base(at: Date, { text, language }: WrittenText): NewPost {
    return { author: this.#tools.people.ada, at, text, language }
  }

  #language(): string {
    return this.#tools.random.weighted(LANGUAGES)
  }

  #visibility(): Visibility {
    return this.#tools.random.weighted({ public: 68, unlisted: 19, private: 13 })
  }
}
