/**
 * Messages as `.eml` files in a folder: where no mail server is configured, nothing is lost and an
 * administrator can read what would have been sent.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import type { MailSettings } from '../config/config.ts'
import { withHeaders } from './headers.ts'
import type { Mailer, MailMessage } from './mailer.ts'

/** `<UTC time>-<six hex>.eml`, so that the names sort by time. */
const FILE_NAME = /^\d{8}T\d{9}Z-[0-9a-f]{6}\.eml$/

/** Read per page; each is parsed. */
const MAX_LISTED = 200

export interface MailSummary {
  /** File name without `.eml`. */
  readonly id: string
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly date: Date
}

export interface StoredMail extends MailSummary {
  readonly text: string
  /** As sent. Show it escaped or in a sandbox. */
  readonly html: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

export class FolderMailer implements Mailer {
  readonly #directory: string
  readonly #settings: MailSettings
  readonly #transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' })

  constructor(directory: string, settings: MailSettings) {
    this.#directory = directory
    this.#settings = settings
  }

  async send(message: MailMessage): Promise<void> {
    const sent = await this.#transport.sendMail(withHeaders(message, this.#settings))
    await mkdir(this.#directory, { recursive: true })
    const stamp = new Date().toISOString().replaceAll(/[-:.]/g, '')
    const path = join(this.#directory, `${stamp}-${randomBytes(3).toString('hex')}.eml`)
    // Renamed into place, so that a reader never finds half a message.
    await writeFile(`${path}.part`, sent.message)
    await rename(`${path}.part`, path)
  }

  close(): void {
    this.#transport.close()
  }
}

/** The newest messages first; empty when there is no folder yet. */
export async function listMail(directory: string, limit = 50): Promise<readonly MailSummary[]> {
  const names = (await fileNames(directory)).sort().toReversed()
  const wanted = names.slice(0, Math.min(limit, MAX_LISTED))
  const messages = await Promise.all(wanted.map((name) => readMail(directory, idOf(name))))
  return messages.filter((message) => message !== null)
}

/** Null for an id that is no message of this folder. */
export async function readMail(directory: string, id: string): Promise<StoredMail | null> {
  const name = `${id}.eml`
  if (!FILE_NAME.test(name)) return null
  const raw = await readFile(join(directory, name)).catch(unlessMissing)
  if (raw === null) return null
  const parsed = await PostalMime.parse(raw)
  return {
    id,
    to: (parsed.to ?? []).map((mailbox) => mailbox.address ?? '').join(', '),
    from: parsed.from?.address ?? '',
    subject: parsed.subject ?? '',
    date: parsed.date === undefined ? dateOf(id) : new Date(parsed.date),
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    headers: parsed.headers.map(({ key, value }) => ({ name: key, value })),
  }
}

async function fileNames(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(unlessMissing)
  return (names ?? []).filter((name) => FILE_NAME.test(name))
}

function idOf(name: string): string {
  return name.slice(0, -'.eml'.length)
}

/** From the file's name, for a message without a date. */
function dateOf(id: string): Date {
  const [, y, mo, d, h, mi, s, ms] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/.exec(id) ?? []
  return new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`)
}

function unlessMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}
