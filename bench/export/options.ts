/** What the command line asks for. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

export const SCENARIO_NAMES = ['posts', 'media', 's3', 'memory', 'four'] as const
export type ScenarioName = (typeof SCENARIO_NAMES)[number]

/** The options, complete. */
export interface ExportBenchOptions {
  /** Rounds of each measurement; those that take a minute each do at most 3 and say so. */
  readonly rounds: number
  /** One round, a few posts: whether it works, not how fast. */
  readonly isQuick: boolean
  readonly only: readonly ScenarioName[]
  /** Factor for all numbers of posts and files. */
  readonly scale: number
  /** Where database and media lie; they are made once and kept. */
  readonly folder: string
  /** The exporter from its source instead of its build. */
  readonly fromSource: boolean
  /** Write a file into `results/`. */
  readonly isSaved: boolean
}

/** Thrown when the command line cannot be understood; the message is for the person. */
export class UsageError extends Error {}

const QUICK_SCALE = 0.002

const USAGE = `Usage: npm run bench:export -- [options]
  --only a,b      only these scenarios: ${SCENARIO_NAMES.join(', ')}
  --rounds N      rounds of each measurement (5)
  --quick         a smoke test: one round, few posts
  --scale N       factor for all numbers of posts and files (1)
  --folder PATH   where database and media lie and are kept (.howdah/bench in this checkout)
  --source        the exporter from its source instead of its build
  --no-save       write no file into bench/results/`

/** Reads the command line. Throws UsageError. */
export function readOptions(parameters: readonly string[]): ExportBenchOptions {
  const values = parse(parameters)
  const isQuick = values.quick === true
  const root = fileURLToPath(new URL('../..', import.meta.url))
  return {
    rounds: numberOf('rounds', values.rounds ?? (isQuick ? '1' : '5')),
    isQuick,
    only: namesOf(values.only ?? SCENARIO_NAMES.join(',')),
    scale: numberOf('scale', values.scale ?? (isQuick ? String(QUICK_SCALE) : '1')),
    folder: values.folder ?? join(root, '.howdah', 'bench'),
    fromSource: process.execArgv.includes('--conditions=source'),
    isSaved: !isQuick && values['no-save'] !== true,
  }
}

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        only: { type: 'string' },
        rounds: { type: 'string' },
        quick: { type: 'boolean' },
        scale: { type: 'string' },
        folder: { type: 'string' },
        source: { type: 'boolean' },
        'no-save': { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

function numberOf(name: string, text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new UsageError(`--${name} must be a number above 0, not "${text}".\n${USAGE}`)
}

function namesOf(text: string): ScenarioName[] {
  return text.split(',').map((name) => {
    const found = SCENARIO_NAMES.find((known) => known === name)
    if (found === undefined) throw new UsageError(`There is no scenario "${name}".\n${USAGE}`)
    return found
  })
}
