/**
 * What a language must be able to say in messages to members. A language that lacks one of these
 * does not compile.
 */
import type { ExportType } from '../../ledger/types.ts'

/** One text for each type of export. */
export type ByType = Readonly<Record<ExportType, string>>

export interface MailWords {
  /** For `lang` and for the forms of numbers and dates. */
  readonly locale: string
  /** Which way it is written. */
  readonly dir: 'ltr' | 'rtl'
  readonly subjects: Readonly<Record<'ready' | 'failed' | 'requested', ByType>>
  readonly titles: ByType
  /** It was asked for by the member, and is ready. `account` is `@ada@example.social`. */
  readonly ready: (type: ExportType, account: string) => string
  /** It was asked for by the administrators, and is ready. */
  readonly readyForYou: (type: ExportType, account: string, server: string) => string
  readonly failed: (type: ExportType, account: string, tries: number) => string
  readonly failedNext: (server: string) => string
  /** The administrators have just asked for it. */
  readonly requested: (type: ExportType, account: string, server: string) => string
  readonly requestedNext: string
  readonly reason: (text: string) => string
  readonly size: (size: string) => string
  readonly until: (day: string) => string
  readonly missing: (count: number) => string
  readonly buttons: {
    readonly download: ByType
    readonly again: string
    readonly look: string
  }
  /** How to get no such messages any more. */
  readonly optOut: (url: string) => string
  /** A one-time link for who cannot log in. */
  readonly link: {
    readonly subject: (server: string) => string
    readonly title: string
    readonly intro: (server: string, account: string) => string
    /** Until when, and not to pass it on. */
    readonly once: (moment: string) => string
    readonly button: string
  }
}
