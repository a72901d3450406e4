/**
 * An archive is built in steps, one after the other. Each may be entered again where an earlier
 * process stopped: by the place in the archive's notes, and by the names of finished entries.
 */
import type { ZipWriter } from '../archive/zip-writer.ts'

export interface Step {
  /** Never changes once it has shipped: notes of unfinished archives name it. */
  readonly name: string
  readonly run: (zip: ZipWriter) => Promise<void>
}

export async function runSteps(zip: ZipWriter, steps: readonly Step[]): Promise<void> {
  const first = firstStep(zip, steps)
  for (const [index, step] of steps.entries()) {
    if (index < first) continue
    const isEntered = index === first && zip.place !== null
    if (!isEntered) await zip.moveTo({ step: step.name, cursor: null })
    await step.run(zip)
  }
}

/** How far a step had come, in its own words; null when it begins. */
export function cursorOf(zip: ZipWriter): string | null {
  return zip.place?.cursor ?? null
}

/** False for notes of another version of this program, which had other steps. */
export function isKnown(zip: ZipWriter, steps: readonly Step[]): boolean {
  return zip.place === null || steps.some((step) => step.name === zip.place?.step)
}

function firstStep(zip: ZipWriter, steps: readonly Step[]): number {
  const { place } = zip
  return place === null ? 0 : steps.findIndex((step) => step.name === place.step)
}
