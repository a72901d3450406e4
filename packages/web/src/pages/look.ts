/**
 * Tells the host who is about to be shown whose arguments, before the page goes out. What cannot be
 * told is not shown.
 */

import { HowdahError } from '@howdah/engine'
import type { JobRecord } from '@howdah/engine/api'
import type { ConsoleOptions, JobNote, Viewer } from '../options.ts'

/** Thrown when the host could not record a look; `cause` is its reason. */
export class UnrecordedLookError extends HowdahError<'unrecorded-look'> {
  constructor(cause: unknown) {
    super('unrecorded-look', 'The host could not record the look, so nothing is shown.', { cause })
  }
}

/** One page with jobs on it. */
export interface Look {
  readonly viewer: Viewer
  readonly page: string
  readonly jobs: readonly JobRecord[]
  readonly notes: ReadonlyMap<string, JobNote>
}

/** @throws UnrecordedLookError when the host has a record and it cannot be written */
export async function tellLook(options: ConsoleOptions, look: Look): Promise<void> {
  const { viewer, page, notes } = look
  const jobs = look.jobs.filter(hasArguments)
  if (options.onLook === undefined || jobs.length === 0) return
  try {
    await options.onLook({
      viewer,
      page,
      jobs: jobs.map(({ jid }) => ({ jid, owner: notes.get(jid)?.label ?? null })),
    })
  } catch (error) {
    throw new UnrecordedLookError(error)
  }
}

/** What is no job is shown as it is, whatever it holds. */
function hasArguments(job: JobRecord): boolean {
  return job.invalid || job.args.length > 0
}
