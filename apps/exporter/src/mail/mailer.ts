/** Sending a message: the contract, and the choice between a mail server and a folder. */
import type { MailSettings, SmtpSettings } from '../config/config.ts'
import { FolderMailer } from './folder-mailer.ts'
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

export interface MailerOptions {
  /** Null writes messages into `mailDirectory` instead of sending them. */
  readonly smtp: SmtpSettings | null
  readonly mail: MailSettings
  readonly mailDirectory: string
}

export function createMailer(options: MailerOptions): Mailer {
  return options.smtp === null
    ? new FolderMailer(options.mailDirectory, options.mail)
    : new SmtpMailer(options.smtp, options.mail)
}
