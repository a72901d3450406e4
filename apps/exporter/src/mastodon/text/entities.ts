/** Finds everything in a text that becomes a link: addresses, hashtags, mentions, further URIs. */
import { findExtraUris } from './extra-uris.ts'
import { findHashtags } from './hashtags.ts'
import { findMentions } from './mentions.ts'
import type { FormatterRules } from './rules.ts'
import { findUrls } from './urls.ts'

/** A stretch of the text, in UTF-16 indices, and what it is. */
export type Entity = UrlEntity | HashtagEntity | MentionEntity

interface Stretch {
  readonly start: number
  readonly end: number
}

export interface UrlEntity extends Stretch {
  readonly kind: 'url'
  readonly url: string
}

export interface HashtagEntity extends Stretch {
  readonly kind: 'hashtag'
  /** The name as typed, without the sign. */
  readonly name: string
}

export interface MentionEntity extends Stretch {
  readonly kind: 'mention'
  /** The address as typed, without the first sign: `user` or `user@domain`. */
  readonly address: string
}

/** Whatever becomes a link has a colon or one of these signs; most posts have none. */
const BEGINS_ENTITY = /[:@#＃]/

/**
 * All entities in the order of the text. Of two that overlap, the one that begins earlier stays;
 * of two that begin at the same place, the one found by the rule named first.
 */
export function findEntities(text: string, rules: FormatterRules): readonly Entity[] {
  if (!BEGINS_ENTITY.test(text)) return []
  const found = [
    ...findUrls(text, rules),
    ...findHashtags(text, rules),
    ...findMentions(text, rules),
    ...findExtraUris(text, rules),
  ].sort((a, b) => a.start - b.start)
  let end = 0
  return found.filter((entity) => {
    if (entity.start < end) return false
    end = entity.end
    return true
  })
}
