/**
 * How many exports of the last day, week or month are in each state, for pages: of many exports as it was
 * some seconds ago, because the triggers of `counts.ts` know no days, and counting 80,000 rows takes the
 * database 20 ms.
 */
import { Kept } from '@howdah/engine/api'
import type { Kysely } from 'kysely'
import type { StateCounts } from './counts.ts'
import { countStates } from './schedule.ts'
import type { LedgerDatabase } from './tables.ts'
import type { ExportFilter } from './types.ts'

const AGE = { freshMs: 5_000, staleMs: 30_000 }
/** Fewer are counted each time. */
const MANY_EXPORTS = 5_000
const HOUR_MS = 3_600_000
/** A span is as many whole hours as it is within this, while a request is answered. */
const TOLERANCE_MS = 10_000
/** Days and types make eight; nobody can ask for more than so many. */
const MOST_KEPT = 100

export class SpanCounts {
  readonly #db: Kysely<LedgerDatabase>
  readonly #kept = new Map<string, Kept<StateCounts>>()

  constructor(db: Kysely<LedgerDatabase>) {
    this.#db = db
  }

  /** Exports requested in the last hours. Null for any other filter: its counts are not kept. */
  async read(filter: ExportFilter, now: Date): Promise<StateCounts | null> {
    const { requestedSince, type, search } = filter
    if (requestedSince === undefined || (search ?? '').trim() !== '') return null
    const hours = Math.round((now.getTime() - requestedSince.getTime()) / HOUR_MS)
    const roundedMs = now.getTime() - hours * HOUR_MS
    if (Math.abs(requestedSince.getTime() - roundedMs) > TOLERANCE_MS) return null
    const kept = this.#of(`${hours} ${type ?? ''}`)
    const span = { requestedSince: new Date(roundedMs), ...(type !== undefined && { type }) }
    const found = await kept?.get(AGE, () => countStates(this.#db, span), now)
    return found?.value ?? null
  }

  #of(name: string): Kept<StateCounts> | null {
    const known = this.#kept.get(name)
    if (known !== undefined || this.#kept.size >= MOST_KEPT) return known ?? null
    const made = new Kept<StateCounts>({ isWorthKeeping: areMany })
    this.#kept.set(name, made)
    return made
  }
}

function areMany(counts: StateCounts): boolean {
  return Object.values(counts).reduce((sum, count) => sum + count, 0) > MANY_EXPORTS
}
