/** A hashtag as an object of a post, a profile or a collection. */
import type { Uris } from '../uris.ts'

/** @param name Without the sign. */
export function hashtagTag(name: string, uris: Uris): object {
  return { type: 'Hashtag', href: uris.tag(name), name: `#${name}` }
}
