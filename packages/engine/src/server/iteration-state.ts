/** The state of an iterating job in Redis, `it-<jid>`: Sidekiq's fields in Sidekiq's form. */
import type { Cursor } from '../job/iteration.ts'
import type { Jid } from '../job/payload.ts'
import type { RedisClient } from '../redis/contract.ts'
import { asTexts } from '../redis/script.ts'
import { saveIterationScript } from '../redis/scripts.ts'
import { parseJson, stringifyJson } from '../support/json.ts'

/** What is known of a job that iterates. */
export interface IterationState {
  /** Runs that have begun. */
  readonly executions: number
  /** The item to be processed next. */
  readonly cursor: Cursor
  readonly runtimeSeconds: number
  readonly isCancelled: boolean
  /** All items are done; only what the handler does after them is not. */
  readonly isDone: boolean
  /** Redis has something of it. */
  readonly isStored: boolean
}

/** Sidekiq's: 30 days, counted from the first save. */
const STATE_TTL_SECONDS = 2_592_000

/** Reads the state; a job that has none begins. */
export async function loadIteration(redis: RedisClient, jid: Jid): Promise<IterationState> {
  const flat = asTexts(await redis.call('HGETALL', redis.keys.iteration(jid)))
  const fields = new Map<string, string>()
  for (let at = 0; at < flat.length; at += 2) fields.set(flat[at] ?? '', flat[at + 1] ?? '')
  return {
    executions: Number(fields.get('ex') ?? 0),
    // Whoever wrote it, we or Ruby, wrote JSON; anything else is an error of this run.
    cursor: parseJson(fields.get('c') ?? 'null') as Cursor,
    runtimeSeconds: Number(fields.get('rt') ?? 0),
    isCancelled: fields.has('cancelled'),
    isDone: fields.get('howdah_done') === '1',
    isStored: fields.size > 0,
  }
}

/** Saves the state; tells whether the job was cancelled. */
export async function saveIteration(
  redis: RedisClient,
  jid: Jid,
  state: Pick<IterationState, 'executions' | 'cursor' | 'runtimeSeconds' | 'isDone'>,
): Promise<boolean> {
  return await redis.run(saveIterationScript, {
    jid,
    executions: state.executions,
    cursor: stringifyJson(state.cursor),
    runtimeSeconds: state.runtimeSeconds,
    isDone: state.isDone,
    ttlSeconds: STATE_TTL_SECONDS,
  })
}
