/** A post of the community: what is said when it is written, and what others need to know of it. */
import type { Person } from './people.ts'

export const VISIBILITY = { public: 0, unlisted: 1, private: 2, direct: 3, limited: 4 } as const
export type Visibility = keyof typeof VISIBILITY

export interface Post {
  readonly id: string
  readonly author: Person
  readonly at: Date
  readonly uri: string
  readonly visibility: Visibility
  readonly language: string | null
  readonly conversationId: string
  readonly isDeleted: boolean
}

export interface NewPost {
  readonly author: Person
  readonly at: Date
  /** Plain text for members, HTML for people elsewhere. */
  readonly text: string
  readonly language: string
  readonly visibility?: Visibility
  readonly contentWarning?: string
  readonly replyTo?: Post
  /** The post it answers was deleted since, with its row. */
  readonly isParentGone?: boolean
  /** Edits, oldest first; the post's text is the newest. */
  readonly earlierTexts?: readonly string[]
  readonly poll?: NewPoll
  readonly quote?: Post
  readonly mediaIds?: readonly string[]
  /** People named in a text that is HTML, where `@name` is not looked for. */
  readonly named?: readonly Person[]
  /** People who may read it without being named (`limited` posts). */
  readonly audience?: readonly Person[]
  readonly isDeleted?: boolean
}

export interface NewPoll {
  readonly options: readonly string[]
  readonly isMultiple: boolean
  readonly hidesTotals: boolean
  readonly expiresAt: Date
  /** What each voter chose. */
  readonly votes: readonly { readonly voter: Person; readonly choices: readonly number[] }[]
}
