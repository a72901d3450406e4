/**
 * What all posts of one author have in common, as JSON text that is made once: the author's URI, to
 * whom a post without mentions goes, who may quote it.
 */
import { type AccountReference, isLocalStatus, type StatusReference, type Uris } from '../uris.ts'
import type { NoteParts } from './note.ts'
import { escaped, quoted, quotedOrNull } from './json-text.ts'

export interface AudienceText {
  readonly to: string
  readonly cc: string
}

export class AuthorTexts {
  /** The author's URI. */
  readonly actor: string
  readonly #author: AccountReference
  readonly #uris: Uris
  /** What an id makes the URI, or the page, of a post of this server. */
  readonly #beforeId: string
  readonly #beforePageId: string
  readonly #audiences = new Map<number, AudienceText>()
  readonly #policies = new Map<number, string>()
  readonly #languages = new Map<string, string>()
  #noteParts: NoteParts | null = null

  constructor(author: AccountReference, uris: Uris) {
    this.#author = author
    this.#uris = uris
    this.actor = quoted(uris.actor(author))
    this.#beforeId = escaped(`${uris.actor(author)}/statuses/`)
    this.#beforePageId = escaped(`${uris.webUrl}/@${author.username}/`)
  }

  /** The URI of a post of the author as it stands inside of a JSON string. */
  escapedUri(post: StatusReference): string {
    if (isLocalStatus(post) && post.reblog_of_id === null) return this.#beforeId + post.id
    return escaped(this.#uris.status(post, this.#author))
  }

  /** The page of a post of the author, for people. */
  page(post: StatusReference): string {
    if (isLocalStatus(post) && post.reblog_of_id === null)
      return `"${this.#beforePageId}${post.id}"`
    return quotedOrNull(this.#uris.statusPage(post, this.#author))
  }

  /** The key that a language is. */
  language(language: string, make: () => string): string {
    return kept(this.#languages, language, () => quoted(make()))
  }

  /** What all posts are made of. */
  noteParts(make: () => NoteParts): NoteParts {
    this.#noteParts ??= make()
    return this.#noteParts
  }

  /** To whom a post of that visibility goes when it names nobody. */
  audience(visibility: number, make: () => AudienceText): AudienceText {
    return kept(this.#audiences, visibility, make)
  }

  /** Who may quote a post with these bits. */
  policy(bits: number, make: () => string): string {
    return kept(this.#policies, bits, make)
  }
}

function kept<Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = values.get(key)
  if (found !== undefined) return found
  const made = make()
  values.set(key, made)
  return made
}
