/**
 * One run's walk over the items of a job, behind a `for await` loop. Before each item is handed out
 * its cursor is remembered; every five seconds, and when the loop is left, it is saved. So the saved
 * cursor always names the item to be processed next, and whoever resumes repeats at most what came
 * after the last save.
 *
 * Phases: new → running → done (no items left) or stopped (left before the end).
 */
import { JobInterruptedError, MisuseError, toError } from '../errors.ts'
import { JobAbortedError } from '../job/context.ts'
import type { AbortKind } from '../job/context.ts'
import { itemsFrom } from '../job/iteration.ts'
import type {
  Cursor,
  ItemWithCursor,
  IterateOptions,
  IterationSource,
  JobIteration,
} from '../job/iteration.ts'
import type { Jid } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { Logger } from '../support/logger.ts'
import { stringifyJson } from '../support/json.ts'
import { loadIteration, saveIteration } from './iteration-state.ts'

/** Sidekiq's: often enough to lose little, seldom enough to cost nothing. */
const SAVE_INTERVAL_SECONDS = 5

/** What all iterations of a process share. */
export interface IterationServices {
  readonly redis: RedisClient
  /** The process takes no new jobs: go back to the queue at the next boundary. */
  readonly isStopping: () => boolean
  /** A stop waits so long for running jobs; an item that takes longer will be cut. */
  readonly stopTimeoutMs: number
  /** Null = no limit. */
  readonly maxRuntimeSeconds: number | null
  readonly onError: (error: Error) => void
}

/** What an iteration needs of the run it belongs to. */
export interface IteratingRun {
  readonly jid: Jid
  readonly logger: Logger
  readonly abortKind: AbortKind | undefined
  readonly advanced: () => void
  abort(kind: AbortKind): void
}

/** What the processor needs of an iteration, whatever its items are. */
export interface RunIteration {
  /** It ended at a boundary, to be resumed: the job goes back to its queue whatever its handler does. */
  readonly isInterrupted: boolean
  /** Redis has a state that must go with the job. */
  readonly isStored: boolean
  /** The run failed: makes sure that the next one goes on from here. Never throws. */
  saveForRetry(): Promise<void>
}

/** What the handler wishes. */
export interface IterationPlan<Item, At extends Cursor> {
  readonly source: IterationSource<Item, At>
  readonly options: IterateOptions<At>
}

/** The walk. */
export class Iteration<Item, At extends Cursor>
  implements JobIteration<Item>, AsyncIterator<Item>, RunIteration
{
  readonly #run: IteratingRun
  readonly #services: IterationServices
  readonly #source: IterationSource<Item, At>
  readonly #options: IterateOptions<At>
  #phase: 'new' | 'running' | 'done' | 'stopped' = 'new'
  #items: AsyncGenerator<ItemWithCursor<Item, Cursor>, void, void> | undefined
  #cursor: Cursor = null
  /** Where the run before had come to, as JSON. */
  #foundAt = ''
  #executions = 0
  /** Of earlier runs, as long as this one is under way. */
  #runtimeSeconds = 0
  #isStored = false
  #isInterrupted = false
  #startedAtMs = 0
  #savedAtMs = 0
  #itemAtMs = 0

  constructor(
    run: IteratingRun,
    services: IterationServices,
    { source, options }: IterationPlan<Item, At>,
  ) {
    this.#run = run
    this.#services = services
    this.#source = source
    this.#options = options
  }

  get cursor(): Cursor {
    return this.#cursor
  }

  get executions(): number {
    return this.#executions
  }

  get isInterrupted(): boolean {
    return this.#isInterrupted
  }

  get isStored(): boolean {
    return this.#isStored
  }

  [Symbol.asyncIterator](): AsyncIterator<Item> {
    if (this.#phase === 'new') return this
    throw new MisuseError('A job iterates once: this iteration was already used.')
  }

  async next(): Promise<IteratorResult<Item>> {
    if (this.#phase === 'done' || this.#phase === 'stopped') return { done: true, value: undefined }
    try {
      if (this.#phase === 'new') await this.#start()
      this.#judgeLastItem()
      const result = await this.#items?.next()
      if (result === undefined || result.done === true) return await this.#complete()
      const [item, cursor] = result.value
      this.#cursor = cursor
      await this.#pauseAtBoundary()
      this.#itemAtMs = performance.now()
      return { done: false, value: item }
    } catch (error) {
      await this.#stop()
      throw error
    }
  }

  /** The loop was left by `break`, `return` or an error of its body; which of them, nobody says. */
  async return(): Promise<IteratorResult<Item>> {
    if (this.#phase === 'running') {
      await this.#stop()
      await this.#save()
    }
    return { done: true, value: undefined }
  }

  async saveForRetry(): Promise<void> {
    if (this.#phase === 'new' || this.#phase === 'stopped') return
    try {
      if (this.#phase === 'running') await this.#stop()
      await this.#save()
    } catch (error) {
      this.#services.onError(toError(error))
    }
  }

  async #start(): Promise<void> {
    const state = await loadIteration(this.#services.redis, this.#run.jid)
    this.#phase = 'running'
    this.#cursor = state.cursor
    this.#foundAt = stringifyJson(state.cursor)
    this.#executions = state.executions + 1
    this.#runtimeSeconds = state.runtimeSeconds
    this.#isStored = state.isStored
    this.#startedAtMs = this.#savedAtMs = performance.now()
    if (state.isCancelled) return await this.#cancel()
    if (state.isDone) return
    if (this.#executions === 1) await this.#options.onStart?.()
    // What was saved is a cursor of this very source.
    else await this.#options.onResume?.(state.cursor as At | null)
    this.#items = itemsFrom(this.#source, state.cursor)
  }

  /** Between two items: saves when it is time, and ends the run where it must. */
  async #pauseAtBoundary(): Promise<void> {
    const { abortKind } = this.#run
    if (abortKind === 'lost-ownership') throw new JobAbortedError(abortKind)
    const isToBeInterrupted = this.#isToBeInterrupted()
    const everyMs = (this.#options.saveEverySeconds ?? SAVE_INTERVAL_SECONDS) * 1000
    const isDue = performance.now() - this.#savedAtMs >= everyMs
    if (!isToBeInterrupted && !isDue && abortKind === undefined) return
    const isCancelled = await this.#save()
    if (isCancelled || abortKind === 'cancelled') await this.#cancel()
    if (abortKind !== undefined) throw new JobAbortedError(abortKind)
    if (isToBeInterrupted) await this.#interrupt()
  }

  #isToBeInterrupted(): boolean {
    if (this.#services.isStopping()) return true
    // At least one item a run, or a job with too little time would go round and round.
    if (this.#itemAtMs === 0) return false
    const maxSeconds = this.#options.maxRuntimeSeconds ?? this.#services.maxRuntimeSeconds
    return maxSeconds !== null && performance.now() - this.#startedAtMs >= maxSeconds * 1000
  }

  async #interrupt(): Promise<never> {
    this.#run.logger.debug({ cursor: this.#cursor }, 'Interrupted; it goes on from here later.')
    await this.#stop()
    await this.#save()
    this.#isInterrupted = true
    throw new JobInterruptedError()
  }

  async #cancel(): Promise<never> {
    this.#run.abort('cancelled')
    await this.#options.onCancel?.()
    throw new JobAbortedError('cancelled')
  }

  async #complete(): Promise<IteratorReturnResult<undefined>> {
    await this.#stop('done')
    await this.#options.onComplete?.()
    return { done: true, value: undefined }
  }

  /** Once, however it ended. */
  async #stop(phase: 'done' | 'stopped' = 'stopped'): Promise<void> {
    if (this.#phase !== 'running') return
    this.#phase = phase
    this.#runtimeSeconds += (performance.now() - this.#startedAtMs) / 1000
    await this.#items?.return()
    await this.#options.onStop?.()
  }

  async #save(): Promise<boolean> {
    if (this.#run.abortKind === 'lost-ownership') return false
    this.#savedAtMs = performance.now()
    this.#isStored = true
    const isCancelled = await saveIteration(this.#services.redis, this.#run.jid, {
      executions: this.#executions,
      cursor: this.#cursor,
      runtimeSeconds: this.#runtimeSeconds,
      isDone: this.#phase === 'done',
    })
    if (stringifyJson(this.#cursor) !== this.#foundAt) this.#run.advanced()
    return isCancelled
  }

  /** A deploy would cut an item like that and repeat it. */
  #judgeLastItem(): void {
    if (this.#itemAtMs === 0) return
    const elapsedMs = performance.now() - this.#itemAtMs
    if (elapsedMs <= this.#services.stopTimeoutMs || this.#services.stopTimeoutMs <= 0) return
    this.#run.logger.warn(
      { cursor: this.#cursor, seconds: Math.round(elapsedMs / 100) / 10 },
      'One item took longer than a stop waits for jobs: make items smaller or the time-out longer.',
    )
  }
}
