/**
 * Runs a job here and now, in the program that would have pushed it: for scripts, consoles, and work
 * whose result the caller waits for. No queue, no retries, no lock and no limit: an error is thrown
 * to the caller.
 */
import { Client } from '../client/client.ts'
import { validateArguments } from '../job/arguments.ts'
import type { ArgumentsOf, ArgumentsSchema, JobDefinition } from '../job/definition.ts'
import type { JobOptions } from '../job/options.ts'
import { parsePayload } from '../job/payload.ts'
import type { Jid } from '../job/payload.ts'
import type { ClientMiddleware, MiddlewareUnit, ServerMiddleware } from '../middleware/chain.ts'
import { runChain } from '../middleware/chain.ts'
import type { RedisClient } from '../redis/contract.ts'
import { stringifyJson } from '../support/json.ts'
import { createLogger } from '../support/logger.ts'
import type { Logger } from '../support/logger.ts'
import { JobRun } from './job-run.ts'

/** What surrounds the run. */
export interface PerformInlineOptions extends JobOptions {
  /** Only used by a job that iterates, for its cursor. */
  readonly redis: RedisClient
  readonly clientMiddleware?: readonly ClientMiddleware[]
  readonly middleware?: readonly ServerMiddleware[]
  readonly logger?: Logger
}

/**
 * Performs a job at once: both middleware chains, the checks of a push, and JSON between them, so
 * that what works here works through a queue. Gives the jid, or null when client middleware stopped
 * it. Throws what the handler throws, JobArgumentsError and InvalidJobError.
 */
export async function performInline<Schema extends ArgumentsSchema>(
  job: JobDefinition<Schema>,
  args: ArgumentsOf<Schema>,
  options: PerformInlineOptions,
): Promise<Jid | null> {
  const { redis, clientMiddleware = [], middleware = [], logger, ...push } = options
  const client = new Client({ redis, middleware: clientMiddleware })
  const prepared = await client.prepare(job, args, push)
  if (prepared === null) return null
  const payload = parsePayload(stringifyJson(prepared))
  const run = createRun(payload, redis, logger ?? createLogger())
  const unit: MiddlewareUnit = { payload, queue: payload.queue, context: run }
  try {
    await runChain(middleware, unit, async () => {
      await job.perform(await validateArguments(job, payload.args), run)
    })
  } finally {
    // Nobody will go on from there.
    if (run.iteration?.isStored === true) await redis.call('DEL', redis.keys.iteration(run.jid))
  }
  return run.jid
}

function createRun(payload: MiddlewareUnit['payload'], redis: RedisClient, logger: Logger): JobRun {
  return new JobRun(payload, payload.queue, {
    logger,
    // Whoever asked for it waits for its end.
    progress: { report: () => {}, end: () => {} },
    maxRetries: 0,
    acquit: () => {},
    iterations: {
      redis,
      isStopping: () => false,
      stopTimeoutMs: 0,
      maxRuntimeSeconds: null,
      onError: (error) => logger.error({ err: error }, 'The place in an iteration was not saved.'),
    },
  })
}
