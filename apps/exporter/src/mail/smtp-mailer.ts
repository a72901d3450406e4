/** Sends messages through a mail server, with the meaning that Mastodon gives to `SMTP_*`. */
import { readFileSync } from 'node:fs'
import type { Transporter } from 'nodemailer'
import type { MailSettings, SmtpSettings } from '../config/config.ts'
import { withHeaders } from './headers.ts'
import type { Mailer, MailMessage } from './mailer.ts'

/** Longer than a mail server needs to answer, shorter than an administrator's patience. */
const TIMEOUT_MS = 30_000
/** Shorter than a check may take, so that the reason is told. */
const VERIFY_TIMEOUT_MS = 4_000

export class SmtpMailer implements Mailer {
  readonly #smtp: SmtpSettings
  readonly #settings: MailSettings
  #transport: Transporter | null = null

  constructor(smtp: SmtpSettings, settings: MailSettings) {
    this.#smtp = smtp
    this.#settings = settings
  }

  async send(message: MailMessage): Promise<void> {
    const { createTransport } = await import('nodemailer')
    // Made here: what is wrong with the settings must not keep anything but mail from working.
    this.#transport ??= createTransport(transportOptions(this.#smtp, TIMEOUT_MS))
    await this.#transport.sendMail(withHeaders(message, this.#settings))
  }

  close(): void {
    this.#transport?.close()
  }
}

/** Connects, encrypts and logs in as for a message, and sends none. Throws what goes wrong. */
export async function verifySmtp(smtp: SmtpSettings, timeoutMs = VERIFY_TIMEOUT_MS): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(transportOptions(smtp, timeoutMs))
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

function transportOptions(smtp: SmtpSettings, timeoutMs: number) {
  return {
    host: smtp.host,
    port: smtp.port,
    name: smtp.domain,
    secure: smtp.tls,
    requireTLS: smtp.startTls === 'always',
    ignoreTLS: smtp.startTls === 'never',
    ...authentication(smtp),
    tls: {
      rejectUnauthorized: smtp.verifyCertificate,
      ...(smtp.caFile === null ? {} : { ca: readFileSync(smtp.caFile) }),
    },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** Without a login Mastodon does not authenticate, whatever the method says. */
function authentication(smtp: SmtpSettings) {
  if (smtp.login === null || smtp.authMethod === 'none') return {}
  return {
    auth: { user: smtp.login, pass: smtp.password ?? '' },
    authMethod: smtp.authMethod.toUpperCase(),
  }
}
