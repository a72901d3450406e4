/**
 * What members are told: the archive is ready, or it could not be made. Nothing in between.
 *
 * The reason of a failure is for administrators; a member learns that it failed, that it is known,
 * and what to do next.
 */
import type { ExportRecord } from '../ledger/types.ts'
import type { MailMessage } from './mailer.ts'

/** Where the links lead, and who writes. */
export interface MailPlace {
  /** Without a slash at the end. */
  readonly publicUrl: string
  readonly localDomain: string
}

/** @throws nothing; null when the member has no address any more. */
export function readyMessage(record: ExportRecord, place: MailPlace): MailMessage | null {
  if (record.email === null) return null
  const isBackup = record.type === 'backup'
  const paragraphs = [
    isBackup
      ? `You requested a full backup of your account @${record.username}@${place.localDomain}. ` +
        "It's now ready for download!"
      : `You requested a migration export of your account @${record.username}@${place.localDomain}. ` +
        "It's now ready for download!",
    ...sizeAndExpiry(record),
    ...missing(record),
  ]
  return compose({
    to: record.email,
    subject: isBackup
      ? 'Your archive is ready for download'
      : 'Your migration export is ready for download',
    title: isBackup ? 'Archive takeout' : 'Migration export',
    paragraphs,
    button: {
      label: isBackup ? 'Download your archive' : 'Download your export',
      url: `${place.publicUrl}/exports/${record.id}/download`,
    },
  })
}

export function failedMessage(record: ExportRecord, place: MailPlace): MailMessage | null {
  if (record.email === null) return null
  const what = record.type === 'backup' ? 'archive' : 'migration export'
  return compose({
    to: record.email,
    subject: `Your ${what} could not be made`,
    title: record.type === 'backup' ? 'Archive takeout' : 'Migration export',
    paragraphs: [
      `The ${what} of your account @${record.username}@${place.localDomain} that you requested ` +
        `could not be made, although it was tried ${times(record.attempts)}. We are sorry.`,
      `The administrators of ${place.localDomain} can see why. You can request it again at any ` +
        'time; this attempt does not count.',
    ],
    button: { label: 'Request it again', url: `${place.publicUrl}/settings/export` },
  })
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

function sizeAndExpiry(record: ExportRecord): string[] {
  const size = record.sizeBytes === null ? '' : `It is ${formatSize(record.sizeBytes)} large. `
  const expiry =
    record.expiresAt === null
      ? ''
      : `You can download it until ${formatDay(record.expiresAt)}; after that it is deleted.`
  const text = (size + expiry).trim()
  return text === '' ? [] : [text]
}

function missing(record: ExportRecord): string[] {
  if (record.missingFiles === 0) return []
  const files = record.missingFiles === 1 ? 'One media file' : `${record.missingFiles} media files`
  return [`${files} could not be found on the server and could not be included.`]
}

function formatSize(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

function formatDay(date: Date): string {
  const text = date.toLocaleDateString('en-GB', { dateStyle: 'full', timeZone: 'UTC' })
  return text.replace(',', '')
}

interface Parts {
  readonly to: string
  readonly subject: string
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly button: { readonly label: string; readonly url: string }
}

function compose(parts: Parts): MailMessage {
  return { to: parts.to, subject: parts.subject, text: toText(parts), html: toHtml(parts) }
}

function toText(parts: Parts): string {
  return [parts.title, '='.repeat(parts.title.length), '', ...parts.paragraphs]
    .flatMap((line, index) => (index < 3 ? [line] : [line, '']))
    .concat(`=> ${parts.button.url}`, '')
    .join('\n')
}

/** Styles lie in the elements: most mail programs know no style sheet. */
function toHtml(parts: Parts): string {
  const url = escapeHtml(parts.button.url)
  const body = parts.paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(parts.subject)}</title></head>
<body style="margin:0;padding:24px;background:#f4f4f7;font:16px/1.5 sans-serif;color:#1b1b22">
<div style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:22px">${escapeHtml(parts.title)}</h1>
${body}
<p style="margin:24px 0 0"><a href="${url}" style="display:inline-block;padding:12px 20px;background:#4b40c9;color:#ffffff;border-radius:6px;text-decoration:none">${escapeHtml(parts.button.label)}</a></p>
</div>
</body>
</html>
`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
