/** `--type` and `--without-media`: what is to be built. */
import { Option } from 'commander'
import { EXPORT_TYPES, type ExportKind, type ExportType } from '../ledger/types.ts'
import { UsageError } from './usage-error.ts'

/** What the two options leave behind. */
export interface KindOptions {
  readonly type: ExportType
  readonly withoutMedia?: boolean
}

export function kindOptions(): readonly Option[] {
  return [
    new Option('--type <type>', 'what to build').choices(EXPORT_TYPES).default('backup'),
    new Option('--without-media', 'leave the files of posts out of the archive'),
  ]
}

/** As a word in a list. */
export function kindWords({ type, includesMedia }: ExportKind): string {
  return includesMedia ? type : `${type} without media`
}

/** @throws UsageError when lists are asked for without media, which they never hold */
export function kindOf({ type, withoutMedia }: KindOptions): ExportKind {
  const includesMedia = withoutMedia !== true
  if (includesMedia || type === 'backup') return { type, includesMedia }
  throw new UsageError('--without-media is for --type backup; a migration export has no media.')
}
