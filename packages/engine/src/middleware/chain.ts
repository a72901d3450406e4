/**
 * Middleware: layers around the push of a job and around its performance.
 *
 * A chain is run with one function a job, not one a layer: the function counts how deep it is.
 */
import { MisuseError, toError } from '../errors.ts'
import type { JobContext } from '../job/context.ts'
import type { JobPayload } from '../job/payload.ts'

const DONE = Promise.resolve()

/** Around a push. May change the payload. A layer that does not call `next` stops the push. */
export type ClientMiddleware = (job: JobPayload, next: () => Promise<void>) => Promise<void>

/** What server middleware is told. */
export interface MiddlewareUnit {
  readonly payload: JobPayload
  readonly queue: string
  readonly context: JobContext
}

/** Around a performance. Errors pass through; a layer that does not call `next` skips the job. */
export type ServerMiddleware = (unit: MiddlewareUnit, next: () => Promise<void>) => Promise<void>

/**
 * Runs `subject` through the layers, first layer outermost, and `innermost` at the end. Throws
 * MisuseError when a layer calls `next` after the innermost was reached already.
 */
export function runChain<Subject>(
  layers: readonly ((subject: Subject, next: () => Promise<void>) => Promise<void>)[],
  subject: Subject,
  innermost: (subject: Subject) => Promise<void> | void,
): Promise<void> | void {
  if (layers.length === 0) return innermost(subject)
  let depth = 0
  // Not an async function: one promise less for each layer of each job.
  const next = (): Promise<void> => {
    try {
      if (depth > layers.length)
        throw new MisuseError('Middleware called next() twice for one job.')
      const layer = layers[depth]
      depth += 1
      return (layer === undefined ? innermost(subject) : layer(subject, next)) ?? DONE
    } catch (error) {
      return Promise.reject(toError(error))
    }
  }
  return next()
}
