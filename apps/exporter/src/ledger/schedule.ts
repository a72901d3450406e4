/**
 * The export schedule: every export as one filtered and sorted list, in keyset pages, with the
 * number in each state.
 */
import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { readCounts, toCounts, type StateCounts } from './counts.ts'
import { LedgerError } from './errors.ts'
import type { MemberNames } from './member-names.ts'
import { selectExports } from './reading.ts'
import { matchesSearch, searchMembers, type Searched } from './schedule-search.ts'
import { toExportRecord, type LedgerDatabase } from './tables.ts'
import {
  type CountedPage,
  EXPORT_STATES,
  type ExportFilter,
  type ExportPage,
  type ExportPageOptions,
  type ExportSort,
  type ExportState,
} from './types.ts'

const DEFAULT_PAGE = 50
const MAX_PAGE = 500

/** A sort key, how it reads as text in a cursor, and how that text becomes the key again. */
interface Sorting {
  readonly key: RawBuilder<unknown>
  readonly direction: 'asc' | 'desc'
  readonly cursor: RawBuilder<string>
  readonly parse: (text: string) => RawBuilder<unknown>
}

const REQUESTED_AT = sql`e.requested_at`
/** As the indexes say it: what is active by when it runs, then what has ended, the newest first. */
export const PLACE = sql`howdah.schedule_place(e.state, coalesce(e.runs_at, e.requested_at),
  coalesce(e.finished_at, e.requested_at))`
/** The same within one state or type, as the indexes of those say it. */
const PLACE_WITHIN = sql`(${PLACE} + 0)`
const SIZE = sql`coalesce(e.size_bytes, -1)`

const SORTS: Readonly<Record<ExportSort, Sorting>> = {
  newest: byTime(REQUESTED_AT, 'desc'),
  oldest: byTime(REQUESTED_AT, 'asc'),
  next: byNumber(PLACE, 'asc'),
  largest: byNumber(SIZE, 'desc'),
  tries: byNumber(sql`e.attempts`, 'desc'),
}

const NEXT_WITHIN = byNumber(PLACE_WITHIN, 'asc')

function sortingOf({ sort = 'newest', type }: ExportPageOptions, states: number): Sorting {
  const isWithin = type !== undefined || states === 1
  return sort === 'next' && isWithin ? NEXT_WITHIN : SORTS[sort]
}

function byNumber(key: RawBuilder<unknown>, direction: 'asc' | 'desc'): Sorting {
  return {
    key,
    direction,
    cursor: sql<string>`(${key})::text`,
    parse: (text) => sql`${text}::bigint`,
  }
}

function byTime(key: RawBuilder<unknown>, direction: 'asc' | 'desc'): Sorting {
  return {
    key,
    direction,
    cursor: sql<string>`(extract(epoch from ${key}) * 1000)::bigint::text`,
    parse: (text) => sql`to_timestamp(${text}::bigint / 1000.0)::timestamptz(3)`,
  }
}

/** A page, how many there are, and how many in each state. */
export async function wholePage(
  db: Kysely<LedgerDatabase>,
  options: ExportPageOptions,
): Promise<ExportPage> {
  const [page, counts] = await Promise.all([readPage(db, options), countFitting(db, options)])
  return withCounts(options, page, counts)
}

/** What a page of the site is helped by. */
export interface PageHelp {
  readonly names: MemberNames
  /** How many there are in each state, of both types: the page shows them anyway. */
  readonly all: () => Promise<StateCounts>
  /** Counts that are kept for some filters; null for the others. */
  readonly spans: {
    readonly read: (filter: ExportFilter, now: Date) => Promise<StateCounts | null>
  }
}

/** The same, its search answered by the index of members; without numbers where they take too long. */
export async function countedPage(
  db: Kysely<LedgerDatabase>,
  filter: ExportPageOptions,
  { names, spans, all }: PageHelp,
): Promise<CountedPage> {
  const among = await searchMembers(db, searchOf(filter), names)
  const count = async (): Promise<StateCounts | null> => {
    if (isAll(filter)) return all()
    if (among?.kind === 'many') return null
    return (await spans.read(filter, new Date())) ?? countFitting(db, filter, among)
  }
  const [page, counts] = await Promise.all([readPage(db, filter, among), count()])
  return counts === null ? { ...page, total: null, counts: null } : withCounts(filter, page, counts)
}

function withCounts(
  filter: ExportFilter,
  page: Pick<ExportPage, 'exports' | 'next'>,
  counts: StateCounts,
): ExportPage {
  const total = wantedStates(filter).reduce((sum, state) => sum + counts[state], 0)
  return { ...page, total, counts }
}

/** How many exports fit a filter without its state, by state. */
export function countFitting(
  db: Kysely<LedgerDatabase>,
  filter: ExportFilter,
  among: Searched | null = null,
): Promise<StateCounts> {
  // What leaves nothing out but states and types is known by the triggers.
  return isOfType(filter) ? readCounts(db, filter.type) : countStates(db, filter, among)
}

/** Leaves nothing out but states and types. */
function isOfType(filter: ExportFilter): boolean {
  return filter.requestedSince === undefined && searchOf(filter) === ''
}

function isAll(filter: ExportFilter): boolean {
  return filter.type === undefined && isOfType(filter)
}

function searchOf({ search }: ExportFilter): string {
  return search?.trim() ?? ''
}

/** A page without the counts, which cost more than the page itself. */
export async function readPage(
  db: Kysely<LedgerDatabase>,
  options: ExportPageOptions,
  among: Searched | null = null,
): Promise<Pick<ExportPage, 'exports' | 'next'>> {
  const states = wantedStates(options)
  const limit = Math.min(options.limit ?? DEFAULT_PAGE, MAX_PAGE)
  const sort = sortingOf(options, states.length)
  const rows = await selectExports(db)
    .select(sort.cursor.as('cursor'))
    .where(matches(options, among))
    // No condition is cheaper than one that everything fulfils.
    .$if(states.length < EXPORT_STATES.length, (query) => query.where('e.state', 'in', states))
    .$if(options.after !== undefined, (query) =>
      query.where(afterCursor(sort, options.after ?? '')),
    )
    .orderBy(sort.key, sort.direction)
    .orderBy('e.id', sort.direction)
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    exports: page.map(toExportRecord),
    next: last === undefined ? null : `${last.cursor}_${last.id}`,
  }
}

function wantedStates(filter: ExportFilter): readonly ExportState[] {
  if (filter.state === undefined) return EXPORT_STATES
  return typeof filter.state === 'string' ? [filter.state] : filter.state
}

/** Exports a state that match the filter without its state. */
export async function countStates(
  db: Kysely<LedgerDatabase>,
  filter: ExportFilter,
  among: Searched | null = null,
): Promise<StateCounts> {
  const rows = await db
    .selectFrom('howdah.exports as e')
    .select(['e.state', (eb) => eb.fn.countAll<string>().as('count')])
    // All of them, and named: that leads a filter by time through the index that begins with the state.
    .where('e.state', 'in', EXPORT_STATES)
    .where(matches(filter, among))
    .groupBy('e.state')
    .execute()
  return toCounts(rows)
}

/** The condition of a filter without its state. */
export function matches(filter: ExportFilter, among: Searched | null = null): RawBuilder<SqlBool> {
  const conditions: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`]
  if (filter.type !== undefined) conditions.push(sql`e.type = ${filter.type}`)
  if (filter.requestedSince !== undefined) {
    conditions.push(sql`e.requested_at >= ${filter.requestedSince}`)
  }
  const search = searchOf(filter)
  if (search !== '') conditions.push(matchesSearch(search, among))
  return sql<SqlBool>`(${sql.join(conditions, sql` AND `)})`
}

function afterCursor(sort: Sorting, cursor: string): RawBuilder<SqlBool> {
  const [, key, id] = /^(-?\d{1,18})_(\d{1,18})$/.exec(cursor) ?? []
  if (key === undefined || id === undefined) {
    throw new LedgerError(
      'bad-cursor',
      `"${cursor}" is not the place of an export in the list. Start again from the first page.`,
    )
  }
  const place = sql`(${sort.parse(key)}, ${id}::bigint)`
  return sort.direction === 'asc'
    ? sql<SqlBool>`(${sort.key}, e.id) > ${place}`
    : sql<SqlBool>`(${sort.key}, e.id) < ${place}`
}

/** Exports that gave up since then. */
export async function countFailedSince(db: Kysely<LedgerDatabase>, since: Date): Promise<number> {
  const row = await db
    .selectFrom('howdah.exports')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    // With the states of the index, which knows when they ended.
    .where('state', 'in', ['failed', 'cancelled', 'expired'])
    .where('finished_at', '>=', since)
    .where('state', '=', 'failed')
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** A text that changes whenever anything in the ledger does: three looks at indexes. */
export async function ledgerDigest(db: Kysely<LedgerDatabase>): Promise<string> {
  const { rows } = await sql<{ digest: string }>`
    SELECT concat_ws(' ',
      (SELECT max(id) FROM howdah.export_events),
      (SELECT concat_ws(' ', count(*), max(heartbeat_at)) FROM howdah.exports WHERE state = 'running'),
      (SELECT concat_ws(' ', count(*), sum(looked)) FROM howdah.operations WHERE state = 'running')
    ) AS digest`.execute(db)
  return rows[0]?.digest ?? ''
}
