/**
 * Makes HTML of posts that glitch-soc's members wrote as Markdown or HTML: what they typed is rendered,
 * addresses, mentions and hashtags outside of links and code become links, and what is not on the list
 * of allowed HTML goes.
 */
import { findEntities } from './entities.ts'
import { type FormatterContext, formatPost, replaceEntities, withQuote } from './formatter.ts'
import { linkHtml } from './html.ts'
import { markdownHtml } from './markdown/markdown.ts'
import { sanitizedHtml } from './sanitizer.ts'

/** By the value of `statuses.content_type`. */
export const RICH_FORMATS: ReadonlyMap<string, typeof formatPost> = new Map([
  ['text/markdown', formatMarkdownPost],
  ['text/html', formatHtmlPost],
])

/** {@link formatPost} for `text/markdown`. */
function formatMarkdownPost(
  text: string,
  context: FormatterContext,
  quotedUrl: string | null = null,
): string {
  const html = markdownHtml(text, (url) => linkHtml(url, context))
  return richHtml(html, context, quotedUrl) ?? formatPost(text, context, quotedUrl)
}

/** {@link formatPost} for `text/html`. */
function formatHtmlPost(
  text: string,
  context: FormatterContext,
  quotedUrl: string | null = null,
): string {
  return richHtml(text, context, quotedUrl) ?? formatPost(text, context, quotedUrl)
}

/** Null where elements are too deep inside of each other: no server shows such a post. */
function richHtml(
  html: string,
  context: FormatterContext,
  quotedUrl: string | null,
): string | null {
  if (/^\p{White_Space}*$/u.test(html)) return withQuote('', context, quotedUrl)
  const { rules, webUrl } = context
  const sanitized = sanitizedHtml(html, {
    rules: rules.html,
    linkRel: rules.linkRel,
    webUrl,
    textHtml: (text) =>
      findEntities(text, rules).length === 0 ? null : replaceEntities(text, context),
  })
  return sanitized === null ? null : withQuote(sanitized, context, quotedUrl)
}
