/**
 * Sessions: who is logged in, kept in Postgres.
 *
 * An id is 256 random bits, made anew at every log-in and whenever its owner proves again who they
 * are, so a planted or an older id is worth nothing. Only its hash is stored. A session ends 30
 * minutes after its last use or 12 hours after the log-in.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type QueryExecutorProvider, sql } from 'kysely'

const IDLE_SECONDS = 30 * 60
const ABSOLUTE_SECONDS = 12 * 60 * 60
/** Using a session writes at most once in this time, so that pages do not cost a write each. */
const TOUCH_SECONDS = 60
/** Longer ones are no browser's; only their beginning is shown anyway. */
const LONGEST_USER_AGENT = 400

/** By what a session was opened. */
export type SignInMethod = 'password' | 'oauth' | 'link'

/** One log-in. */
export interface Session {
  /** Names it in lists and in the audit; never in a cookie. */
  readonly id: string
  readonly idHash: string
  readonly userId: string
  readonly method: SignInMethod
  /** The mark of the password it was opened with, see `credentialMark`. */
  readonly credential: string
  /** What the session allows at most, as bits of a role; null: all that the role allows. */
  readonly permissions: bigint | null
  readonly createdAt: Date
  /** When its owner last proved who they are with a password or at the instance. */
  readonly provenAt: Date | null
}

/** What a new session records. */
export interface NewSession {
  readonly userId: string
  readonly method: SignInMethod
  readonly credential: string
  readonly address: string
  readonly userAgent: string
  /** Left out: no limit beside the role. */
  readonly permissions?: bigint
}

interface SessionRow {
  readonly id: string
  readonly user_id: string
  readonly method: SignInMethod
  readonly credential: string
  readonly permissions: string | null
  readonly created_at: Date
  readonly proven_at: Date | null
  readonly is_stale: boolean
}

/** What holds of every session that has not ended. */
export const IS_ALIVE = sql`used_at > now() - make_interval(secs => ${IDLE_SECONDS})
  and created_at > now() - make_interval(secs => ${ABSOLUTE_SECONDS})`

/** Starts, finds, renews and ends sessions. */
export class SessionStore {
  readonly #db: QueryExecutorProvider

  constructor(db: QueryExecutorProvider) {
    this.#db = db
  }

  /** Starts a session and answers the id for the cookie. Sweeps what ended meanwhile. */
  async start(session: NewSession): Promise<string> {
    const { userId, method, credential, address, permissions } = session
    const id = newId()
    await sql`delete from howdah.sessions where not (${IS_ALIVE})`.execute(this.#db)
    const bits = permissions === undefined ? null : String(permissions)
    const userAgent = session.userAgent.slice(0, LONGEST_USER_AGENT)
    // The instance's log-in page may let pass whom it knows already; that proves nothing new.
    const provenAt = method === 'password' ? sql`now()` : sql`null`
    await sql`insert into howdah.sessions
        (id_hash, user_id, method, credential, address, user_agent, permissions, proven_at,
          created_at, used_at)
      values (${hash(id)}, ${userId}, ${method}, ${credential}, ${address}, ${userAgent},
        ${bits}::bigint, ${provenAt}, now(), now())`.execute(this.#db)
    return id
  }

  /** The living session of a cookie's id, or null; using it keeps it alive. */
  async find(id: string): Promise<Session | null> {
    const idHash = hash(id)
    const found = await sql<SessionRow>`
      select id::text, user_id::text, method, credential, permissions::text, created_at, proven_at,
        used_at < now() - make_interval(secs => ${TOUCH_SECONDS}) as is_stale
      from howdah.sessions where id_hash = ${idHash} and ${IS_ALIVE}`.execute(this.#db)
    const row = found.rows[0]
    if (!row) return null
    if (row.is_stale)
      await sql`update howdah.sessions set used_at = now() where id_hash = ${idHash}`.execute(
        this.#db,
      )
    return {
      id: row.id,
      idHash,
      userId: row.user_id,
      method: row.method,
      credential: row.credential,
      permissions: row.permissions === null ? null : BigInt(row.permissions),
      createdAt: row.created_at,
      provenAt: row.proven_at,
    }
  }

  /** Notes that the owner has proved who they are. The session goes on under a new id: the answer. */
  async prove({ idHash }: Pick<Session, 'idHash'>): Promise<string> {
    const id = newId()
    await sql`update howdah.sessions set id_hash = ${hash(id)}, proven_at = now(), used_at = now()
      where id_hash = ${idHash}`.execute(this.#db)
    return id
  }

  /** Ends one session; ending it twice is fine. */
  async end(id: string): Promise<void> {
    await sql`delete from howdah.sessions where id_hash = ${hash(id)}`.execute(this.#db)
  }
}

function newId(): string {
  return randomBytes(32).toString('base64url')
}

function hash(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}
