/**
 * Finds members by a part of their name or address, however many there are: through an index of our own
 * over the three-letter pieces of each (`MEMBER_NAMES` in migrations/administration.ts), because Mastodon has none and
 * reading all of its rows takes a tenth of a second for 100,000 members.
 *
 * The index follows Mastodon's tables: whoever searches five minutes after the last time has it brought
 * up to date beside the search. What it answers is looked at once more in Mastodon's rows, so nothing
 * outdated is shown; members that are newer are looked for there. Only an address that was changed in
 * Mastodon may be missed meanwhile, for an hour at most: then, and before it was ever made, `find` says
 * null and the caller reads all rows.
 */
import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { containing } from '../like-pattern.ts'
import { holdsText } from '../mastodon/users.ts'
import type { LedgerDatabase } from './tables.ts'
import type { MastodonDatabase } from '../mastodon/tables.ts'

type Db = Kysely<LedgerDatabase & MastodonDatabase>

const FRESH_MS = 5 * 60_000
const MOST_MS = 60 * 60_000
/** A process that dies under way leaves the work to others after this. */
const CLAIM_SECONDS = 10 * 60
/** Members of one statement: some hundredths of a second. */
const SLICE = 5_000
/** Of the newest members so many are read first: a part that many have is found among them. */
const NEWEST = 2_000
/** Letters of a piece, as `howdah.grams` cuts a text; of a shorter text there is none. */
const GRAM = 3

export interface FindOptions {
  readonly limit: number
  /** Only ids below this one; the next page. */
  readonly before?: string | null
  /** Any of them will do, where there are more than `limit`. */
  readonly isAnyOrder?: boolean
}

export interface MemberNamesOptions {
  readonly db: Db
  /** What happens beside a search has nobody to tell. */
  readonly onError?: (error: unknown) => void
}

export class MemberNames {
  readonly #db: Db
  readonly #onError: (error: unknown) => void
  #refreshing: Promise<void> | null = null
  #upTo: string | null = null

  constructor({ db, onError }: MemberNamesOptions) {
    this.#db = db
    this.#onError = onError ?? (() => {})
  }

  /**
   * Ids of the members whose name or address contains a text, the newest first.
   * @returns null where the index cannot tell at the moment
   */
  async find(search: string, options: FindOptions): Promise<readonly string[] | null> {
    const text = textOf(search)
    // Where the order does not matter, what the index reached at the last look leaves nobody out either.
    const isEarly = options.isAnyOrder === true && text !== ''
    const early = isEarly && this.#upTo !== null ? this.#among(text, this.#upTo, options) : null
    early?.catch(() => {}) // Told below, where it is needed.
    const index = await this.#state()
    this.#upTo = index?.upTo ?? null
    if (index === null || index.ageMs > FRESH_MS) this.#refreshBeside()
    if (index === null || index.ageMs > MOST_MS || text === '') return null
    return early ?? this.#among(text, index.upTo, options)
  }

  async #among(text: string, upTo: string, options: FindOptions): Promise<readonly string[]> {
    const [newer, known] = await Promise.all([
      this.#newer(text, upTo, options),
      this.#known(text, options),
    ])
    return [...new Set([...newer, ...known])].slice(0, options.limit)
  }

  /** Brings the index up to date; does nothing while another process does. */
  async refresh(): Promise<void> {
    const startedAt = await this.#claim()
    if (startedAt === null) return
    let upTo = '0'
    for (let last: string | null = upTo; last !== null;) {
      upTo = last
      last = await copySlice(this.#db, upTo, SLICE)
    }
    // Else each search would first read through what was entered last.
    await sql`SELECT gin_clean_pending_list('howdah.member_names_by_gram')`.execute(this.#db)
    await sql`UPDATE howdah.member_names_state
      SET done_at = ${startedAt}, up_to = ${upTo}, claimed_until = NULL`.execute(this.#db)
  }

  /** For the hourly upkeep: names of members who are gone must not stay, even if nobody searches. */
  async keepUp(): Promise<void> {
    const state = await this.#state()
    if (state !== null && state.ageMs > FRESH_MS) await this.refresh()
  }

  /** A member's name or address has just been changed here. */
  async note(userId: string): Promise<void> {
    if ((await this.#state()) === null) return
    await copySlice(this.#db, String(BigInt(userId) - 1n), 1)
  }

  /** When what began beside a search has ended. */
  async settled(): Promise<void> {
    await this.#refreshing
  }

  #refreshBeside(): void {
    this.#refreshing ??= this.refresh()
      .catch(this.#onError)
      .finally(() => {
        this.#refreshing = null
      })
  }

  /** Null before the index is complete for the first time. */
  async #state(): Promise<{ readonly ageMs: number; readonly upTo: string } | null> {
    const { rows } = await sql<{ ageMs: number; upTo: string }>`
      SELECT (extract(epoch FROM now() - done_at) * 1000)::float8 AS "ageMs", up_to AS "upTo"
      FROM howdah.member_names_state WHERE done_at IS NOT NULL`.execute(this.#db)
    return rows[0] ?? null
  }

  async #claim(): Promise<Date | null> {
    const { rows } = await sql<{ at: Date }>`
      UPDATE howdah.member_names_state
      SET claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS})
      WHERE claimed_until IS NULL OR claimed_until < now()
      RETURNING now()::timestamptz(3) AS at`.execute(this.#db)
    return rows[0]?.at ?? null
  }

  /** Those who joined since the index was made. */
  async #newer(text: string, upTo: string, { limit, before }: FindOptions): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      SELECT users.id FROM users JOIN accounts ON accounts.id = users.account_id
      WHERE users.id > ${upTo} ${below(sql`users.id`, before)} AND ${holdsText(text)}
      ORDER BY users.id DESC LIMIT ${limit}`.execute(this.#db)
    return rows.map(({ id }) => id)
  }

  async #known(text: string, options: FindOptions): Promise<readonly string[]> {
    const { limit, before, isAnyOrder = false } = options
    if (Array.from(text).length < GRAM) return this.#read(text, options)
    const among = await this.#read(text, options, NEWEST)
    if (among.length >= limit) return among
    const { rows } = await sql<{ id: string }>`
      WITH found AS MATERIALIZED (
        SELECT user_id AS id FROM howdah.member_names
        WHERE howdah.grams(text) @> howdah.grams(${text}) AND text LIKE ${containing(text)}
          ${below(sql`user_id`, before)} ${isAnyOrder ? sql`LIMIT ${limit}` : sql``})
      SELECT id FROM found ORDER BY id DESC LIMIT ${limit}`.execute(this.#db)
    return rows.map(({ id }) => id)
  }

  /** Reads from the newest on until enough are found; `most`: only so many. */
  async #read(
    text: string,
    { limit, before }: FindOptions,
    most: number | null = null,
  ): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      SELECT user_id AS id FROM (
        SELECT user_id, text FROM howdah.member_names
        WHERE true ${below(sql`user_id`, before)}
        ORDER BY user_id DESC ${most === null ? sql`` : sql`LIMIT ${most}`}) AS newest
      WHERE text LIKE ${containing(text)}
      ORDER BY user_id DESC LIMIT ${limit}`.execute(this.#db)
    return rows.map(({ id }) => id)
  }
}

function below(
  column: RawBuilder<unknown>,
  before: string | null | undefined,
): RawBuilder<unknown> {
  return before === null || before === undefined ? sql`` : sql`AND ${column} < ${before}`
}

/** What is looked for in the index: as its texts are written, and `@ada` means ada. */
function textOf(search: string): string {
  return search.trim().replace(/^@/, '').toLowerCase()
}

/** Whether the name or address of an export's member, as the index knows it, contains a text. */
export function isNamed(userId: RawBuilder<unknown>, search: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`coalesce((SELECT names.text LIKE ${containing(textOf(search))}
    FROM howdah.member_names AS names WHERE names.user_id = ${userId}), false)`
}

/**
 * Makes a part of the index as Mastodon's rows are: the members that follow an id, at most `limit`.
 * @returns the last of them; null when there are none
 */
async function copySlice(db: Db, after: string, limit: number): Promise<string | null> {
  const { rows } = await sql<{ last: string | null }>`
    WITH part AS MATERIALIZED (
      SELECT users.id, lower(accounts.username) || ' ' || lower(users.email) AS text
      FROM users JOIN accounts ON accounts.id = users.account_id
      WHERE users.id > ${after} ORDER BY users.id LIMIT ${limit}),
    edge AS (
      SELECT CASE WHEN count(*) < ${limit} THEN 9223372036854775807 ELSE max(id) END AS id FROM part),
    gone AS (
      DELETE FROM howdah.member_names AS names
      WHERE names.user_id > ${after} AND names.user_id <= (SELECT id FROM edge)
        AND NOT EXISTS (SELECT FROM part WHERE part.id = names.user_id)),
    written AS (
      INSERT INTO howdah.member_names (user_id, text)
      SELECT part.id, part.text FROM part
      LEFT JOIN howdah.member_names AS names ON names.user_id = part.id
      WHERE names.text IS DISTINCT FROM part.text
      ON CONFLICT (user_id) DO UPDATE SET text = excluded.text)
    SELECT max(id) AS last FROM part`.execute(db)
  return rows[0]?.last ?? null
}
