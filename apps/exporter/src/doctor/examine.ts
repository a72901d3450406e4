/**
 * Runs the checks: a few at a time, each within its time, none harmed by another.
 *
 * First whether database, tables and Redis can be asked at all. What needs one that cannot is
 * `unknown` at once, so that an outage reads as one error and not as thirty.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf } from '../start-error.ts'
import { CHECKS } from './checks.ts'
import {
  CHECK_STATES,
  type Check,
  type CheckState,
  type Finding,
  type Organ,
  type Patient,
  type Said,
} from './check.ts'

/** Longer than any healthy answer; thirty checks that hang cost a page half a minute. */
const LIMIT_MS = 5_000
/** The pools of a small server are small too. */
const AT_ONCE = 4

export interface CheckResult extends Finding {
  readonly name: string
  readonly title: Said
  readonly looksAt: string
  readonly tookMs: number
}

export interface Examination {
  readonly at: Date
  /** The worst of all. */
  readonly state: CheckState
  readonly results: readonly CheckResult[]
}

export interface ExamineOptions {
  /** Names of checks; left out: all. */
  readonly only?: readonly string[]
  /** For each check, in milliseconds; its own, or 5,000, when left out. */
  readonly limitMs?: number
  /** Nobody waits: one check after the other, with pauses in which pages are answered. Default: no. */
  readonly isUnhurried?: boolean
}

/** Long enough to answer a page in. */
const PAUSE_MS = 30

/** The checks that tell whether an organ answers, by what others need it for. */
const FIRST: Readonly<Record<string, Organ>> = {
  'database-reachable': 'database',
  'database-tables': 'tables',
  'redis-reachable': 'redis',
}

export async function examine(
  patient: Patient,
  options: ExamineOptions = {},
  checks: readonly Check[] = CHECKS,
): Promise<Examination> {
  const limitOf = (check: Check): number => options.limitMs ?? check.limitMs ?? LIMIT_MS
  const failed = new Set<Organ>()
  const results = new Map<string, CheckResult>()
  const lookAt = async (check: Check): Promise<void> => {
    // Without a database its tables are not missing: nobody knows.
    const needs: readonly Organ[] = check.needs.includes('tables')
      ? ['database', ...check.needs]
      : check.needs
    const missing = needs.find((organ) => failed.has(organ))
    const result =
      missing === undefined
        ? await lookInTime(check, patient, limitOf(check))
        : skipped(check, missing)
    const organ = FIRST[check.name]
    if (organ !== undefined && (result.state === 'error' || result.state === 'unknown')) {
      failed.add(organ)
    }
    results.set(check.name, result)
  }
  for (const check of checks) if (FIRST[check.name] !== undefined) await lookAt(check)
  const isWanted = ({ name }: Check): boolean => options.only?.includes(name) ?? true
  const others = checks.filter((check) => FIRST[check.name] === undefined && isWanted(check))
  if (options.isUnhurried === true) await eachInTurn(others, lookAt)
  else await eachAtOnce(others, lookAt)
  const wanted = checks.filter(isWanted).flatMap(({ name }) => results.get(name) ?? [])
  return { at: patient.now, state: worstOf(wanted), results: wanted }
}

function worstOf(results: readonly { readonly state: CheckState }[]): CheckState {
  const places = results.map(({ state }) => CHECK_STATES.indexOf(state))
  return CHECK_STATES[Math.max(0, ...places)] ?? 'ok'
}

async function eachAtOnce(
  checks: readonly Check[],
  lookAt: (check: Check) => Promise<void>,
): Promise<void> {
  const waiting = [...checks]
  const take = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      await lookAt(check)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}

async function eachInTurn(
  checks: readonly Check[],
  lookAt: (check: Check) => Promise<void>,
): Promise<void> {
  for (const check of checks) {
    await sleep(PAUSE_MS)
    await lookAt(check)
  }
}

async function lookInTime(check: Check, patient: Patient, limitMs: number): Promise<CheckResult> {
  const startedMs = performance.now()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Finding>((resolve) => {
    const found: Said = (words) => words.found.late(limitMs / 1_000)
    timer = setTimeout(() => resolve({ state: 'unknown', found }), limitMs)
  })
  // A look that is late goes on in vain: its failure must not end the process.
  const answer = Promise.resolve()
    .then(() => check.look(patient))
    .catch((error: unknown): Finding => notLooked(error))
  const finding = await Promise.race([answer, late])
  clearTimeout(timer)
  return resultOf(check, finding, Math.round(performance.now() - startedMs))
}

function notLooked(error: unknown): Finding {
  const reason = reasonOf(error)
  return { state: 'unknown', found: (words) => words.found.notLooked(reason) }
}

function skipped(check: Check, missing: Organ): CheckResult {
  return resultOf(check, { state: 'unknown', found: (words) => words.found.without[missing] }, 0)
}

function resultOf({ name, title, looksAt }: Check, finding: Finding, tookMs: number): CheckResult {
  return { name, title, looksAt, ...finding, tookMs }
}
