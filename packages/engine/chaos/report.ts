/** Writes what was measured into docs/reliability.md, between its markers, and as JSON beside it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Outcome } from './scenarios.ts'

/** One scenario that was run. */
export interface Entry {
  readonly name: string
  readonly title: string
  readonly date: string
  readonly command: string
  readonly outcome: Outcome
}

const DOCUMENT = fileURLToPath(new URL('../../../docs/reliability.md', import.meta.url))
const DATA = fileURLToPath(new URL('../../../docs/reliability.json', import.meta.url))
const BEGIN = '<!-- chaos results: written by npm run chaos -->'
const END = '<!-- end of chaos results -->'

/** Adds the entries to those of earlier runs: a scenario's newest result replaces its last one. */
export function report(entries: readonly Entry[]): void {
  const known = existsSync(DATA) ? (JSON.parse(readFileSync(DATA, 'utf8')) as Entry[]) : []
  const names = new Set(entries.map(({ name }) => name))
  const all = [...known.filter(({ name }) => !names.has(name)), ...entries]
  writeFileSync(DATA, `${JSON.stringify(all, replacer, 2)}\n`)
  const text = readFileSync(DOCUMENT, 'utf8')
  const [before = '', rest = ''] = text.split(BEGIN)
  const after = rest.split(END)[1] ?? ''
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${tableOf(all)}\n\n${END}${after}`)
}

/** JSON knows no Infinity: null there means "only counted". */
function replacer(_key: string, value: unknown): unknown {
  return value === Infinity ? null : value
}

/** How many, and which: the first ones here, all of them in the JSON. */
function named(jids: readonly string[]): string {
  if (jids.length === 0) return '0'
  const some = jids.slice(0, 5).join(', ')
  return `${jids.length}: ${some}${jids.length > 5 ? ', …' : ''}`
}

function tableOf(entries: readonly Entry[]): string {
  const rows = entries.map(({ title, date, command, outcome }) => {
    const { pushed, done, dead, lost, again, recoveryMs, remark } = outcome
    const recovery = recoveryMs === null ? '–' : `${(recoveryMs / 1000).toFixed(1)} s`
    const counts = [pushed, done, dead, named(lost), again.length].join(' | ')
    return `| ${title} | ${remark} | ${counts} | ${recovery} | ${date} | \`${command}\` |`
  })
  const head =
    '| Accident | What was done | Pushed | Done | Dead | Lost | Run again | Recovery | Date | Command |'
  return [head, '|---|---|---|---|---|---|---|---|---|---|', ...rows].join('\n')
}
