/**
 * Writes messages as `.eml` files into a folder: where no mail server is configured, nothing is
 * lost. mailbox.ts reads them back.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MailSettings } from '../config/config.ts'
import { withHeaders } from './headers.ts'
import type { Mailer, MailMessage } from './mailer.ts'

/** Nobody else on the machine may read them: whoever has a sign-in link can use it. */
const FOLDER_MODE = 0o700
const FILE_MODE = 0o600

export class FolderMailer implements Mailer {
  readonly #directory: string
  readonly #settings: MailSettings

  constructor(directory: string, settings: MailSettings) {
    this.#directory = directory
    this.#settings = settings
  }

  async send(message: MailMessage): Promise<void> {
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
    const sent = await transport.sendMail(withHeaders(message, this.#settings))
    await mkdir(this.#directory, { recursive: true, mode: FOLDER_MODE })
    const stamp = new Date().toISOString().replaceAll(/[-:.]/g, '')
    const path = join(this.#directory, `${stamp}-${randomBytes(3).toString('hex')}.eml`)
    // Renamed into place, so that a reader never finds half a message.
    await writeFile(`${path}.part`, sent.message, { mode: FILE_MODE })
    await rename(`${path}.part`, path)
  }

  /** Nothing stays open between two messages. */
  close(): void {}
}
