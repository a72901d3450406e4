/**
 * The export schedule: every export as one filtered and sorted list, in keyset pages, with the
 * number in each state.
 */
import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { holdsText } from '../mastodon/users.ts'
import { toCounts, type StateCounts } from './counts.ts'
import { LedgerError } from './errors.ts'
import { isNamed } from './member-names.ts'
import { isRowId, selectExports } from './reading.ts'
import { toExportRecord, type LedgerDatabase } from './tables.ts'
import {
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

/** A page with the numbers that belong to it. */
export function toPage(
  filter: ExportFilter,
  page: Pick<ExportPage, 'exports' | 'next'>,
  counts: ExportPage['counts'],
): ExportPage {
  const total = wantedStates(filter).reduce((sum, state) => sum + counts[state], 0)
  return { ...page, total, counts }
}

/** Whether a filter leaves nothing out but states and types, whose numbers are known. */
export function isCounted(filter: ExportFilter): boolean {
  return filter.requestedSince === undefined && (filter.search?.trim() ?? '') === ''
}

/** Of a search for more members than this the exports are shown and not counted. */
export const MOST_MEMBERS = 200

/** How a search is answered; null: by looking through all members. */
export type Searched =
  /** By the exports of these members. */
  | { readonly kind: 'few'; readonly userIds: readonly string[] }
  /** By the names that the index of members knows, export by export: the first are soon found. */
  | { readonly kind: 'many'; readonly userIds: readonly string[] }

/**
 * Adds those whose exports were requested under a name that begins so, whatever the members are called
 * now.
 * @param found by their present names and addresses, one more than {@link MOST_MEMBERS} if there are more
 */
export async function searched(
  db: Kysely<LedgerDatabase>,
  search: string,
  found: readonly string[],
): Promise<Searched> {
  if (found.length > MOST_MEMBERS) return { kind: 'many', userIds: found }
  const { rows } = await sql<{ userId: string }>`
    SELECT user_id AS "userId" FROM howdah.exports
    WHERE username LIKE ${beginningWith(search)} LIMIT ${MOST_BY_NAME}`.execute(db)
  const userIds = [...new Set([...found, ...rows.map(({ userId }) => userId)])]
  const isMany = userIds.length > MOST_MEMBERS || rows.length === MOST_BY_NAME
  return { kind: isMany ? 'many' : 'few', userIds }
}

/** Exports of one name: ten of each member of a search that is still counted. */
const MOST_BY_NAME = 2_000

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
  const search = filter.search?.trim() ?? ''
  if (search !== '') conditions.push(matchesSearch(search, among))
  return sql<SqlBool>`(${sql.join(conditions, sql` AND `)})`
}

/** By its member, or by its own id or theirs. */
function matchesSearch(search: string, among: Searched | null): RawBuilder<SqlBool> {
  const byName = among === null ? hasMember(search) : isAmong(search, among)
  if (!isRowId(search)) return sql<SqlBool>`(${byName})`
  return sql<SqlBool>`(${byName} OR e.id = ${search} OR e.user_id = ${search})`
}

function isAmong(search: string, { kind, userIds }: Searched): RawBuilder<SqlBool> {
  const isOfThese = sql<SqlBool>`e.user_id = ANY (${userIds}::bigint[])`
  if (kind === 'few') return isOfThese
  return sql<SqlBool>`${isOfThese} OR e.username LIKE ${beginningWith(search)}
    OR ${isNamed(sql`e.user_id`, search)}`
}

/**
 * By the members whose present name or address it is part of, and by the name that an export was
 * requested under, from its beginning.
 */
function hasMember(search: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`e.user_id = ANY (ARRAY(
    SELECT users.id FROM users JOIN accounts ON accounts.id = users.account_id
    WHERE ${holdsText(withoutSign(search))}
    UNION SELECT x.user_id FROM howdah.exports x WHERE x.username LIKE ${beginningWith(search)}))`
}

/** "@ada" and "ada" mean the same member. */
function withoutSign(search: string): string {
  return search.trim().replace(/^@/, '')
}

function beginningWith(search: string): string {
  return `${withoutSign(search).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
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
