/**
 * The limits that this process's code defines: of job classes, under the name of the class or one
 * that several share, and of queues, under `queue:<name>`.
 */
import type { QueueLimits } from '../config/settings.ts'
import { InvalidSettingsError } from '../errors.ts'
import type { JobDefinition } from '../job/definition.ts'
import { encodeRule } from '../redis/limit-library.ts'

/** Rules by name, in the form that scripts read. */
export class LimitRules {
  readonly #ofClasses = new Map<string, { readonly limit: string; readonly rule: string }>()
  readonly #ofQueues = new Map<string, string>()

  /** Throws InvalidSettingsError for numbers that are none. */
  constructor(jobs: Iterable<JobDefinition>, queueLimits: QueueLimits = {}) {
    for (const { class: jobClass, limit } of jobs) {
      if (limit === undefined) continue
      checkBounds(jobClass, limit)
      if (limit.perKey !== undefined && limit.key === undefined) {
        throw new InvalidSettingsError(`The limit of ${jobClass} has "perKey" but no "key".`)
      }
      const { name = jobClass, total = null, perKey = null } = limit
      const rule = encodeRule({ total, perKey })
      this.#checkShared(name, rule)
      this.#ofClasses.set(jobClass, { limit: name, rule })
    }
    for (const [queue, limit] of Object.entries(queueLimits)) {
      checkBounds(this.nameOfQueue(queue), limit)
      this.#ofQueues.set(queue, encodeRule({ total: limit.total ?? null, perKey: null }))
    }
  }

  get size(): number {
    return this.#ofClasses.size + this.#ofQueues.size
  }

  /** One limit with two meanings would change with whoever asked last. */
  #checkShared(name: string, rule: string): void {
    for (const [jobClass, known] of this.#ofClasses) {
      if (known.limit !== name || known.rule === rule) continue
      throw new InvalidSettingsError(
        `The limit "${name}" has other numbers in ${jobClass}: classes that share it must say the same.`,
      )
    }
  }

  ofClass(jobClass: string): { readonly limit: string; readonly rule: string } | undefined {
    return this.#ofClasses.get(jobClass)
  }

  ofQueue(queue: string): string | undefined {
    return this.#ofQueues.get(queue)
  }

  nameOfQueue(queue: string): string {
    return `queue:${queue}`
  }

  /** Every rule with its name. */
  all(): (readonly [limit: string, rule: string])[] {
    const ofQueues = [...this.#ofQueues].map(
      ([queue, rule]) => [this.nameOfQueue(queue), rule] as const,
    )
    const ofClasses = new Map([...this.#ofClasses.values()].map(({ limit, rule }) => [limit, rule]))
    return [...ofClasses, ...ofQueues]
  }
}

/** Throws InvalidSettingsError unless each bound is a whole number from 0, null or not given. */
export function checkBounds(name: string, bounds: object): void {
  const { total, perKey } = bounds as { readonly total?: unknown; readonly perKey?: unknown }
  for (const [field, value] of Object.entries({ total, perKey })) {
    if (value === undefined || value === null) continue
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) continue
    throw new InvalidSettingsError(
      `${field} of the limit ${name} must be a whole number from 0, not ${typeof value === 'number' ? value : JSON.stringify(value)}.`,
    )
  }
}
