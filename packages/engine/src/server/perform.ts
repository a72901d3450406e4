/** Hands a job to its handler, whose arguments are what the class's schema makes of those on the wire. */
import { JobArgumentsError } from '../errors.ts'
import { validateArguments } from '../job/arguments.ts'
import type { JobDefinition } from '../job/definition.ts'
import type { JobRun } from './job-run.ts'

/** Gives a promise only where the handler or the schema does. */
export function perform(
  definition: JobDefinition,
  args: readonly unknown[],
  run: JobRun,
): Promise<void> | void {
  const parsed = fittingArguments(definition, args, run)
  if (!(parsed instanceof Promise)) return definition.perform(parsed, run)
  return parsed.then((fitting) => definition.perform(fitting, run))
}

/** What does not fit today will not fit tomorrow: the run remembers, and no retry follows. */
function fittingArguments(
  definition: JobDefinition,
  args: readonly unknown[],
  run: JobRun,
): object | Promise<object> {
  const judge = (error: unknown): never => {
    run.isUnfit = error instanceof JobArgumentsError
    throw error
  }
  try {
    const parsed = validateArguments(definition, args)
    return parsed instanceof Promise ? parsed.catch(judge) : parsed
  } catch (error) {
    return judge(error)
  }
}
