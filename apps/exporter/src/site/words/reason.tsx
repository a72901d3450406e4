/** Why something happened to an export, in the words of the reader; else the sentence that was kept. */
import { formatBytes, type View } from '@howdah/web/views'
import { type Reason, reasonText } from '../../ledger/reasons/reason.ts'
import { words } from './words.ts'

/** @param text the sentence in English, or of somebody else's */
export function saidText(reason: Reason | null, text: string): string {
  return reason === null ? text : reasonText(reason, words().reasons, formatBytes)
}

/** The same as an element; nothing without a text. */
export function Said({ reason, text }: { reason: Reason | null; text: string | null }): View {
  return <bdi>{text === null ? '' : saidText(reason, text)}</bdi>
}
