/**
 * Lets a job start only where the limits of its class and of its queue have a slot for it; parks
 * it in Redis where they have none. Whoever frees a slot wakes the next parked job, so nobody asks
 * again and again.
 */
import type { JobDefinition, LimitOptions } from '../job/definition.ts'
import { InvalidJobError } from '../errors.ts'
import { acquireScript } from '../redis/claim-scripts.ts'
import type { LimitClaim } from '../redis/claim-scripts.ts'
import type { LimitRules } from '../limits/limit-rules.ts'
import type { Gate } from './gate.ts'
import type { JobRun } from './job-run.ts'
import type { Settler } from './settler.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What the gate needs. */
export interface LimitGateOptions {
  readonly settler: Settler
  readonly rules: LimitRules
  /** A unit was not there any more: find out whether we were reaped. */
  readonly onSuspicion: () => void
}

/** Asks for slots. */
export class LimitGate implements Gate {
  readonly #options: LimitGateOptions

  constructor(options: LimitGateOptions) {
    this.#options = options
  }

  concerns({ queue }: JobRun, definition: JobDefinition | undefined): boolean {
    return definition?.limit !== undefined || this.#options.rules.ofQueue(queue) !== undefined
  }

  async admit(
    unit: UnitOfWork,
    run: JobRun,
    definition: JobDefinition | undefined,
  ): Promise<boolean> {
    const { settler } = this.#options
    const slots = this.#slotsFor(run, definition)
    const { jid } = run
    const { incarnation, queue, exact } = unit
    const admission = await settler.insist((redis) =>
      redis.run(acquireScript, {
        list: incarnation.listOf(queue),
        incarnation: incarnation.id,
        jid,
        raw: exact,
        queue,
        claims: slots,
      }),
    )
    if (admission === 'admitted') {
      unit.claims = { jid, lock: unit.claims?.lock ?? null, slots }
      return !unit.isForfeited
    }
    // It waits in Redis now, or is somebody else's: nothing of it is left to settle here.
    unit.incarnation.units.delete(unit)
    if (admission === 'gone' && !unit.isForfeited) this.#options.onSuspicion()
    return false
  }

  #slotsFor(run: JobRun, definition: JobDefinition | undefined): LimitClaim[] {
    const { rules } = this.#options
    const slots: LimitClaim[] = []
    if (definition?.limit !== undefined) {
      const known = rules.ofClass(definition.class)
      const key = keyOf(definition.class, definition.limit, run.payload.args)
      if (known !== undefined) slots.push({ ...known, key })
    }
    const rule = rules.ofQueue(run.queue)
    if (rule !== undefined) slots.push({ limit: rules.nameOfQueue(run.queue), key: '', rule })
    return slots
  }
}

function keyOf(jobClass: string, { key }: LimitOptions, args: readonly unknown[]): string {
  const value: unknown = key?.(args) ?? ''
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    return String(value)
  }
  throw new InvalidJobError(`limit.key of ${jobClass} must give a text, not ${typeof value}.`)
}
