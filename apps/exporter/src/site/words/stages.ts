/**
 * The stages of building an archive, in words.
 *
 * The worker has a name for each; to a member they are sentences with a place in the order, to an
 * administrator a word. A stage that is not known here yet is shown by the worker's name.
 */
import type { ExportRecord, ExportType } from '../../ledger/types.ts'
import type { en } from './en/index.ts'
import { words } from './words.ts'

type Stage = keyof typeof en.current.stages

const STEPS: Readonly<Record<ExportType, readonly Stage[]>> = {
  backup: [
    'count',
    'posts',
    'media',
    'likes',
    'profile',
    'lists',
    'details',
    'viewer',
    'finish',
    'upload',
  ],
  migration: ['count', 'lists', 'finish'],
}

/** What is being built, and how far it is. */
type Built = Pick<ExportRecord, 'type' | 'includesMedia' | 'progress'>

/** An archive without media has no such step. */
function stagesOf({ type, includesMedia }: Built): readonly Stage[] {
  return includesMedia ? STEPS[type] : STEPS[type].filter((stage) => stage !== 'media')
}

/** To a member these are the step before. */
const SAME_STEP: Readonly<Record<string, Stage>> = { bookmarks: 'likes' }

/** Where a run is: "Step 3 of 10: adding pictures, sound and video"; null before the first report. */
export function stageWords(built: Built): string | null {
  const { progress } = built
  if (progress === null) return null
  const steps = stagesOf(built)
  const name = SAME_STEP[progress.stage] ?? progress.stage
  const index = steps.findIndex((step) => step === name)
  const stage = steps[index]
  if (stage === undefined) return progress.stage
  const { step, stages } = words().current
  return step(index + 1, steps.length, stages[stage])
}

/** A stage in a word, for tables; the worker's own where it is unknown. */
export function stageName(stage: string): string {
  const names: Readonly<Record<string, string>> = words().current.stageNames
  return names[stage] ?? stage
}

/** One of the stages of a run. */
export interface Step {
  readonly words: string
  readonly place: 'done' | 'now' | 'later'
}

/** All stages of an export in their order; what is unknown to the list stands at its end. */
export function stepsOf(built: Built): readonly Step[] {
  const { progress } = built
  const name = progress === null ? null : (SAME_STEP[progress.stage] ?? progress.stage)
  const steps = stagesOf(built)
  const current = steps.findIndex((step) => step === name)
  const { stages } = words().current
  const known = steps.map((step, index): Step => ({
    words: stages[step],
    place: index < current ? 'done' : index === current ? 'now' : 'later',
  }))
  return progress === null || current >= 0
    ? known
    : [...known, { words: progress.stage, place: 'now' }]
}
