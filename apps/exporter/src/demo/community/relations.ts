/** Who follows whom; Ada's lists, mutes, blocks, notes and filters. */
import { utcTimestamp } from '../../mastodon/column-parsers.ts'
import { after, COMMUNITY_END, DAY_MS } from './clock.ts'
import type { People, Person } from './people.ts'
import type { Random } from './random.ts'
import { type Rows, stamps } from './rows.ts'

/** How often somebody is followed and follows, for the counts on profiles. */
export class Follows {
  readonly #rows: Rows
  readonly #pairs = new Map<string, string>()
  readonly #following = new Map<Person, number>()
  readonly #followers = new Map<Person, number>()

  constructor(rows: Rows) {
    this.#rows = rows
  }

  /** @returns the id of the row, also when it is there already. */
  add(from: Person, to: Person, at: Date, options: FollowOptions = {}): string {
    const key = `${from.id} ${to.id}`
    const known = this.#pairs.get(key)
    if (known !== undefined) return known
    const id = this.#rows.nextId('follows')
    this.#rows.add('follows', {
      id,
      account_id: from.id,
      target_account_id: to.id,
      show_reblogs: options.showsBoosts ?? true,
      notify: options.notifies ?? false,
      languages: options.languages === undefined ? null : [...options.languages],
      uri: null,
      ...stamps(at),
    })
    this.#pairs.set(key, id)
    this.#following.set(from, this.followingOf(from) + 1)
    this.#followers.set(to, this.followersOf(to) + 1)
    return id
  }

  followingOf(person: Person): number {
    return this.#following.get(person) ?? 0
  }

  followersOf(person: Person): number {
    return this.#followers.get(person) ?? 0
  }
}

interface FollowOptions {
  readonly showsBoosts?: boolean
  readonly notifies?: boolean
  readonly languages?: readonly string[]
}

const FOLLOWED_BY_ADA = 48

/** Enters everything about relations. */
export function enterRelations(rows: Rows, random: Random, people: People): Follows {
  const follows = new Follows(rows)
  const { ada, bob, members, remotes } = people
  const disliked = remotes.slice(-7)
  const followed = random.sample(remotes.slice(0, -7), FOLLOWED_BY_ADA - 22)
  for (const [index, person] of [...members, ...followed].entries()) {
    follows.add(ada, person, someDay(random, person), {
      showsBoosts: index % 9 !== 8,
      notifies: index % 11 === 10,
      ...(index % 13 === 12 ? { languages: ['de', 'en'] } : {}),
    })
  }
  for (const person of [...members, ...remotes.slice(0, 40)]) {
    if (random.percent(88)) follows.add(person, ada, someDay(random, person))
    const friends = random.sample(members, person.isLocal ? 6 : 2)
    for (const friend of friends)
      if (friend !== person) follows.add(person, friend, someDay(random, person))
  }
  enterLists(rows, follows, people)
  enterLimits(rows, ada, disliked)
  enterNotes(rows, people)
  enterFilters(rows, ada)
  // Bob has followed one person, who told him about this server; else he is new here.
  follows.add(bob, people.admin, after(bob.since, 20 * 60_000))
  return follows
}

function someDay(random: Random, person: Person): Date {
  const since = person.since.getTime()
  return new Date(since + random.below(Math.max(DAY_MS, COMMUNITY_END.getTime() - since - DAY_MS)))
}

function enterLists(rows: Rows, follows: Follows, { ada, members, remotes }: People): void {
  const lists: readonly (readonly [title: string, people: readonly Person[]])[] = [
    ['Workshop', members.slice(0, 7)],
    ['Birds, stars & weather', [...members.slice(16, 19), ...remotes.slice(0, 6)]],
    ['Nachtzüge', [...members.slice(4, 6), ...remotes.slice(6, 9)]],
    ['The quiet list', []],
  ]
  for (const [index, [title, people]] of lists.entries()) {
    const at = after(ada.since, (index + 30) * DAY_MS)
    const listId = rows.nextId('lists')
    rows.add('lists', {
      id: listId,
      account_id: ada.id,
      title,
      replies_policy: index % 3,
      exclusive: index === 2,
      ...stamps(at),
    })
    for (const person of people) {
      const followId = follows.add(ada, person, at)
      const row = { list_id: listId, account_id: person.id, follow_id: followId }
      rows.add('list_accounts', { id: rows.nextId('list_accounts'), ...row })
    }
  }
}

function enterLimits(rows: Rows, ada: Person, disliked: readonly Person[]): void {
  for (const [index, person] of disliked.entries()) {
    const at = after(ada.since, (index + 200) * DAY_MS)
    const pair = { account_id: ada.id, target_account_id: person.id, ...stamps(at) }
    if (index < 4)
      rows.add('mutes', { id: rows.nextId('mutes'), hide_notifications: index % 2 === 0, ...pair })
    else rows.add('blocks', { id: rows.nextId('blocks'), ...pair })
  }
  for (const domain of ['noise.example', 'spam.example', 'very-loud.example']) {
    const row = { account_id: ada.id, domain, ...stamps(after(ada.since, 300 * DAY_MS)) }
    rows.add('account_domain_blocks', { id: rows.nextId('account_domain_blocks'), ...row })
  }
}

function enterNotes(rows: Rows, { ada, members, remotes }: People): void {
  const notes: readonly (readonly [person: Person | undefined, comment: string])[] = [
    [members[0], 'Has the spare key. Birthday in May.'],
    [members[8], 'Sold me the accordion, wants it back on Sundays.'],
    [remotes[2], 'Met on the night train, carriage 26.\nKnows a mill with good rye.'],
  ]
  for (const [person, comment] of notes) {
    if (person === undefined) continue
    const pair = { account_id: ada.id, target_account_id: person.id }
    const id = rows.nextId('account_notes')
    rows.add('account_notes', { id, ...pair, comment, ...stamps(after(ada.since, 90 * DAY_MS)) })
  }
}

function enterFilters(rows: Rows, ada: Person): void {
  const at = after(ada.since, 400 * DAY_MS)
  const filters: readonly (readonly [phrase: string, action: number, words: readonly string[]])[] =
    [
      ['Football finals', 0, ['final score', 'penalty']],
      ['Spoilers, third season', 1, ['season 3', 'the lighthouse keeper did it']],
    ]
  for (const [phrase, action, words] of filters) {
    const filterId = rows.nextId('custom_filters')
    rows.add('custom_filters', {
      id: filterId,
      account_id: ada.id,
      phrase,
      action,
      context: ['home', 'public'],
      expires_at: action === 0 ? utcTimestamp(after(at, 30 * DAY_MS)) : null,
      ...stamps(at),
    })
    for (const [index, keyword] of words.entries()) {
      const row = { custom_filter_id: filterId, keyword, whole_word: index === 0, ...stamps(at) }
      rows.add('custom_filter_keywords', { id: rows.nextId('custom_filter_keywords'), ...row })
    }
  }
}
