/** What the command line asks for. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ParameterReader } from '../shared/parameters.ts'

export const SCENARIO_NAMES = ['pages', 'search', 'live', 'bulk', 'peers'] as const
export type ScenarioName = (typeof SCENARIO_NAMES)[number]

/** The options, complete. */
export interface WebBenchOptions {
  /** Requests of each page. */
  readonly requests: number
  /** Small and short: whether it works, not how fast. */
  readonly isQuick: boolean
  readonly only: readonly ScenarioName[]
  /** Of scenario `pages` only those whose name holds one of these; empty: all. */
  readonly pages: readonly string[]
  /** Factor for all numbers of jobs, rows and processes. */
  readonly scale: number
  /** Where PostgreSQL's cluster lies; it is made once and kept. */
  readonly folder: string
  /** Write a file into `results/`. */
  readonly isSaved: boolean
}

const QUICK_SCALE = 0.005

export const USAGE = `Usage: npm run bench:web -- [options]
  --only a,b      only these scenarios: ${SCENARIO_NAMES.join(', ')}
  --pages a,b     of scenario "pages" only pages whose name holds one of these: schedule,doctor
  --requests N    requests of each page (200)
  --quick         a smoke test: few jobs, few requests, without the others' consoles
  --scale N       factor for all numbers of jobs, rows and processes (1)
  --folder PATH   where PostgreSQL's data lies and is kept (.howdah/bench in this checkout)
  --no-save       write no file into bench/results/`

/** Reads the command line. Throws UsageError. */
export function readOptions(parameters: readonly string[]): WebBenchOptions {
  const reader = new ParameterReader(USAGE)
  const { values } = reader.values(() => parse(parameters))
  const isQuick = values.quick === true
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const known = isQuick ? SCENARIO_NAMES.filter((name) => name !== 'peers') : SCENARIO_NAMES
  return {
    requests: reader.number('requests', values.requests ?? (isQuick ? '3' : '200')),
    isQuick,
    only: reader.names('scenario', values.only ?? known.join(','), SCENARIO_NAMES),
    pages: (values.pages ?? '').split(',').filter((name) => name !== ''),
    scale: reader.number('scale', values.scale ?? (isQuick ? String(QUICK_SCALE) : '1')),
    folder: values.folder ?? join(root, '.howdah', 'bench'),
    isSaved: !isQuick && values['no-save'] !== true,
  }
}

function parse(parameters: readonly string[]) {
  return parseArgs({
    args: [...parameters],
    options: {
      only: { type: 'string' },
      pages: { type: 'string' },
      requests: { type: 'string' },
      quick: { type: 'boolean' },
      scale: { type: 'string' },
      folder: { type: 'string' },
      'no-save': { type: 'boolean' },
    },
  })
}
