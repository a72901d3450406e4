/** The HTML that entities and lines become. */
import type { FormatterRules } from './rules.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Only lower-case prefixes are hidden. */
const HIDDEN_PREFIX = /^(?:https?:\/\/(?:www\.)?|xmpp:)/

/** How many characters of an address are shown. */
const SHOWN_CHARACTERS = 30

const ESCAPED = /[&<>"']/g

/** Text as it may stand between tags and in attributes. */
export function escapeHtml(text: string): string {
  // From one to the next by hand: `replace` with a function takes twice as long.
  let html = ''
  let position = 0
  ESCAPED.lastIndex = 0
  while (ESCAPED.test(text)) {
    const found = ESCAPED.lastIndex - 1
    html += text.slice(position, found) + (ESCAPES[text.charAt(found)] ?? '')
    position = found + 1
  }
  return position === 0 ? text : html + text.slice(position)
}

/**
 * A link that shows 30 characters of the address, without its beginning.
 * An address that is no URI becomes plain text.
 * @param options.isOwn Adds `me`: the profile links to a page of the same person.
 */
export function linkHtml(
  url: string,
  { rules, isOwn = false }: { rules: FormatterRules; isOwn?: boolean },
): string {
  const normalized = normalizedUrl(url)
  if (normalized === null) return escapeHtml(url)
  const prefix = HIDDEN_PREFIX.exec(normalized)?.[0] ?? ''
  const rest = Array.from(normalized.slice(prefix.length))
  const isCut = rest.length > SHOWN_CHARACTERS + rules.hiddenCharactersShown
  const shown = isCut ? rest.slice(0, SHOWN_CHARACTERS) : rest
  const hidden = rest.slice(shown.length)
  return [
    `<a href="${escapeHtml(normalized)}" target="_blank"`,
    ` rel="${rules.linkRel}${isOwn ? ' me' : ''}" translate="no">`,
    `<span class="invisible">${escapeHtml(prefix)}</span>`,
    `<span class="${isCut ? 'ellipsis' : ''}">${escapeHtml(shown.join(''))}</span>`,
    `<span class="invisible">${escapeHtml(hidden.join(''))}</span></a>`,
  ].join('')
}

/** @param name The name as typed. */
export function hashtagHtml(name: string, webUrl: string): string {
  const href = `${webUrl}/tags/${encodeURIComponent(name)}`
  return `<a href="${escapeHtml(href)}" class="mention hashtag" rel="tag">#<span>${escapeHtml(name)}</span></a>`
}

/** @param shownName `user` or `user@domain`. */
export function mentionHtml(accountUrl: string, shownName: string): string {
  return (
    `<span class="h-card" translate="no"><a href="${escapeHtml(accountUrl)}" class="u-url mention">` +
    `@<span>${escapeHtml(shownName)}</span></a></span>`
  )
}

/** Blank lines separate paragraphs; single line ends become `<br />`. */
export function paragraphsHtml(html: string): string {
  if (html !== '' && !html.includes('\n') && !html.includes('\r')) return `<p>${html}</p>`
  const lines = html.includes('\r') ? html.replace(/\r\n?/g, '\n') : html
  const parts = lines.includes('\n\n') ? lines.split(/\n{2,}/) : [lines]
  while (parts.at(-1) === '') parts.pop()
  return parts.map((part) => `<p>${lineBreaksHtml(part)}</p>`).join('')
}

/** A paragraph has at most one line end at its start and end; those are dropped. */
function lineBreaksHtml(part: string): string {
  return part.replace(/^\n|\n$/g, '').replaceAll('\n', '<br />')
}

/**
 * The address as the URI library of Mastodon writes it back: a port loses leading zeros, port 0
 * vanishes. Null when the library refuses it: a backslash in the host.
 */
function normalizedUrl(url: string): string | null {
  const [, before = url, host = '', port, rest = ''] =
    /^([a-zſ]+:\/\/)([^/?#:]*)(?::(\d+))?([^]*)$/iu.exec(url) ?? []
  if (host.includes('\\')) return null
  if (port === undefined) return url
  const significant = port.replace(/^0+/, '')
  return `${before}${host}${significant === '' ? '' : `:${significant}`}${rest}`
}
