/**
 * What may keep a fetched job from starting: it has expired, it was cancelled, a limit is reached.
 *
 * Most jobs concern no gate, so asking that must cost next to nothing.
 */
import type { JobDefinition } from '../job/definition.ts'
import type { JobRun } from './job-run.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Decides before a run whether it may begin. */
export interface Gate {
  /** Whether this gate has anything to say about the job. */
  concerns(run: JobRun, definition: JobDefinition | undefined): boolean
  /**
   * True: go on. False: the gate has settled the unit, or will. What it throws counts as a failure
   * of the job.
   */
  admit(unit: UnitOfWork, run: JobRun, definition: JobDefinition | undefined): Promise<boolean>
}
