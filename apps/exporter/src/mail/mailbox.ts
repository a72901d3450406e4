/**
 * Reads the messages of the mail folder (folder-mailer.ts), for the administrator who wants to see
 * what would have been sent.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime from 'postal-mime'

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
  readonly sentAt: Date
}

export interface StoredMail extends MailSummary {
  readonly text: string
  /** As sent. Show it escaped or in a sandbox. */
  readonly html: string
  /** The whole file, headers included. */
  readonly source: string
}

/** The newest messages first; empty when there is no folder yet. */
export async function listMail(
  directory: string,
  options: { readonly limit?: number } = {},
): Promise<readonly MailSummary[]> {
  const names = (await fileNames(directory)).sort().toReversed()
  const wanted = names.slice(0, Math.min(options.limit ?? MAX_LISTED, MAX_LISTED))
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
    sentAt: parsed.date === undefined ? dateOf(id) : new Date(parsed.date),
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    source: raw.toString('utf8'),
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
