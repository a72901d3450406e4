/** Finds mentions in a text: `@user` and `@user@domain`. */
import { LATIN_ACCENTS } from './characters.ts'
import type { MentionEntity } from './entities.ts'
import type { FormatterRules } from './rules.ts'
import { characterBefore, matchAt } from './words.ts'

const USERNAME = /[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*/iuy

/** What must not follow: another at sign, an accented Latin letter, or `://`. */
const REFUSED_AFTER = new RegExp(`[@＠${LATIN_ACCENTS}]|://`, 'uy')

/** RFC 1035. */
const MAX_DOMAIN_LENGTH = 253

/** The mentions of a text in its order. */
export function findMentions(text: string, rules: FormatterRules): readonly MentionEntity[] {
  const found: MentionEntity[] = []
  for (let sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', sign + 1)) {
    if (sign > 0 && rules.notBeforeMention.test(characterBefore(text, sign))) continue
    const username = matchAt(USERNAME, text, sign + 1)
    if (username === '') continue
    const domain = matchAt(rules.words.mentionDomain, text, sign + 1 + username.length)
    const end = sign + 1 + username.length + domain.length
    if (isRefusedAfter(text, end) || Array.from(domain).length - 1 > MAX_DOMAIN_LENGTH) continue
    found.push({ kind: 'mention', start: sign, end, address: username + domain })
  }
  return found
}

function isRefusedAfter(text: string, position: number): boolean {
  REFUSED_AFTER.lastIndex = position
  return REFUSED_AFTER.test(text)
}
