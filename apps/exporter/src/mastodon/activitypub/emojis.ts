/** Custom emojis of a text: which are in it, and their objects. */
import { mediaUrl } from '../instance.ts'
import { storageKey } from '../storage-paths.ts'
import type { Environment } from './environment.ts'
import type { EmojiRow } from './rows.ts'

/** Two characters or more between colons, with neither letters, digits nor colons beside them. */
const SHORTCODE = /(?<![\p{Alphabetic}\p{Nd}:]):([a-zA-Z0-9_]{2,}):(?![\p{Alphabetic}\p{Nd}:])/gu

/** Most texts have no two colons; asking for them is far cheaper than the expression. */
export function mayHaveEmoji(text: string): boolean {
  const first = text.indexOf(':')
  return first !== -1 && text.indexOf(':', first + 1) !== -1
}

/** The shortcodes in the texts, each once, in the order in which they come. */
export function shortcodesIn(texts: readonly string[]): readonly string[] {
  const codes = new Set<string>()
  for (const text of texts) {
    if (!mayHaveEmoji(text)) continue
    for (const [, code = ''] of text.matchAll(SHORTCODE)) codes.add(code)
  }
  return [...codes]
}

/** The emojis of the texts that this server has. */
export function emojiTags(
  texts: readonly string[],
  emojis: ReadonlyMap<string, EmojiRow>,
  environment: Pick<Environment, 'uris' | 'instance'>,
): readonly object[] {
  if (emojis.size === 0) return []
  return shortcodesIn(texts).flatMap((code) => {
    const emoji = emojis.get(code)
    return emoji === undefined ? [] : [emojiObject(emoji, environment)]
  })
}

function emojiObject(
  emoji: EmojiRow,
  { uris, instance }: Pick<Environment, 'uris' | 'instance'>,
): object {
  const key = storageKey('custom_emojis/images', emoji.id, emoji.image_file_name ?? '')
  return {
    id: uris.emoji(emoji.id),
    type: 'Emoji',
    name: `:${emoji.shortcode}:`,
    updated: emoji.updated_at,
    icon: { type: 'Image', mediaType: emoji.image_content_type, url: mediaUrl(instance, key) },
  }
}
