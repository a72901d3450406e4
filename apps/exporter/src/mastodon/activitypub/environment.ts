/** What all serialisers of one archive share: the server, the member, the moment. */
import type { Instance } from '../instance.ts'
import type { AccountRow } from '../members.ts'
import type { Release } from '../releases/release.ts'
import type { AuthorTexts } from './author-texts.ts'
import type { Uris } from '../uris.ts'

export interface Environment {
  readonly instance: Instance
  readonly uris: Uris
  /** What the server's release does differently from others. */
  readonly release: Release
  /** The member's account. */
  readonly author: AccountRow
  /** What all of the member's posts have in common. */
  readonly texts: AuthorTexts
  /** Decides whether a poll is over. */
  readonly now: Date
}
