/**
 * Tells the world about errors that the engine survives: the log, then the error handlers, each
 * guarded, because reporting must not become the next failure.
 */
import type { ErrorContext, ErrorHandler } from '../config/settings.ts'
import { toError } from '../errors.ts'
import type { Logger } from '../support/logger.ts'

/** Reports errors. */
export class Reporter {
  readonly #logger: Logger
  readonly #handlers: readonly ErrorHandler[]

  constructor(logger: Logger, handlers: readonly ErrorHandler[]) {
    this.#logger = logger
    this.#handlers = handlers
  }

  /** Logs and calls the handlers; never throws. Does not wait for handlers that return promises. */
  report(error: Error, context: ErrorContext): void {
    const { payload, queue } = context
    const job = payload && { class: payload.class, jid: payload.jid }
    this.#logger.error({ err: error, ...job, ...(queue !== undefined && { queue }) }, context.doing)
    for (const handler of this.#handlers) void this.#guard(() => handler(error, context))
  }

  /** Runs somebody else's hook; an error in it is logged and goes no further. */
  async guard(what: string, hook: () => Promise<void> | void): Promise<void> {
    try {
      await hook()
    } catch (error) {
      this.report(toError(error), { doing: `An error in ${what}.` })
    }
  }

  async #guard(hook: () => Promise<void> | void): Promise<void> {
    try {
      await hook()
    } catch (error) {
      this.#logger.error({ err: toError(error) }, 'An error handler failed itself.')
    }
  }
}

/** Reports whatever was thrown. */
export function reporting(reporter: Reporter, doing: string): (error: unknown) => void {
  return (error) => reporter.report(toError(error), { doing })
}
