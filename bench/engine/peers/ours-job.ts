/** The job class as our engine defines it, and one layer of middleware around it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { defineJob } from '@howdah/engine'
import type { ArgumentsSchema, JobDefinition, ServerMiddleware } from '@howdah/engine'
import { JOB_CLASS } from './payload.ts'

/** A schema without a library: it looks at what the handler relies on. */
const benchArguments: ArgumentsSchema = {
  '~standard': {
    version: 1,
    vendor: 'bench',
    validate: (value) =>
      Array.isArray(value) && typeof value[0] === 'number'
        ? { value }
        : { issues: [{ message: 'The first argument must be a number.' }] },
  },
}

/** Makes the definition. */
export function defineBenchJob(
  handler: (args: readonly unknown[]) => Promise<void>,
): JobDefinition {
  return defineJob({
    class: JOB_CLASS,
    args: benchArguments,
    perform: (args) => handler(Array.isArray(args) ? args : []),
  })
}

/** Carries the jid to whatever the handler calls, as a tracing or request-id layer does. */
const currentJid = new AsyncLocalStorage<string>()

export const carryJid: ServerMiddleware = ({ payload }, next) => currentJid.run(payload.jid, next)
