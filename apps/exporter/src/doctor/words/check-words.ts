/**
 * What checks say in one language. A shell and the audit take English; pages choose by their reader.
 */
import type { WordsLike } from '@howdah/web/views'
import type { en } from './en.ts'

export type CheckWords = WordsLike<typeof en>
