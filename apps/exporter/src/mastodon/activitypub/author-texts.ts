/**
 * What all posts of one author have in common, as JSON text that is made once: the author's URI, to
 * whom a post without mentions goes, who may quote it.
 */
import type { AccountReference, Uris } from '../uris.ts'
import { JsonText } from './json-text.ts'

export interface AudienceText {
  readonly to: JsonText
  readonly cc: JsonText
}

export class AuthorTexts {
  /** The author's URI. */
  readonly actor: JsonText
  readonly #audiences = new Map<number, AudienceText>()
  readonly #policies = new Map<number, JsonText>()

  constructor(author: AccountReference, uris: Uris) {
    this.actor = new JsonText(JSON.stringify(uris.actor(author)))
  }

  /** To whom a post of that visibility goes when it names nobody. */
  audience(visibility: number, make: () => AudienceText): AudienceText {
    return kept(this.#audiences, visibility, make)
  }

  /** Who may quote a post with these bits. */
  policy(bits: number, make: () => JsonText): JsonText {
    return kept(this.#policies, bits, make)
  }
}

function kept<Value>(values: Map<number, Value>, key: number, make: () => Value): Value {
  const found = values.get(key)
  if (found !== undefined) return found
  const made = make()
  values.set(key, made)
  return made
}
