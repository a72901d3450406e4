/**
 * Repeats a short piece of database work whose connection was lost.
 *
 * The pool may hand out, once more, a connection that the server has closed a moment ago: the news
 * travels behind the error of the statement that was cut. What must not be lost for that – the
 * reason of a failure, which comes at just such moments – is tried again on a new connection.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { isConnectionLoss } from './errors.ts'

/** 100 + 200 + 400 + 800 ms: longer than the news takes, shorter than a restart of PostgreSQL. */
const TRIES = 5
const FIRST_DELAY_MS = 100

/** The work must be safe to repeat: one transaction, or statements that change nothing twice. */
export async function outliveLostConnection<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work()
    } catch (error) {
      if (tried === TRIES || !isConnectionLoss(error)) throw error
      await sleep(FIRST_DELAY_MS * 2 ** (tried - 1))
    }
  }
}
