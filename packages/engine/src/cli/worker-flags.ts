/** The command line of `howdah-worker`: Sidekiq's flags and our own, read without stopping at the first mistake. */
import { parseArgs } from 'node:util'
import { LOG_FORMATS } from '../support/log-format.ts'
import type { LogFormat } from '../support/log-format.ts'

/** What was asked for on the command line; null and empty where nothing was. */
export interface WorkerFlags {
  readonly requirePath: string | null
  readonly concurrency: string | null
  readonly queues: readonly string[]
  readonly timeout: string | null
  readonly environment: string | null
  readonly tag: string | null
  readonly isVerbose: boolean
  readonly configPath: string | null
  readonly wantsVersion: boolean
  readonly wantsHelp: boolean
  readonly processes: string | null
  readonly maxMemory: string | null
  readonly healthPort: string | null
  readonly logFormat: LogFormat | null
  readonly mistakes: readonly string[]
}

const OPTIONS = {
  require: { type: 'string', short: 'r' },
  concurrency: { type: 'string', short: 'c' },
  queue: { type: 'string', short: 'q', multiple: true },
  timeout: { type: 'string', short: 't' },
  environment: { type: 'string', short: 'e' },
  tag: { type: 'string', short: 'g' },
  verbose: { type: 'boolean', short: 'v' },
  config: { type: 'string', short: 'C' },
  version: { type: 'boolean', short: 'V' },
  help: { type: 'boolean', short: 'h' },
  processes: { type: 'string' },
  'max-memory': { type: 'string' },
  'health-port': { type: 'string' },
  'log-format': { type: 'string' },
} as const

/** What `-h` prints. */
export const USAGE = `howdah-worker -r ./jobs.ts [options]

  -r, --require PATH        the module, or folder of modules, that exports the jobs
  -c, --concurrency N       jobs at the same time, in each process (5)
  -q, --queue NAME[,WEIGHT] a queue to work on; repeat it (default)
  -t, --timeout SECONDS     how long running jobs may go on after a stop (25)
  -e, --environment NAME    the section of the configuration file (development)
  -g, --tag TAG             shown with the process
  -C, --config PATH         the configuration file (config/sidekiq.yml)
  -v, --verbose             log more
      --processes N         run N processes and watch over them
      --max-memory MB       replace a process that takes more
      --health-port [HOST:]PORT
                            answer over HTTP whether jobs are fetched
      --log-format FORMAT   ${LOG_FORMATS.join(', ')}
  -V, --version             print the version
  -h, --help                print this

Signals: TSTP takes no new jobs, TERM and INT stop, TTIN logs what runs, USR2 restarts
the processes one by one (with --processes).
`

/** Reads the words after the program's name. */
export function readFlags(words: readonly string[]): WorkerFlags {
  const mistakes: string[] = []
  const { values, tokens } = parseArgs({
    args: [...words],
    options: OPTIONS,
    strict: false,
    tokens: true,
    allowPositionals: true,
  })
  for (const token of tokens) {
    if (token.kind === 'positional') {
      mistakes.push(`"${token.value}" is no option; the jobs are named with -r.`)
    }
    if (token.kind === 'option') mistakes.push(...mistakesOf(token))
  }
  const text = (name: keyof typeof OPTIONS): string | null => {
    const value = values[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const { queue } = values
  return {
    requirePath: text('require'),
    concurrency: text('concurrency'),
    queues: Array.isArray(queue) ? queue.filter((value) => typeof value === 'string') : [],
    timeout: text('timeout'),
    environment: text('environment'),
    tag: text('tag'),
    isVerbose: values.verbose === true,
    configPath: text('config'),
    wantsVersion: values.version === true,
    wantsHelp: values.help === true,
    processes: text('processes'),
    maxMemory: text('max-memory'),
    healthPort: text('health-port'),
    logFormat: formatOf(text('log-format'), mistakes),
    mistakes,
  }
}

function mistakesOf(token: {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
}): string[] {
  const option = Object.entries(OPTIONS).find(([name]) => name === token.name)?.[1]
  if (option === undefined) return [`${token.rawName} is no option of howdah-worker; see -h.`]
  if (option.type === 'string' && (token.value ?? '') === '')
    return [`${token.rawName} needs a value.`]
  if (option.type === 'boolean' && token.value !== undefined) {
    return [`${token.rawName} takes no value.`]
  }
  return []
}

function formatOf(text: string | null, mistakes: string[]): LogFormat | null {
  const format = LOG_FORMATS.find((known) => known === text)
  if (text !== null && format === undefined) {
    mistakes.push(`--log-format is "${text}"; write one of ${LOG_FORMATS.join(', ')}.`)
  }
  return format ?? null
}
