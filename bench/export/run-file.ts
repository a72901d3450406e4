/** Writes a run as JSON: everything that one needs to judge or repeat it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCommit, type Machine } from '../engine/machine.ts'
import type { BarLine } from './bars.ts'
import type { ExportBenchOptions } from './options.ts'
import { summariesOf, type ExportResults } from './results.ts'

/** A run that ended. */
export interface Run {
  readonly startedAt: Date
  readonly options: ExportBenchOptions
  readonly machine: Machine
  readonly versions: Readonly<Record<string, string | null>>
  readonly results: ExportResults
  readonly bars: readonly BarLine[]
}

const FOLDER = new URL('../results/', import.meta.url)

/** Writes `results/<date>-<machine>-export.json`. Gives its path. */
export function saveRun({ startedAt, results, machine, options, ...rest }: Run): string {
  const day = startedAt.toISOString().slice(0, 16).replaceAll(':', '')
  const path = fileURLToPath(new URL(`${day}-${machine.name}-export.json`, FOLDER))
  const { folder: _folder, ...shownOptions } = options
  const run = {
    startedAt,
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    commit: readCommit(),
    command: ['npm', 'run', 'bench:export', '--', ...process.argv.slice(2)].join(' '),
    machine,
    options: shownOptions,
    ...rest,
    failures: Object.fromEntries(results.failures),
    series: results.series.map((series) => ({ ...series, summary: summariesOf(series) })),
  }
  mkdirSync(fileURLToPath(FOLDER), { recursive: true })
  writeFileSync(path, `${JSON.stringify(run, null, 2)}\n`)
  return relative(process.cwd(), path)
}
