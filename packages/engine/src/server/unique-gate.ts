/** Tells the lock of a unique job that the job starts. Keeps no job from starting. */
import type { JobDefinition } from '../job/definition.ts'
import { startUniqueScript } from '../redis/claim-scripts.ts'
import type { Gate } from './gate.ts'
import type { JobRun } from './job-run.ts'
import type { Settler } from './settler.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Releases locks that are held until the start, and marks the others as running. */
export class UniqueGate implements Gate {
  readonly #settler: Settler

  constructor(settler: Settler) {
    this.#settler = settler
  }

  /**
   * Where conflicts are rejected anyway, nobody asks whether the holder runs already: most unique
   * jobs are spared the round trip.
   */
  concerns({ payload }: JobRun, definition: JobDefinition | undefined): boolean {
    if (payload['howdah_unique'] === undefined) return false
    if (payload['unique_until'] === 'start') return true
    const onConflict = definition?.unique?.onConflict ?? 'reject'
    return onConflict !== 'reject'
  }

  async admit({ claims }: UnitOfWork, { payload }: JobRun): Promise<boolean> {
    const digest = claims?.lock?.digest
    if (digest === undefined) return true
    const isReleased = payload['unique_until'] === 'start'
    await this.#settler.insist((redis) =>
      redis.run(startUniqueScript, { digest, jid: payload.jid, isReleased }),
    )
    return true
  }
}
