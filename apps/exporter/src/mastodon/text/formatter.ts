/**
 * Makes HTML of what a member typed: the text of a post, a profile's note, a profile's field.
 *
 * Entities become links, everything else is escaped; line ends become paragraphs and breaks. The
 * result is what Mastodon sends in `content`: archives must read as the posts did.
 */
import { domainToASCII } from 'node:url'
import { findEntities, type Entity } from './entities.ts'
import { escapeHtml, hashtagHtml, linkHtml, mentionHtml, paragraphsHtml } from './html.ts'
import { unicodeHost } from './idna.ts'
import type { FormatterRules } from './rules.ts'

/** An account that a text may mention. */
export interface MentionableAccount {
  readonly username: string
  /** Null for accounts of this server. */
  readonly domain: string | null
  /** The account's page. */
  readonly url: string
}

export interface FormatterContext {
  readonly rules: FormatterRules
  /** The server's domain in addresses. */
  readonly localDomain: string
  /** Scheme and domain of the server's pages, without a slash at the end. */
  readonly webUrl: string
  /** Only these accounts are linked: the author and the accounts the post mentions. */
  readonly accounts: readonly MentionableAccount[]
}

/**
 * A post's text as HTML; "" for a blank text.
 * @param quotedUrl The quoted post's address: where it is not in the text, a paragraph says it.
 */
export function formatPost(
  text: string,
  context: FormatterContext,
  quotedUrl: string | null = null,
): string {
  const html = isBlank(text) ? '' : paragraphsHtml(replaceEntities(text, context))
  return withQuote(html, context, quotedUrl)
}

/** A post's HTML with what it quotes. @param quotedUrl As of {@link formatPost}. */
export function withQuote(
  html: string,
  { rules }: FormatterContext,
  quotedUrl: string | null,
): string {
  if (quotedUrl === null || !rules.hasQuoteFallback || html.includes(quotedUrl)) return html
  const quote = `<p class="quote-inline">RE: ${linkHtml(quotedUrl, { rules })}</p>${html}`
  // All white space of the whole text is squished, but only together with this paragraph.
  return quote.replace(/\p{White_Space}+/gu, ' ').trimEnd()
}

/** A profile's note as HTML. */
export function formatNote(text: string, context: FormatterContext): string {
  return isBlank(text) ? '' : paragraphsHtml(replaceEntities(text, context, { isProfile: true }))
}

/** A profile's field as HTML: one line, links claim to be the member's own, mentions say where. */
export function formatField(text: string, context: FormatterContext): string {
  const style = { isOwn: true, withDomains: true, isProfile: true }
  return isBlank(text) ? '' : replaceEntities(text, context, style)
}

interface Style {
  readonly isOwn?: boolean
  /** Mentions of accounts elsewhere always show the domain. */
  readonly withDomains?: boolean
  /**
   * Mastodon looks each mention of a profile up in the database, under the domain in Punycode, and
   * alone, so that none knows of a namesake.
   */
  readonly isProfile?: boolean
}

/** A text with its addresses, mentions and hashtags as links, and all else escaped. */
export function replaceEntities(
  text: string,
  context: FormatterContext,
  style: Style = {},
): string {
  let html = ''
  let position = 0
  for (const entity of findEntities(text, context.rules)) {
    html += escapeHtml(text.slice(position, entity.start)) + entityHtml(entity, context, style)
    position = entity.end
  }
  return html + escapeHtml(text.slice(position))
}

function entityHtml(entity: Entity, context: FormatterContext, style: Style): string {
  if (entity.kind === 'hashtag') return hashtagHtml(entity.name, context.webUrl)
  if (entity.kind === 'mention') return mentionOrText(entity.address, context, style)
  return linkHtml(entity.url, { rules: context.rules, isOwn: style.isOwn ?? false })
}

function mentionOrText(address: string, context: FormatterContext, style: Style): string {
  const [username = '', typed] = address.split('@')
  const typedDomain = style.isProfile === true ? storedDomain(typed) : typed
  const domain = isSame(typedDomain, context.localDomain) ? null : (typedDomain ?? null)
  const namesakes = context.accounts.filter((account) => isSame(account.username, username))
  const account = namesakes.findLast((one) => one.domain === domain || isSame(one.domain, domain))
  if (account === undefined) return `@${escapeHtml(address)}`
  const isAmbiguous =
    style.isProfile !== true &&
    namesakes.some((one) => one.domain !== account.domain && !isSame(one.domain, account.domain))
  const isLong = account.domain !== null && (isAmbiguous || style.withDomains === true)
  const shown = isLong ? `${account.username}@${unicodeHost(account.domain)}` : account.username
  return mentionHtml(account.url, shown)
}

/** As domains are stored: "bücher.example" is "xn--bcher-kva.example". */
export function storedDomain(domain: string | undefined): string | undefined {
  if (domain === undefined) return undefined
  const ascii = domainToASCII(domain)
  return ascii === '' ? domain : ascii
}

/** Case-blind for ASCII letters, as names and domains are. */
function isSame(one: string | null | undefined, other: string | null | undefined): boolean {
  return typeof one === 'string' && typeof other === 'string' && fold(one) === fold(other)
}

function fold(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function isBlank(text: string): boolean {
  return /^\p{White_Space}*$/u.test(text)
}
