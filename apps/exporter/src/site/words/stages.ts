/**
 * The stages of building an archive, as a member reads them.
 *
 * The worker names its stages for administrators; here they become a sentence with a place in the
 * order. A stage that this list does not know yet is shown by the worker's own word.
 */
import type { ExportProgress, ExportType } from '../../ledger/types.ts'

const STAGES: Readonly<Record<ExportType, readonly (readonly [name: string, words: string])[]>> = {
  backup: [
    ['count', 'counting what there is'],
    ['posts', 'collecting your posts'],
    ['media', 'adding pictures, sound and video'],
    ['likes', 'adding your likes and bookmarks'],
    ['bookmarks', 'adding your likes and bookmarks'],
    ['profile', 'adding your profile'],
    ['lists', 'writing your lists'],
    ['details', 'adding what else is known of your posts'],
    ['viewer', 'making the pages to read it with'],
    ['finish', 'closing the file'],
    ['upload', 'putting the file where you can fetch it (megabytes)'],
  ],
  migration: [
    ['count', 'counting what there is'],
    ['lists', 'writing your lists'],
    ['finish', 'closing the file'],
  ],
}

/** Where a run is: "Step 3 of 6: adding pictures, sound and video". */
export interface StageWords {
  readonly words: string
  /** 1-based; null for a stage that is not in the list. */
  readonly step: number | null
  readonly steps: number
}

/** The words of a run's stage; null before the first report. */
export function stageWords(type: ExportType, progress: ExportProgress | null): StageWords | null {
  if (progress === null) return null
  // Two stages that read the same to a member are one step.
  const distinct = [...new Set(STAGES[type].map(([, words]) => words))]
  const known = STAGES[type].find(([name]) => name === progress.stage)?.[1]
  if (known === undefined) return { words: progress.stage, step: null, steps: distinct.length }
  return { words: known, step: distinct.indexOf(known) + 1, steps: distinct.length }
}
