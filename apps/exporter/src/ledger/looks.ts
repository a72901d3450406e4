/**
 * Looks at what is another person's: the arguments of their jobs, their address, their archive. Each
 * is written into the audit before it is shown, with who, what, whose and on which page.
 *
 * A page that refreshes itself must not fill the table: of one viewer, one page and one thing one line
 * in a quarter of an hour is enough. `howdah.looks` remembers that for all processes, in the statement
 * that writes the line; each process remembers what it has asked, so that a look mostly costs nothing.
 */
import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { LedgerDatabase } from './tables.ts'

/** What of another person was shown. */
export type LookedAt = 'arguments' | 'addresses' | 'archive'

export interface Look {
  /** Who looks: a user name. */
  readonly actor: string
  readonly what: LookedAt
  /** The path of the page. */
  readonly page: string
  /** Each thing by its names, the first of which tells it apart: `['job 5f1c…', '@ada']`. */
  readonly things: readonly (readonly [string, ...string[]])[]
}

/** The verb in the audit. */
export const LOOKED_AT: Readonly<Record<LookedAt, string>> = {
  arguments: 'looked at arguments',
  addresses: 'looked at addresses',
  archive: 'looked at an archive',
}

export const LOOK_AGAIN_MS = 15 * 60_000

/** Things remembered; more are forgotten early and written again, which is only longer, not wrong. */
const MOST_REMEMBERED = 50_000

/** The summary names so many of what was seen; all are in `subjects`. */
const NAMED = 3

interface Remembered {
  readonly atMs: number
  /** The insert, perhaps still under way: nobody is shown anything before it is done. */
  readonly written: Promise<void>
}

/** Writes looks down. One a process. */
export class Looks {
  readonly #db: Kysely<LedgerDatabase>
  readonly #remembered = new Map<string, Remembered>()
  /** When this process last took away what has been forgotten. */
  #sweptAtMs = 0

  constructor(db: Kysely<LedgerDatabase>) {
    this.#db = db
  }

  /** Resolves when the look is in the audit. Rejects when it cannot be written: show nothing then. */
  async record(look: Look, nowMs = Date.now()): Promise<void> {
    const keyOf = (thing: Look['things'][number]): string => keyOfLook(look, thing)
    const pending: Promise<void>[] = []
    const fresh = look.things.filter((thing) => {
      const known = this.#remembered.get(keyOf(thing))
      if (known === undefined || nowMs - known.atMs >= LOOK_AGAIN_MS) return true
      pending.push(known.written)
      return false
    })
    if (fresh.length > 0) {
      const written = this.#write({ ...look, things: fresh }, nowMs)
      this.#remember(fresh.map(keyOf), { atMs: nowMs, written })
      pending.push(written)
    }
    await Promise.all(pending)
  }

  #remember(keys: readonly string[], line: Remembered): void {
    for (const key of keys) {
      this.#remembered.delete(key)
      this.#remembered.set(key, line)
    }
    line.written.catch(() => {
      for (const key of keys) {
        if (this.#remembered.get(key) === line) this.#remembered.delete(key)
      }
    })
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= MOST_REMEMBERED) return
      this.#remembered.delete(oldest)
    }
  }

  async #write(look: Look, nowMs: number): Promise<void> {
    const at = new Date(nowMs)
    await writeDown(this.#db, look, at)
    if (nowMs - this.#sweptAtMs < LOOK_AGAIN_MS) return
    this.#sweptAtMs = nowMs
    await sweep(this.#db, at)
  }
}

/** One length, however long names and addresses are. */
function keyOfLook({ actor, what, page }: Look, [name]: Look['things'][number]): string {
  return createHash('sha256')
    .update(JSON.stringify([actor, what, page, name]))
    .digest('base64')
}

/**
 * The line in the audit, of what was not written in the last quarter of an hour and is now. One that another
 * process is about to write is waited for.
 */
async function writeDown(db: Kysely<LedgerDatabase>, look: Look, at: Date): Promise<void> {
  const { actor, what, page, things } = look
  const list = things.map((names) => ({
    key: keyOfLook(look, names),
    called: names.toReversed().join(' '),
    names,
  }))
  // Keys in one order: two statements that wait for each other's rows would end in a deadlock.
  await sql`
    WITH things AS (
      SELECT DISTINCT ON (key) key, called, names, place FROM ROWS FROM (
        jsonb_to_recordset(${JSON.stringify(list)}::jsonb) AS (key text, called text, names jsonb)
      ) WITH ORDINALITY AS thing(key, called, names, place) ORDER BY key, place),
    claimed AS (
      INSERT INTO howdah.looks (key, at) SELECT key, ${at} FROM things ORDER BY key
      ON CONFLICT (key) DO UPDATE SET at = excluded.at WHERE looks.at <= ${forgottenBy(at)}
      RETURNING key),
    seen AS (
      SELECT called, names, row_number() OVER (ORDER BY place) AS nth
      FROM things JOIN claimed USING (key))
    INSERT INTO howdah.audit (actor, action, target, page, subjects)
    SELECT ${actor}, ${LOOKED_AT[what]},
      string_agg(called, ', ' ORDER BY nth) FILTER (WHERE nth <= ${NAMED}::int)
        || CASE WHEN count(*) > ${NAMED}::int
             THEN ' and ' || count(*) - ${NAMED}::int || ' more' ELSE '' END,
      ${page},
      ARRAY(SELECT name FROM seen AS one,
          jsonb_array_elements_text(one.names) WITH ORDINALITY AS part(name, place)
        GROUP BY name ORDER BY min(one.nth * 100 + place))
    FROM seen HAVING count(*) > 0`.execute(db)
}

/** What others are writing at this moment is left to them. */
async function sweep(db: Kysely<LedgerDatabase>, at: Date): Promise<void> {
  await sql`
    DELETE FROM howdah.looks WHERE key IN (
      SELECT key FROM howdah.looks WHERE at <= ${forgottenBy(at)} FOR UPDATE SKIP LOCKED
    )`.execute(db)
}

function forgottenBy(at: Date): Date {
  return new Date(at.getTime() - LOOK_AGAIN_MS)
}
