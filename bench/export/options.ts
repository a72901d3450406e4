/** What the command line asks for. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isFromSource, ParameterReader } from '../shared/parameters.ts'

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
  /** Only makes the database and the files of the scenarios, and measures nothing. */
  readonly isMakingOnly: boolean
}

const QUICK_SCALE = 0.002

export const USAGE = `Usage: npm run bench:export -- [options]
  --only a,b      only these scenarios: ${SCENARIO_NAMES.join(', ')}
  --rounds N      rounds of each measurement (5)
  --quick         a smoke test: one round, few posts
  --scale N       factor for all numbers of posts and files (1)
  --folder PATH   where database and media lie and are kept (.howdah/bench in this checkout)
  --make          make database and files of the scenarios, measure nothing
  --source        the exporter from its source instead of its build
  --no-save       write no file into bench/results/`

/** Reads the command line. Throws UsageError. */
export function readOptions(parameters: readonly string[]): ExportBenchOptions {
  const reader = new ParameterReader(USAGE)
  const { values } = reader.values(() => parse(parameters))
  const isQuick = values.quick === true
  const root = fileURLToPath(new URL('../..', import.meta.url))
  return {
    rounds: reader.number('rounds', values.rounds ?? (isQuick ? '1' : '5')),
    isQuick,
    only: reader.names('scenario', values.only ?? SCENARIO_NAMES.join(','), SCENARIO_NAMES),
    scale: reader.number('scale', values.scale ?? (isQuick ? String(QUICK_SCALE) : '1')),
    folder: values.folder ?? join(root, '.howdah', 'bench'),
    fromSource: isFromSource(),
    isSaved: !isQuick && values['no-save'] !== true,
    isMakingOnly: values.make === true,
  }
}

function parse(parameters: readonly string[]) {
  return parseArgs({
    args: [...parameters],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean' },
      scale: { type: 'string' },
      folder: { type: 'string' },
      make: { type: 'boolean' },
      source: { type: 'boolean' },
      'no-save': { type: 'boolean' },
    },
  })
}
