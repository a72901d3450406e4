/** What all serialisers of one archive share: the server, the member, the moment. */
import type { Instance } from '../instance.ts'
import type { AccountRow } from '../members.ts'
import type { Release } from '../releases/release.ts'
import type { AuthorTexts } from './author-texts.ts'
import type { Uris } from '../uris.ts'

/** Where the files of a post are said to be: in the archive, or on the server. */
export type FilePlace = 'archive' | 'server'

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
  /** Where the files of the member's posts are: an archive without media leaves them on the server. */
  readonly files: FilePlace
}
