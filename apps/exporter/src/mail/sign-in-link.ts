/** The message with a one-time link, for members who cannot log in to Mastodon. */
import { composeMail } from './compose.ts'
import type { MailMessage } from './mailer.ts'
import type { MailOptions } from './messages.ts'
import { wordsFor } from './words/languages.ts'
import type { MailWords } from './words/mail-words.ts'

export interface LinkNews {
  readonly to: string
  readonly username: string
  readonly url: string
  readonly expiresAt: Date
}

export function signInLinkMessage(news: LinkNews, options: MailOptions): MailMessage {
  const words = wordsFor(options.locales)
  const { link, locale, dir } = words
  const { localDomain } = options
  return composeMail({
    to: news.to,
    locale,
    dir,
    subject: link.subject(localDomain),
    title: link.title,
    paragraphs: [
      link.intro(localDomain, `@${news.username}@${localDomain}`),
      link.once(formatMoment(news.expiresAt, words)),
    ],
    button: { label: link.button, url: news.url },
  })
}

/** To the minute, with the zone: it is read anywhere. */
function formatMoment(at: Date, { locale }: MailWords): string {
  return at.toLocaleString(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
    timeZoneName: 'short',
  })
}
