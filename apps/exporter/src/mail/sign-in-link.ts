/** The message with a one-time link, for members who cannot log in to Mastodon. */
import type { MailMessage } from './mailer.ts'
import type { MailPlace } from './messages.ts'

export interface LinkNews {
  readonly to: string
  readonly username: string
  readonly url: string
  readonly expiresAt: Date
}

export function signInLinkMessage(news: LinkNews, place: MailPlace): MailMessage {
  const title = 'Your way to your data'
  const until = news.expiresAt.toUTCString()
  const paragraphs = [
    `The administrators of ${place.localDomain} send you this link, with which you can request ` +
      `and download the data of your account @${news.username}@${place.localDomain}, also while ` +
      'you cannot log in.',
    `It works once, until ${until}. Whoever has it can get at your data: do not pass it on.`,
  ]
  return {
    to: news.to,
    subject: `A link to your data on ${place.localDomain}`,
    text: [title, '='.repeat(title.length), '', ...paragraphs, `=> ${news.url}`, ''].join('\n\n'),
    html: html({ title, paragraphs, url: news.url }),
  }
}

/** Styles lie in the elements: most mail programs know no style sheet. */
function html(parts: { title: string; paragraphs: readonly string[]; url: string }): string {
  const body = parts.paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(parts.title)}</title></head>
<body style="margin:0;padding:24px;background:#f4f4f7;font:16px/1.5 sans-serif;color:#1b1b22">
<div style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:22px">${escapeHtml(parts.title)}</h1>
${body}
<p style="margin:24px 0 0"><a href="${escapeHtml(parts.url)}" style="display:inline-block;padding:12px 20px;background:#4b40c9;color:#ffffff;border-radius:6px;text-decoration:none">Open my data</a></p>
</div>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
