/** What all benchmarks do with their command lines. */
import { inspect } from 'node:util'

/** Thrown when the command line cannot be understood; the message is for the person. */
export class UsageError extends Error {}

/** Tells Node.js to take workspaces from their source. */
const SOURCE_CONDITION = '--conditions=source'

/** Whether this process takes workspaces from their source instead of their builds. */
export function isFromSource(): boolean {
  return process.execArgv.includes(SOURCE_CONDITION)
}

/**
 * Runs a benchmark as its command line says, and sets the exit code: its own, 2 when the command line cannot be
 * understood, 1 when anything else goes wrong.
 */
export async function runBenchmark<Options>(benchmark: {
  readonly usage: string
  /** @throws {@link UsageError} */
  readonly read: (parameters: readonly string[]) => Options
  readonly run: (options: Options) => Promise<number>
}): Promise<void> {
  const parameters = process.argv.slice(2)
  if (parameters.includes('--help')) {
    process.stdout.write(`${benchmark.usage}\n`)
    return
  }
  try {
    process.exitCode = await benchmark.run(benchmark.read(parameters))
  } catch (error) {
    const isUsage = error instanceof UsageError
    process.stdout.write(`${isUsage ? error.message : inspect(error)}\n`)
    process.exitCode = isUsage ? 2 : 1
  }
}

/** Reads one command line, and says what is wrong together with how it is meant. */
export class ParameterReader {
  readonly #usage: string

  constructor(usage: string) {
    this.#usage = usage
  }

  /** Runs `parse`, which throws what `parseArgs` throws. */
  values<Values>(parse: () => Values): Values {
    try {
      return parse()
    } catch (error) {
      throw this.#error(error instanceof Error ? error.message : String(error))
    }
  }

  /** A number above 0. */
  number(name: string, text: string): number {
    const value = Number(text)
    if (Number.isFinite(value) && value > 0) return value
    throw this.#error(`--${name} must be a number above 0, not "${text}".`)
  }

  /** Names with commas between them. `what` they are names of is for the person. */
  names<Name extends string>(what: string, text: string, known: readonly Name[]): Name[] {
    return text.split(',').map((name) => {
      const found = known.find((one) => one === name)
      if (found === undefined) throw this.#error(`There is no ${what} "${name}".`)
      return found
    })
  }

  #error(problem: string): UsageError {
    return new UsageError(`${problem}\n${this.#usage}`)
  }
}
