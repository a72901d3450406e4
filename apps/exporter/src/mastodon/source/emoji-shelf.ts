/**
 * The server's custom emojis as far as a member's posts have named them, kept from page to page: most
 * posts use the same few, and asking for them at every page kept PostgreSQL from the next one.
 */
import type { Kysely } from 'kysely'
import { shortcodesIn } from '../activitypub/emojis.ts'
import type { EmojiRow } from '../activitypub/rows.ts'
import type { MastodonDatabase } from '../tables.ts'
import { selectEmojis } from './related-queries.ts'

/** With more names than that it begins anew: they are what people type between colons. */
const MOST_NAMES = 10_000

export class EmojiShelf {
  readonly #db: Kysely<MastodonDatabase>
  /** Null for what is no emoji of this server. */
  readonly #known = new Map<string, EmojiRow | null>()

  constructor(db: Kysely<MastodonDatabase>) {
    this.#db = db
  }

  /** The emojis in the texts, by shortcode. */
  async named(texts: readonly string[]): Promise<ReadonlyMap<string, EmojiRow>> {
    const codes = shortcodesIn(texts)
    if (this.#known.size > MOST_NAMES) this.#known.clear()
    await this.#learn(codes.filter((code) => !this.#known.has(code)))
    return new Map(
      codes.flatMap((code) => {
        const emoji = this.#known.get(code) ?? null
        return emoji === null ? [] : [[code, emoji] as const]
      }),
    )
  }

  async #learn(codes: readonly string[]): Promise<void> {
    const emojis = await selectEmojis(this.#db, codes)
    for (const code of codes) this.#known.set(code, null)
    for (const emoji of emojis) this.#known.set(emoji.shortcode, emoji)
  }
}
