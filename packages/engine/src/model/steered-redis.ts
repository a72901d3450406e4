/**
 * A connection whose commands can be made to take turns, to lose their answers, and to run a wrong
 * script in place of the right one. All else is the real connection to a real Redis.
 */
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { RedisUnavailableError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { Script } from '../redis/script.ts'

/** Puts a mistake into a script: gives its source, changed. */
export interface Mistake {
  readonly script: string
  readonly change: (source: string) => string
}

/** Steers the connections of one world. */
export class Steering {
  /** The next script with one of these names loses its answer, once. */
  readonly losing = new Set<string>()
  readonly #mistakes: readonly Mistake[]
  readonly #wrong = new Map<string, { readonly source: string; readonly digest: string }>()
  #waiting: (() => void)[] = []
  #isTakingTurns = false

  constructor(mistakes: readonly Mistake[] = []) {
    this.#mistakes = mistakes
  }

  /** The same connection, steered. */
  steer(client: RedisClient): RedisClient {
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'run') return this.#run(target)
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        const method = member.bind(target) as (...parameters: unknown[]) => unknown
        if (!COMMANDS.has(String(name))) return method
        return (...parameters: unknown[]) => this.#inTurn(() => method(...parameters))
      },
    })
  }

  /** Runs all at once; whenever several want to send, `order` says which of them may. */
  async together(
    runs: readonly (() => Promise<unknown>)[],
    order: readonly number[],
  ): Promise<void> {
    this.#isTakingTurns = true
    const active = new Set<Promise<unknown>>()
    const all = runs.map((run) => {
      const running = run().finally(() => active.delete(running))
      active.add(running)
      return running
    })
    const finished = Promise.allSettled(all)
    for (let turn = 0; active.size > 0; turn += 1) {
      // Acknowledgements are gathered for one turn of the event loop; then everyone has spoken.
      await nextTurn()
      await nextTurn()
      const choice = (order[turn % order.length] ?? 0) % Math.max(1, this.#waiting.length)
      const [next] = this.#waiting.splice(choice, 1)
      next?.()
    }
    this.#isTakingTurns = false
    for (const next of this.#waiting.splice(0)) next()
    await finished
    await Promise.all(all)
  }

  #run(client: RedisClient): RedisClient['run'] {
    return async (script, input) => {
      const reply = await this.#inTurn(() => client.run(this.#withMistake(script), input))
      if (!this.losing.delete(script.name)) return reply
      throw new RedisUnavailableError('The answer was lost, as this run wants it.')
    }
  }

  async #inTurn<Reply>(send: () => Reply): Promise<Awaited<Reply>> {
    if (this.#isTakingTurns) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return await send()
  }

  #withMistake<Input, Reply>(script: Script<Input, Reply>): Script<Input, Reply> {
    const mistakes = this.#mistakes.filter((mistake) => mistake.script === script.name)
    if (mistakes.length === 0) return script
    const known = this.#wrong.get(script.name) ?? wrong(script.source(), mistakes)
    this.#wrong.set(script.name, known)
    return { ...script, source: () => known.source, digest: () => known.digest }
  }
}

const COMMANDS = new Set(['call', 'callBuffer', 'pipeline', 'multi'])

function wrong(
  right: string,
  mistakes: readonly Mistake[],
): { readonly source: string; readonly digest: string } {
  const source = mistakes.reduce((text, { change }) => change(text), right)
  return { source, digest: createHash('sha1').update(source).digest('hex') }
}
