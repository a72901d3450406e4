/**
 * The registry of incarnations, a hash at `howdah:processes`.
 *
 * An incarnation is one stretch of a process's life during which its units of work are safely its
 * own: `<identity>#<number>`. Its field says from which queues it may have units in flight, so that
 * a reaper finds every list without a scan. When it was reaped, a tombstone takes the field's
 * place for a while: a `BLMOVE` that was on its way may still land in its lists.
 */
import { parseJson, stringifyJson } from '../support/json.ts'

/** What the registry says about one incarnation. */
export interface Incarnation {
  readonly id: string
  readonly identity: string
  /** Queues it takes from. */
  readonly queues: readonly string[]
  /** Where the process runs, see `support/process-place.ts`; null where that is unknown. */
  readonly place: string | null
  readonly pid: number
  /** Epoch milliseconds of its reaping; null while it is in its rights. */
  readonly reapedAtMs: number | null
}

/** Tombstones lie under the incarnation's id with this before it. */
export const TOMBSTONE = 'tombstone '

/** `<identity>#<number>` */
export function incarnationId(identity: string, number: number): string {
  return `${identity}#${number}`
}

/** The value of a registry field. */
export function encodeIncarnation(incarnation: Omit<Incarnation, 'id' | 'identity'>): string {
  const { queues, place, pid, reapedAtMs } = incarnation
  return stringifyJson({ queues, place, pid, reapedAtMs })
}

/** Reads one field and its value; null when somebody else's text is there. */
function decodeIncarnation(field: string, value: string): Incarnation | null {
  const id = field.startsWith(TOMBSTONE) ? field.slice(TOMBSTONE.length) : field
  const data = readObject(value)
  if (data === null || !Array.isArray(data['queues'])) return null
  const { place, pid, reapedAtMs } = data
  return {
    id,
    identity: id.slice(0, Math.max(0, id.lastIndexOf('#'))),
    queues: data['queues'].filter((name): name is string => typeof name === 'string'),
    place: typeof place === 'string' ? place : null,
    pid: typeof pid === 'number' ? pid : 0,
    reapedAtMs: typeof reapedAtMs === 'number' ? reapedAtMs : null,
  }
}

/** Reads the reply of `HGETALL howdah:processes`: a flat list of fields and values. */
export function decodeRegistry(reply: unknown): Incarnation[] {
  const flat = Array.isArray(reply) ? reply.map(String) : []
  const found: Incarnation[] = []
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const incarnation = decodeIncarnation(flat[at] ?? '', flat[at + 1] ?? '')
    if (incarnation !== null) found.push(incarnation)
  }
  return found
}

function readObject(text: string): Record<string, unknown> | null {
  try {
    const value = parseJson(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null // Not ours: whoever put it there must take it away.
  }
}
