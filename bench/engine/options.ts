/** What the command line asks for. */
import { parseArgs } from 'node:util'
import { ENGINE_NAMES } from './engines.ts'
import type { EngineName } from './engines.ts'
import { isFromSource, ParameterReader } from '../shared/parameters.ts'

/** The options, complete. */
export interface BenchOptions {
  /** Rounds of each measurement; some scenarios do fewer and say so. */
  readonly rounds: number
  /** One round, few jobs: whether it works, not how fast. */
  readonly isQuick: boolean
  /** Names of scenarios; null = all. */
  readonly only: readonly string[] | null
  readonly engines: readonly EngineName[]
  /** Factor for all numbers of jobs. */
  readonly scale: number
  readonly redisProgram: string | null
  readonly isAppendOnly: boolean
  /** Our engine from its source instead of its build: `start.mjs` runs Node.js so. */
  readonly fromSource: boolean
  /** Write a file into `results/`. */
  readonly isSaved: boolean
}

const QUICK_SCALE = 0.01

export const USAGE = `Usage: npm run bench:engine -- [options]
  --only a,b            only these scenarios
  --engines a,b         of ${ENGINE_NAMES.join(', ')}
  --rounds N            rounds of each measurement (5)
  --quick               a smoke test: one round, few jobs, our engine and the bare shape only
  --scale N             factor for all numbers of jobs (1)
  --redis-program PATH  another Redis or Valkey
  --aof                 with an append-only file
  --source              our engine from packages/engine/src instead of its build
  --no-save             write no file into bench/results/`

/** Reads the command line. Throws UsageError. */
export function readOptions(parameters: readonly string[]): BenchOptions {
  const reader = new ParameterReader(USAGE)
  const { values } = reader.values(() => parse(parameters))
  const isQuick = values.quick === true
  const engines = values.engines ?? (isQuick ? 'ours,bare' : ENGINE_NAMES.join(','))
  return {
    rounds: reader.number('rounds', values.rounds ?? (isQuick ? '1' : '5')),
    isQuick,
    only: values.only?.split(',') ?? null,
    engines: reader.names('engine', engines, ENGINE_NAMES),
    scale: reader.number('scale', values.scale ?? (isQuick ? String(QUICK_SCALE) : '1')),
    redisProgram: values['redis-program'] ?? null,
    isAppendOnly: values.aof === true,
    fromSource: isFromSource(),
    isSaved: !isQuick && values['no-save'] !== true,
  }
}

function parse(parameters: readonly string[]) {
  return parseArgs({
    args: [...parameters],
    options: {
      only: { type: 'string' },
      engines: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean' },
      scale: { type: 'string' },
      'redis-program': { type: 'string' },
      aof: { type: 'boolean' },
      source: { type: 'boolean' },
      'no-save': { type: 'boolean' },
    },
  })
}
