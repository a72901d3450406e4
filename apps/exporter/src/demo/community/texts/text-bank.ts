/** The shape of the sentence banks: three parts that fit together in every combination. */

export interface Topic {
  /** Hashtags that belong to it, as typed, without `#`. */
  readonly tags: readonly string[]
  /** What happened. */
  readonly openings: readonly string[]
  /** A detail. */
  readonly details: readonly string[]
  /** A thought or a question to end with. */
  readonly closings: readonly string[]
}

export interface TextBank {
  /** Mastodon's language code. */
  readonly language: string
  readonly topics: readonly Topic[]
  /** Answers to somebody's post; `{name}` is the mention. */
  readonly replies: readonly string[]
  /** Short remarks for direct messages; `{name}` is the mention. */
  readonly notes: readonly string[]
}
