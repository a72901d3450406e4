/** Hands messages to the program `sendmail`, as Mastodon does with `SMTP_DELIVERY_METHOD=sendmail`. */
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import type { MailSettings } from '../config/config.ts'
import { withHeaders } from './headers.ts'
import type { Mailer, MailMessage } from './mailer.ts'

export class SendmailMailer implements Mailer {
  readonly #path: string
  readonly #settings: MailSettings

  /** @param path The program. */
  constructor(path: string, settings: MailSettings) {
    this.#path = path
    this.#settings = settings
  }

  /** Settles once the program has taken the message; the program delivers it on its own. */
  async send(message: MailMessage): Promise<void> {
    await verifySendmail(this.#path)
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      sendmail: true,
      path: this.#path,
      newline: 'unix',
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    try {
      await transport.sendMail(withHeaders(message, this.#settings))
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`${this.#path} did not take the message: ${why}; its log says why`, { cause })
    }
  }

  /** Nothing stays open between two messages. */
  close(): void {}
}

/** Looks whether the program is there and may be run; nothing is sent. Throws what is wrong with it. */
export async function verifySendmail(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile()) {
    throw new Error(
      `there is no program ${path}; install one, or say where it is in HOWDAH_SENDMAIL`,
    )
  }
  await access(path, constants.X_OK).catch((cause: unknown) => {
    throw new Error(`${path} may not be run by this user`, { cause })
  })
}
