/** A message in two versions of the same words: plain text, and HTML that most programs show well. */
import type { MailMessage } from './mailer.ts'

export interface MailParts {
  readonly to: string
  /** For `lang`: screen readers and translators ask for it. */
  readonly locale: string
  readonly dir: 'ltr' | 'rtl'
  readonly subject: string
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly button: { readonly label: string; readonly url: string }
  /** A line in small print; left out: none. */
  readonly footer?: string
}

export function composeMail(parts: MailParts): MailMessage {
  return { to: parts.to, subject: parts.subject, text: toText(parts), html: toHtml(parts) }
}

function toText(parts: MailParts): string {
  // A wide character takes the place of two.
  const width = parts.title.length + (parts.title.match(/[\u2E80-\uFFEF]/g)?.length ?? 0)
  const footer = parts.footer === undefined ? [] : ['', '-- ', parts.footer]
  return [
    parts.title,
    '='.repeat(width),
    '',
    ...parts.paragraphs.flatMap((line) => [line, '']),
    `=> ${parts.button.url}`,
    ...footer,
    '',
  ].join('\n')
}

/** Styles lie in the elements: most mail programs know no style sheet. */
function toHtml(parts: MailParts): string {
  const url = escapeHtml(parts.button.url)
  const body = parts.paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')
  const footer =
    parts.footer === undefined
      ? ''
      : `\n<p style="margin:24px 0 0;font-size:13px;color:#5b5b66">${escapeHtml(parts.footer)}</p>`
  return `<!doctype html>
<html lang="${languageTag(parts.locale)}" dir="${parts.dir}">
<head><meta charset="utf-8"><title>${escapeHtml(parts.subject)}</title></head>
<body dir="${parts.dir}" style="margin:0;padding:24px;background:#f4f4f7;font:16px/1.5 sans-serif;color:#1b1b22">
<div style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:22px">${escapeHtml(parts.title)}</h1>
${body}
<p style="margin:24px 0 0"><a href="${url}" style="display:inline-block;padding:12px 20px;background:#4b40c9;color:#ffffff;border-radius:6px;text-decoration:none">${escapeHtml(parts.button.label)}</a></p>${footer}
</div>
</body>
</html>
`
}

/** Without what only matters to numbers: `ar-u-nu-latn` is `ar`. */
function languageTag(locale: string): string {
  return new Intl.Locale(locale).baseName
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
