/** The headers that every message of ours carries, as Mastodon's do. */
import type { SendMailOptions } from 'nodemailer'
import type { MailSettings } from '../config/config.ts'
import type { MailMessage } from './mailer.ts'

/** Written by a program, so that no holiday notice answers it. */
const AUTOMATIC = {
  'Auto-Submitted': 'auto-generated',
  Precedence: 'list',
  'X-Auto-Response-Suppress': 'All',
}

export function withHeaders(message: MailMessage, settings: MailSettings): SendMailOptions {
  return {
    ...message,
    from: settings.from,
    headers: AUTOMATIC,
    ...(settings.replyTo === null ? {} : { replyTo: settings.replyTo }),
    ...(settings.returnPath === null
      ? {}
      : { envelope: { from: settings.returnPath, to: message.to } }),
  }
}
