/**
 * Sending a message: the contract, and the choice between a mail server, a program and a folder.
 *
 * What makes messages of the three is loaded with the first message: most commands send none, and it is a
 * tenth of what they have to load.
 */
import type { MailSettings, SmtpSettings } from '../config/config.ts'
import { FolderMailer } from './folder-mailer.ts'
import { SendmailMailer } from './sendmail-mailer.ts'
import { SmtpMailer } from './smtp-mailer.ts'

export interface MailMessage {
  readonly to: string
  readonly subject: string
  /** The plain version, for readers without HTML. */
  readonly text: string
  readonly html: string
}

export interface Mailer {
  /** Settles once the server has accepted the message, or the file is written. */
  send(message: MailMessage): Promise<void>
  close(): void
}

/** Without a server and a program, messages are written into `mailDirectory` instead of being sent. */
export interface MailRoute {
  readonly smtp: SmtpSettings | null
  readonly sendmail: string | null
}

export interface MailerOptions extends MailRoute {
  readonly mail: MailSettings
  readonly mailDirectory: string
}

export function createMailer({ smtp, sendmail, mail, mailDirectory }: MailerOptions): Mailer {
  if (sendmail !== null) return new SendmailMailer(sendmail, mail)
  return smtp === null ? new FolderMailer(mailDirectory, mail) : new SmtpMailer(smtp, mail)
}

/** What messages go through, "mail.example.social:587" or "/usr/sbin/sendmail"; null for nothing. */
export function mailRoute({ smtp, sendmail }: MailRoute): string | null {
  return sendmail ?? (smtp === null ? null : `${smtp.host}:${smtp.port}`)
}
