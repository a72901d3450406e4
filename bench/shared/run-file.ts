/** Writes a run as JSON: everything that one needs to judge or repeat it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCommit, type Machine } from '../engine/machine.ts'
import type { BarLine } from './bar-line.ts'

/** A run that ended. */
export interface Run {
  readonly startedAt: Date
  readonly options: object
  readonly machine: Machine
  readonly versions: Readonly<Record<string, string | null>>
  readonly bars: readonly BarLine[]
  /** Scenario → why it failed. */
  readonly failures: ReadonlyMap<string, string>
  /** All rounds of all measurements. */
  readonly series: readonly object[]
}

const FOLDER = new URL('../results/', import.meta.url)

/** Writes `results/<date>-<machine>-<benchmark>.json`. Gives its path. */
export function saveRun(benchmark: string, { startedAt, machine, ...rest }: Run): string {
  const day = startedAt.toISOString().slice(0, 16).replaceAll(':', '')
  const path = fileURLToPath(new URL(`${day}-${machine.name}-${benchmark}.json`, FOLDER))
  const run = {
    startedAt,
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    commit: readCommit(),
    command: ['npm', 'run', `bench:${benchmark}`, '--', ...process.argv.slice(2)].join(' '),
    machine,
    ...rest,
    failures: Object.fromEntries(rest.failures),
  }
  mkdirSync(fileURLToPath(FOLDER), { recursive: true })
  writeFileSync(path, `${JSON.stringify(run, null, 2)}\n`)
  return relative(process.cwd(), path)
}
