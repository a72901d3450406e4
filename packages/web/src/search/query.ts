/**
 * What a search asks for: words with qualifiers, as they are typed and as they stand in the address.
 *
 * `class:BackupWorker queue:export error:"read timed out" args.user_id:42 since:1h free text`
 */

import { parseJson, stringifyJson } from '@howdah/engine'
import type { JobRecord } from '@howdah/engine/api'
import type { Redactor } from '../redaction/redactor.ts'

/** One part of a query; all parts must fit. */
export interface QueryTerm {
  readonly kind: 'text' | 'class' | 'queue' | 'error' | 'jid' | 'tag' | 'args' | 'since'
  /** Of `args`: the way to the value, `['user_id']`. */
  readonly path: readonly string[]
  readonly value: string
}

/** Longest query that is read. */
export const LONGEST_QUERY = 300

const MOST_TERMS = 12

/** A word, a quoted text, or a qualifier with one of them. */
const TERMS = /(?:([a-z]+(?:\.[\w-]+)*):)?(?:"([^"]*)"?|([^\s"]+))/giu

const KINDS = new Set(['class', 'queue', 'error', 'jid', 'tag', 'since'])

/** Reads a query; what is no known qualifier is free text, colon included. */
export function parseQuery(text: string): readonly QueryTerm[] {
  const terms: QueryTerm[] = []
  for (const match of text.slice(0, LONGEST_QUERY).matchAll(TERMS)) {
    const [whole = '', name = '', quoted, plain] = match
    const value = quoted ?? plain ?? ''
    if (value !== '') terms.push(termOf(whole, name.toLowerCase(), value))
  }
  return terms.slice(0, MOST_TERMS)
}

function termOf(whole: string, name: string, value: string): QueryTerm {
  if (name === 'user') return { kind: 'args', path: ['user_id'], value }
  if (name.startsWith('args.')) return { kind: 'args', path: name.split('.').slice(1), value }
  // `KINDS` holds only names of kinds.
  if (KINDS.has(name)) return { kind: name as QueryTerm['kind'], path: [], value }
  return { kind: 'text', path: [], value: name === '' ? value : whole }
}

/**
 * Texts that every fitting job must contain, letter for letter, for Redis to look for. Only pieces
 * that no JSON writer escapes; whatever has them is judged by `fits`.
 */
export function literalsOf(terms: readonly QueryTerm[]): readonly string[] {
  const pieces = terms.flatMap(({ kind, value }) => {
    return kind === 'since' ? [] : value.split(/[^\w .:@-]+/u).filter((piece) => piece.length > 1)
  })
  return pieces.sort((one, other) => other.length - one.length).slice(0, 5)
}

/**
 * Whether a job fits all terms as it may be shown: secrets must not be found by guessing. They are
 * taken out only where a term looks at what may hold them, which costs ten times the rest.
 */
export function fits(terms: readonly QueryTerm[], job: JobRecord, redactor: Redactor): boolean {
  return terms.every((term) => fitsTerm(term, job, redactor))
}

function fitsTerm({ kind, path, value }: QueryTerm, job: JobRecord, redactor: Redactor): boolean {
  switch (kind) {
    case 'class': {
      return job.class.includes(value) || job.displayClass.includes(value)
    }
    case 'queue': {
      return job.queue === value
    }
    case 'error': {
      return `${job.errorClass ?? ''}: ${redactor.text(job.errorMessage ?? '')}`.includes(value)
    }
    case 'jid': {
      return job.jid === value
    }
    case 'tag': {
      return job.tags.some((tag) => redactor.text(tag) === value)
    }
    case 'args': {
      return argumentsOf(redactor.json(job.raw)).some((argument) =>
        valuesAt(argument, path).includes(value),
      )
    }
    case 'since': {
      return failedSince(job, value)
    }
    case 'text': {
      const json = redactor.json(job.raw)
      // In the payload quotes and the like are escaped.
      return json.includes(value) || json.includes(stringifyJson(value).slice(1, -1))
    }
    default: {
      return false
    }
  }
}

/** The arguments without their secrets: those must not be found by guessing. */
function argumentsOf(json: string): readonly unknown[] {
  try {
    const job = parseJson(json)
    const args = typeof job === 'object' && job !== null && 'args' in job ? job.args : []
    return Array.isArray(args) ? args : []
  } catch {
    return [] // Not JSON: it has no arguments.
  }
}

/** The values at a path, as they would be typed: lists are looked through. */
function valuesAt(value: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path))
  const [name, ...rest] = path
  if (name === undefined) {
    if (value === null || value === undefined) return ['null']
    return [typeof value === 'string' ? value : stringifyJson(value)]
  }
  if (typeof value !== 'object' || value === null) return []
  const field = Object.entries(value).find(([key]) => key === name)
  return field === undefined ? [] : valuesAt(field[1], rest)
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `1h`, `7d`: failed within so long. What is no span fits nothing. */
function failedSince(job: JobRecord, span: string): boolean {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/u.exec(span) ?? []
  const at = job.retriedAt ?? job.failedAt
  const spanMs = Number(count) * (UNITS[unit] ?? 0)
  return at !== null && spanMs > 0 && at.getTime() > Date.now() - spanMs
}
