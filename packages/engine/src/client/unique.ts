/**
 * What makes two jobs the same, and the fields by which a unique job is known in Redis. Pure.
 *
 * The digest is SHA-256 over the class and the arguments, in a form in which equal values are equal
 * texts: keys sorted, whole numbers exact however large. The queue does not count: the same work
 * pushed to another queue is still the same work.
 */
import { createHash } from 'node:crypto'
import { InvalidJobError } from '../errors.ts'
import type { UniqueOptions } from '../job/definition.ts'
import type { JobPayload } from '../job/payload.ts'
import { stringifyJson } from '../support/json.ts'

/** 31 years; more is a mistake in the unit. */
const MAX_SECONDS = 1_000_000_000

/** A job's digest: 43 characters of URL-safe base64. Throws InvalidJobError. */
export function uniqueDigest(
  jobClass: string,
  args: readonly unknown[],
  { by }: Pick<UniqueOptions, 'by'> = {},
): string {
  const subject = by === undefined ? args : { by: by(args) }
  if (by !== undefined && (subject as { by: unknown }).by === undefined) {
    throw new InvalidJobError(`unique.by of ${jobClass} gave undefined; give a text or a number.`)
  }
  const text = stringifyJson(canonical([jobClass, subject]))
  return createHash('sha256').update(text).digest('base64url')
}

/**
 * The payload of a unique job. The first three fields must stay the first: scripts in Redis know
 * unique jobs by the beginning of their text. Throws InvalidJobError.
 */
export function uniquePayload(
  payload: JobPayload,
  digest: string,
  { forSeconds, until = 'success' }: UniqueOptions,
): JobPayload {
  const { class: jobClass, jid } = payload
  if (!(forSeconds >= 0.001 && forSeconds <= MAX_SECONDS)) {
    throw new InvalidJobError(
      `unique.forSeconds of ${jobClass} must be between 0.001 and ${MAX_SECONDS}, not ${forSeconds}.`,
    )
  }
  if (!/^[^"\\]+$/.test(jid)) {
    throw new InvalidJobError(`A unique job's jid must have no quotes or backslashes: ${jid}`)
  }
  const first = {
    howdah_unique: digest,
    jid,
    unique_for: Math.round(forSeconds * 1000) / 1000,
    unique_until: until,
  }
  // Twice: for their place, and over what a copied payload may have brought.
  return { ...first, ...payload, ...first }
}

/** Objects with their keys in order; all else as it is. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  // An object would put keys that look like numbers first, but always in the same order.
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]))
}
