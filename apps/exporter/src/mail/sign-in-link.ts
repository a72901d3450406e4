/** The message with a one-time link, for members who cannot log in to Mastodon. */
import { composeMail } from './compose.ts'
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
  return composeMail({
    to: news.to,
    locale: 'en',
    subject: `A link to your data on ${place.localDomain}`,
    title,
    paragraphs,
    button: { label: 'Open my data', url: news.url },
  })
}
