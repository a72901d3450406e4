/**
 * Why something happened to an export, as a code and what it is about: what failed, why it waits, what a line
 * of its story says. Pages put it into the words of their readers.
 *
 * Beside it lies always its sentence in English, which a shell, the API and the CSV show, and which stands
 * alone in rows of before and in those of errors that nobody foresaw.
 *
 * Checklist for a new reason: a line here, its words in words/, in every language.
 */
/** Sizes are bytes; names of files, programs and settings are as a shell shows them. */
export type Reason =
  | {
      readonly code: 'disk-full'
      readonly freeBytes: number | null
      readonly neededBytes: number | null
      readonly folder: string
      /** The setting that names the folder. */
      readonly variable: string
    }
  | { readonly code: 'not-writable'; readonly folder: string; readonly error: string }
  | { readonly code: 'member-missing'; readonly userId: string }
  | {
      readonly code: 'database-slow'
      readonly seconds: number
      /** What it read; null before that. */
      readonly stage: string | null
      readonly member: string
      readonly sqlState: string | null
    }
  | { readonly code: 'database-away'; readonly error: string }
  | { readonly code: 'media-forbidden'; readonly file: string; readonly error: string }
  | { readonly code: 'media-broken'; readonly file: string; readonly error: string }
  /** `error` is a sentence of the storage's, without its full stop. */
  | { readonly code: 'storage-away'; readonly error: string }
  | { readonly code: 'storage-refused'; readonly error: string; readonly remedy: StorageRemedy }
  | { readonly code: 'given-up' }
  | { readonly code: 'silent' }
  | { readonly code: 'job-nowhere' }
  | { readonly code: 'job-found'; readonly state: FoundState }
  | { readonly code: 'job-deleted' }
  | { readonly code: 'job-cancelled' }
  | { readonly code: 'job-put-back' }
  | { readonly code: 'job-killed' }
  | { readonly code: 'window-closed' }
  | { readonly code: 'held-back' }
  | { readonly code: 'try'; readonly number: number; readonly worker: string }
  /** Null: before the first stage. */
  | { readonly code: 'interrupted'; readonly stage: string | null }
  | { readonly code: 'resumed'; readonly step: string; readonly bytes: number }
  | { readonly code: 'other-machine' }
  | {
      readonly code: 'checked'
      readonly neededBytes: number
      readonly freeBytes: number | null
      /** Null: a folder. */
      readonly bucket: string | null
      /** Null: messages are written to a folder, `mailFolder`. */
      readonly mailRoute: string | null
      readonly mailFolder: string
    }
  | { readonly code: 'bulk'; readonly requested: number; readonly passedOver: number }

/** What has to be put right in a bucket's settings. */
export type StorageRemedy = 'acl' | 'bucket' | 'key' | 'secret' | 'clock' | 'other'

/** Where the job of an export was found to be, as a state of the export. */
export type FoundState = 'pending' | 'scheduled' | 'running' | 'retrying' | 'failed'

export type ReasonCode = Reason['code']

/** How the size of a file reads, from bytes. */
export type SizeWords = (bytes: number) => string

/** A sentence for each reason. */
export type ReasonWords = {
  readonly [Code in ReasonCode]: (
    reason: Extract<Reason, { readonly code: Code }>,
    sizeWords: SizeWords,
  ) => string
}

/** A reason in the words of one language. */
export function reasonText(reason: Reason, words: ReasonWords, sizeWords: SizeWords): string {
  // The code selects the function that takes it; TypeScript does not follow that through a union.
  const say = words[reason.code] as (reason: Reason, sizeWords: SizeWords) => string
  return say(reason, sizeWords)
}
