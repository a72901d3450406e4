/**
 * A check: one question about this server, and how its answer reads.
 *
 * Checklist for a new check: a name that never changes (monitors and `--only` use it), a line in
 * `checks.ts`, a test that produces the fault for real, a row in docs/doctor.md.
 */
import type { CheckWords } from './words/check-words.ts'
import type { Services } from '../services.ts'

/** `unknown`: it could not be looked at, which is no statement about health. */
export type CheckState = 'ok' | 'warning' | 'error' | 'unknown'

/** From healthy to what has to be looked at first. */
export const CHECK_STATES: readonly CheckState[] = ['ok', 'unknown', 'warning', 'error']

/**
 * A text for whoever reads it: what was found once is shown to readers of many languages, and the audit
 * keeps English.
 */
export type Said = (words: CheckWords) => string

/** The one thing that mends it. */
export type Remedy =
  /** A command for a shell of this server. */
  | { readonly kind: 'command'; readonly command: string }
  /** A line of the settings file; Howdah is restarted after it. */
  | { readonly kind: 'setting'; readonly setting: string }
  /** A page of this site, where a button does it. */
  | { readonly kind: 'page'; readonly label: Said; readonly path: string }
  /** The check mends it by itself: a button on the page, `howdah doctor --mend <name>` in a shell. */
  | { readonly kind: 'mend'; readonly label: Said }

export interface Finding {
  readonly state: CheckState
  /** With the values that were seen. */
  readonly found: Said
  /** What follows from it; only where something is wrong. */
  readonly means?: Said
  readonly remedy?: Remedy
}

/** What checks look at. Nothing in it is connected before the first question. */
export type Patient = Pick<
  Services,
  'config' | 'db' | 'ledger' | 'redis' | 'media' | 'storage' | 'exports' | 'mailer' | 'logger'
> & {
  /** The moment of the examination, so that all ages agree. */
  readonly now: Date
}

/** Without these the question has no answer. */
export type Organ = 'database' | 'tables' | 'redis'

export interface Check {
  /** `redis-eviction` */
  readonly name: string
  /** A few words, as the heading. */
  readonly title: Said
  /** What is read, so that a person can look too. */
  readonly looksAt: string
  readonly needs: readonly Organ[]
  /** For checks that need longer than others, in milliseconds. */
  readonly limitMs?: number
  /** Throwing means `unknown`, with the reason. */
  readonly look: (patient: Patient) => Promise<Finding>
  /** What the remedy `mend` does. @returns what says what was done */
  readonly mend?: (patient: Patient, actor: string) => Promise<Said>
}

/** What others say, and names: the same for every reader. */
export function asSaid(text: string): Said {
  return () => text
}

export function ok(found: Said): Finding {
  return { state: 'ok', found }
}

export function warning(found: Said, means: Said, remedy: Remedy): Finding {
  return { state: 'warning', found, means, remedy }
}

export function failure(found: Said, means: Said, remedy: Remedy): Finding {
  return { state: 'error', found, means, remedy }
}

export function command(text: string): Remedy {
  return { kind: 'command', command: text }
}

export function setting(text: string): Remedy {
  return { kind: 'setting', setting: text }
}

/** What Node.js says of a certificate that nobody whom it trusts has signed. */
const UNTRUSTED = /self-signed certificate|unable to (?:get|verify) .*certificate/i

/** The setting for a certificate that is not trusted; null for any other reason. */
export function remedyForUntrusted(reason: string): Remedy | null {
  if (!UNTRUSTED.test(reason)) return null
  // Node.js reads it when it starts: the file of --env comes too late.
  return setting(
    'NODE_EXTRA_CA_CERTS to the file of the certificate that has signed it, in the environment of Howdah',
  )
}

export function page(label: Said, path: string): Remedy {
  return { kind: 'page', label, path }
}

/** The first few of many, and how many more: "@ada, @bob and 3 more". */
export function firstOf(
  words: CheckWords,
  names: readonly string[],
  total = names.length,
  shown = 5,
): string {
  const first = names.slice(0, shown).join(', ')
  const more = total - Math.min(shown, names.length)
  return more > 0 ? words.found.andMore(first, more) : first
}
