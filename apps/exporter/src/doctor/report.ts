/** An examination as text for a terminal, as JSON for programs, and as an exit code for monitors. */
import type { CheckState, Remedy } from './check.ts'
import type { CheckResult, Examination } from './examine.ts'
import { counted } from './words/counted.ts'
import { en } from './words/en.ts'

/** As monitoring plugins agree: 0 well, 1 warning, 2 critical, 3 not known. */
const EXIT_CODES: Readonly<Record<CheckState, number>> = { ok: 0, warning: 1, error: 2, unknown: 3 }

export function exitCodeOf({ state }: Pick<Examination, 'state'>): number {
  return EXIT_CODES[state]
}

const SIGNS: Readonly<Record<CheckState, string>> = {
  ok: 'ok     ',
  warning: 'WARNING',
  error: 'ERROR  ',
  unknown: 'unknown',
}

/** What is wrong comes last, where the eye is when a command has ended. */
export function textOf({ results }: Examination): string {
  const well = results.filter(({ state }) => state === 'ok')
  const ill = results.filter(({ state }) => state !== 'ok')
  const lines = [...well, ...ill].flatMap(linesOf)
  return `${[...lines, '', summaryOf(results)].join('\n')}\n`
}

export function summaryOf(results: readonly CheckResult[]): string {
  const count = (state: CheckState): number =>
    results.filter((result) => result.state === state).length
  const parts = [
    [count('error'), 'error', 'errors'],
    [count('warning'), 'warning', 'warnings'],
    [count('unknown'), 'not looked at', 'not looked at'],
  ] as const
  const bad = parts
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => counted(number, one, many))
  const checks = counted(results.length, 'check', 'checks')
  return `${checks}: ${bad.length === 0 ? 'all well' : bad.join(', ')}.`
}

function linesOf(result: CheckResult): string[] {
  const head = `${SIGNS[result.state]}  ${result.name}: ${result.found(en)}`
  if (result.state === 'ok') return [head]
  return [
    head,
    ...(result.means === undefined ? [] : [`         ${result.means(en)}`]),
    ...(result.remedy === undefined
      ? []
      : [`         → ${remedyText(result.name, result.remedy)}`]),
  ]
}

/** For a shell. */
export function remedyText(name: string, remedy: Remedy): string {
  switch (remedy.kind) {
    case 'command':
      return remedy.command
    case 'setting':
      return `set ${remedy.setting} in .env.production, then restart Howdah`
    case 'page':
      return `${remedy.label(en)}: ${remedy.path}`
    case 'mend':
      return `howdah doctor --mend ${name}    # ${remedy.label(en)}`
    default:
      return remedy satisfies never
  }
}

export function jsonOf({ at, state, results }: Examination): string {
  const checks = results.map(({ tookMs, title, looksAt, found, means, remedy, ...result }) => ({
    ...result,
    title: title(en),
    looks_at: looksAt,
    found: found(en),
    ...(means === undefined ? {} : { means: means(en) }),
    ...(remedy === undefined ? {} : { remedy: said(remedy) }),
    took_ms: tookMs,
  }))
  return `${JSON.stringify({ at: at.toISOString(), state, checks }, null, 2)}\n`
}

function said(remedy: Remedy): Readonly<Record<string, string>> {
  return 'label' in remedy ? { ...remedy, label: remedy.label(en) } : { ...remedy }
}
