/**
 * Sessions: who is logged in, kept in Postgres.
 *
 * An id is 256 random bits, made anew at every log-in, so a planted id is never taken over. Only
 * its hash is stored. A session ends 30 minutes after its last use or 12 hours after the log-in.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type QueryExecutorProvider, sql } from 'kysely'

const IDLE_SECONDS = 30 * 60
const ABSOLUTE_SECONDS = 12 * 60 * 60
/** Using a session writes at most once in this time, so that pages do not cost a write each. */
const TOUCH_SECONDS = 60

/** One log-in. `idHash` names it in the database and in the audit, never in a cookie. */
export interface Session {
  readonly idHash: string
  readonly userId: string
  /** The mark of the password it was opened with, see `credentialMark`. */
  readonly credential: string
  /** What the session allows at most, as bits of a role; null: all that the role allows. */
  readonly permissions: bigint | null
}

/** What a new session records. */
export interface NewSession {
  readonly userId: string
  readonly credential: string
  readonly address: string
  /** Left out: no limit beside the role. */
  readonly permissions?: bigint
}

interface SessionRow {
  readonly user_id: string
  readonly credential: string
  readonly permissions: string | null
  readonly is_stale: boolean
}

/** Starts, finds and ends sessions. */
export class SessionStore {
  readonly #db: QueryExecutorProvider

  constructor(db: QueryExecutorProvider) {
    this.#db = db
  }

  /** Starts a session and answers the id for the cookie. Sweeps what ended meanwhile. */
  async start({ userId, credential, address, permissions }: NewSession): Promise<string> {
    const id = randomBytes(32).toString('base64url')
    await sql`delete from howdah.sessions
      where used_at < now() - make_interval(secs => ${IDLE_SECONDS})
         or created_at < now() - make_interval(secs => ${ABSOLUTE_SECONDS})`.execute(this.#db)
    const bits = permissions === undefined ? null : String(permissions)
    await sql`insert into howdah.sessions
        (id_hash, user_id, credential, address, permissions, created_at, used_at)
      values (${hash(id)}, ${userId}, ${credential}, ${address}, ${bits}::bigint, now(), now())`.execute(
      this.#db,
    )
    return id
  }

  /** The living session of a cookie's id, or null; using it keeps it alive. */
  async find(id: string): Promise<Session | null> {
    const idHash = hash(id)
    const found = await sql<SessionRow>`
      select user_id::text, credential, permissions::text, used_at < now() - make_interval(secs => ${TOUCH_SECONDS}) as is_stale
      from howdah.sessions
      where id_hash = ${idHash}
        and used_at > now() - make_interval(secs => ${IDLE_SECONDS})
        and created_at > now() - make_interval(secs => ${ABSOLUTE_SECONDS})`.execute(this.#db)
    const row = found.rows[0]
    if (!row) return null
    if (row.is_stale)
      await sql`update howdah.sessions set used_at = now() where id_hash = ${idHash}`.execute(
        this.#db,
      )
    const permissions = row.permissions === null ? null : BigInt(row.permissions)
    return { idHash, userId: row.user_id, credential: row.credential, permissions }
  }

  /** Ends one session; ending it twice is fine. */
  async end(id: string): Promise<void> {
    await sql`delete from howdah.sessions where id_hash = ${hash(id)}`.execute(this.#db)
  }
}

function hash(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}
