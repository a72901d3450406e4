/**
 * What members are told: the archive is ready, or it could not be made; nothing in between. And
 * when somebody else asked for it, that they did and why.
 *
 * The reason of a failure is for administrators; a member learns that it failed, that it is known,
 * and what to do next.
 */
import { isOwnWish } from '../ledger/actors.ts'
import type { ExportRecord } from '../ledger/types.ts'
import { composeMail, type MailParts } from './compose.ts'
import type { MailMessage } from './mailer.ts'
import { wordsFor } from './words/languages.ts'
import type { MailWords } from './words/mail-words.ts'

/** Where the links lead, and who writes. */
export interface MailPlace {
  /** Without a slash at the end. */
  readonly publicUrl: string
  readonly localDomain: string
}

/** What a message is about. */
export type MailNews = 'ready' | 'failed' | 'requested'

export interface MailOptions extends MailPlace {
  /** The member's language, then the server's; unknown ones are passed over. */
  readonly locales: readonly (string | null)[]
}

/** Null when the member has no address any more. */
export function exportMessage(
  news: MailNews,
  record: ExportRecord,
  options: MailOptions,
): MailMessage | null {
  if (record.email === null) return null
  const words = wordsFor(options.locales)
  const parts = PARTS[news]({ record, words, place: options })
  return composeMail({
    to: record.email,
    locale: words.locale,
    dir: words.dir,
    subject: words.subjects[news][record.type],
    title: words.titles[record.type],
    footer: words.optOut(`${options.publicUrl}/settings/export#mail`),
    ...parts,
  })
}

interface Scene {
  readonly record: ExportRecord
  readonly words: MailWords
  readonly place: MailPlace
}

type NewsParts = Pick<MailParts, 'paragraphs' | 'button'>

const PARTS: Readonly<Record<MailNews, (scene: Scene) => NewsParts>> = {
  ready: (scene) => {
    const { record, words, place } = scene
    return {
      paragraphs: [
        isOwnWish(record)
          ? words.ready(record.type, accountOf(scene))
          : words.readyForYou(record.type, accountOf(scene), place.localDomain),
        ...reasonOf(scene),
        ...sizeAndExpiry(scene),
        ...(record.missingFiles === 0 ? [] : [words.missing(record.missingFiles)]),
      ],
      button: {
        label: words.buttons.download[record.type],
        url: `${place.publicUrl}/exports/${record.id}/download`,
      },
    }
  },
  failed: (scene) => {
    const { record, words, place } = scene
    return {
      paragraphs: [
        words.failed(record.type, accountOf(scene), record.attempts),
        words.failedNext(place.localDomain),
      ],
      button: { label: words.buttons.again, url: `${place.publicUrl}/settings/export` },
    }
  },
  requested: (scene) => {
    const { record, words, place } = scene
    return {
      paragraphs: [
        words.requested(record.type, accountOf(scene), place.localDomain),
        ...reasonOf(scene),
        words.requestedNext,
      ],
      button: { label: words.buttons.look, url: `${place.publicUrl}/settings/export` },
    }
  },
}

function accountOf({ record, place }: Scene): string {
  return `@${record.username}@${place.localDomain}`
}

function reasonOf({ record, words }: Scene): string[] {
  return record.reason === null || isOwnWish(record) ? [] : [words.reason(record.reason)]
}

function sizeAndExpiry({ record, words }: Scene): string[] {
  const size = record.sizeBytes === null ? [] : [words.size(formatSize(record.sizeBytes, words))]
  const expiry = record.expiresAt === null ? [] : [words.until(formatDay(record.expiresAt, words))]
  const text = [...size, ...expiry].join(' ')
  return text === '' ? [] : [text]
}

function formatSize(bytes: number, { locale }: MailWords): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  // What would be rounded to a thousand is one of the next.
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 ? 0 : 1
  const number = value.toLocaleString(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${number} ${units[unit]}`
}

function formatDay(date: Date, { locale }: MailWords): string {
  const text = date.toLocaleDateString(locale, { dateStyle: 'full', timeZone: 'UTC' })
  // British English has no comma after the weekday when the date stands in a sentence.
  return locale.startsWith('en') ? text.replace(',', '') : text
}
