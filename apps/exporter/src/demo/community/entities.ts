/** Finds mentions and hashtags in a text, as Mastodon does when it takes a post. */

/** `@user` and `@user@domain`, as in the text, without the first `@`. */
export function mentionsIn(text: string): string[] {
  return [...text.matchAll(/(?<![\w/=])@([a-z0-9_]+(?:@[\w.-]*\w)?)/giu)].map(
    ([, address = '']) => address,
  )
}

/** Names as typed; a tag needs at least one letter. */
export function hashtagsIn(text: string): string[] {
  const names = [...text.matchAll(/(?<![\p{L}\p{N}/=])#([\p{L}\p{M}\p{N}_]+)/gu)].map(
    ([, name = '']) => name,
  )
  const unique = new Map(names.map((name) => [normalizeTag(name), name]))
  return [...unique.values()].filter((name) => /\p{L}/u.test(name))
}

/** Lower case, normal width, and Latin letters without their accents: as Mastodon keeps tags. */
export function normalizeTag(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{Mn}+/gu, '$1')
    .normalize('NFC')
}
