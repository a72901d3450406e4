/**
 * Which queues a capsule works and in what order: Sidekiq's spec strings, "export" or "export,8".
 */
import { InvalidSettingsError } from '../errors.ts'

/**
 * strict: always in the order given; random: all weights are 1, shuffled each time; weighted: the
 * first place is drawn by weight.
 */
export type QueueMode = 'strict' | 'random' | 'weighted'

/** The parsed queues of a capsule. */
export interface QueuePlan {
  readonly mode: QueueMode
  /** Each name once, in the order given. */
  readonly names: readonly string[]
  /** As Sidekiq shows them: 0 where no weight was given. */
  readonly weights: Readonly<Record<string, number>>
}

/** Any name without a comma, as Sidekiq takes it: blanks and every script included. */
const SPEC = /^([^,]+?)\s*(?:,\s*(\d+))?$/

/** Parses spec strings; a name may come twice, its weights add up. Throws InvalidSettingsError. */
export function parseQueues(specs: readonly string[]): QueuePlan {
  // A plain object would put names that are numbers before all others.
  const weights = new Map<string, number>()
  for (const spec of specs) {
    const [, name, weight] = SPEC.exec(spec.trim()) ?? []
    if (name === undefined) {
      throw new InvalidSettingsError(`"${spec}" names no queue: write "name" or "name,weight".`)
    }
    weights.set(name, (weights.get(name) ?? 0) + Number(weight ?? 0))
  }
  const names = [...weights.keys()]
  if (names.length === 0) throw new InvalidSettingsError('A capsule needs at least one queue.')
  return { mode: modeOf([...weights.values()]), names, weights: Object.fromEntries(weights) }
}

/** The order for one fetch, drawn anew each time unless the mode is strict. */
export function drawOrder(plan: QueuePlan, random: () => number): readonly string[] {
  if (plan.mode === 'strict' || plan.names.length === 1) return plan.names
  const left = plan.names.map((name) => ({ name, weight: Math.max(1, plan.weights[name] ?? 1) }))
  const order: string[] = []
  while (left.length > 0) {
    const [drawn] = left.splice(drawIndex(left, random), 1)
    if (drawn !== undefined) order.push(drawn.name)
  }
  return order
}

/** Drawing without putting back by weight is Sidekiq's shuffle of copies, without the copies. */
function drawIndex(left: readonly { readonly weight: number }[], random: () => number): number {
  let point = random() * left.reduce((sum, { weight }) => sum + weight, 0)
  const index = left.findIndex(({ weight }) => (point -= weight) < 0)
  return index === -1 ? left.length - 1 : index
}

function modeOf(weights: readonly number[]): QueueMode {
  if (weights.every((weight) => weight === 0)) return 'strict'
  return weights.every((weight) => weight === 1) ? 'random' : 'weighted'
}
