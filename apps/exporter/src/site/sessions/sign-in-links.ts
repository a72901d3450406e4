/**
 * One-time links, for members whom Mastodon's API refuses: suspended, moved, frozen, unconfirmed.
 *
 * A link names its user and when it ends, and is signed with a key that only our database has, so
 * a forged or overdue one is refused before anything is looked up. It opens one session, once, in
 * which its owner may do what every member may do with their own data, and nothing else.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { SiteDatabase } from '../context.ts'

/** Long enough for a weekend; an administrator can always make another one. */
export const LINK_HOURS = 72
const HOUR_MS = 3_600_000
const KEY_NAME = 'sign-in-links'

export interface SignInLink {
  readonly token: string
  readonly expiresAt: Date
}

/** What a link says, once its signature is checked. */
export interface LinkClaim {
  readonly userId: string
  readonly expiresAt: Date
}

export class SignInLinks {
  readonly #db: SiteDatabase

  constructor(db: SiteDatabase) {
    this.#db = db
  }

  /** Makes a link for a user; older ones of theirs end. */
  async create(userId: string, createdBy: string, now: Date = new Date()): Promise<SignInLink> {
    const expiresAt = new Date(now.getTime() + LINK_HOURS * HOUR_MS)
    const nonce = randomBytes(16).toString('base64url')
    const claim = `${userId}.${expiresAt.getTime().toString(36)}.${nonce}`
    const token = `${claim}.${await this.#sign(claim)}`
    await sql`delete from howdah.sign_in_links
      where (user_id = ${userId} and used_at is null) or expires_at < now() - interval '30 days'`.execute(
      this.#db,
    )
    await sql`insert into howdah.sign_in_links (token_hash, user_id, created_by, expires_at)
      values (${hash(token)}, ${userId}, ${createdBy}, ${expiresAt.toISOString()}::timestamptz)`.execute(
      this.#db,
    )
    return { token, expiresAt }
  }

  /** Whom a link that still works is for; null for any other. Using it up is {@link use}. */
  async read(token: string, now: Date = new Date()): Promise<LinkClaim | null> {
    const claim = await this.#check(token, now)
    if (claim === null) return null
    const { rows } = await sql`select 1 from howdah.sign_in_links
      where token_hash = ${hash(token)} and user_id = ${claim.userId} and used_at is null`.execute(
      this.#db,
    )
    return rows.length === 1 ? claim : null
  }

  /** Uses the link up. Of two at the same moment one gets the claim, the other null. */
  async use(token: string, now: Date = new Date()): Promise<LinkClaim | null> {
    const claim = await this.#check(token, now)
    if (claim === null) return null
    const { rows } = await sql`update howdah.sign_in_links set used_at = now()
      where token_hash = ${hash(token)} and user_id = ${claim.userId} and used_at is null
      returning user_id`.execute(this.#db)
    return rows.length === 1 ? claim : null
  }

  async #check(token: string, now: Date): Promise<LinkClaim | null> {
    const [, text = '', userId = '', expiry = '', signature = ''] =
      /^((\d{1,18})\.([\da-z]{1,12})\.[\w-]{22})\.([\w-]{43})$/.exec(token) ?? []
    if (text === '' || !isSame(signature, await this.#sign(text))) return null
    const expiresAt = new Date(Number.parseInt(expiry, 36))
    return expiresAt > now ? { userId, expiresAt } : null
  }

  async #sign(claim: string): Promise<string> {
    return createHmac('sha256', await this.#key())
      .update(claim)
      .digest('base64url')
  }

  /** Made by whichever process needs it first. */
  async #key(): Promise<Buffer> {
    const { rows } = await sql<{ value: string }>`
      select value from howdah.secrets where name = ${KEY_NAME}`.execute(this.#db)
    const value = rows[0]?.value
    if (value !== undefined) return Buffer.from(value, 'base64url')
    await sql`insert into howdah.secrets (name, value)
      values (${KEY_NAME}, ${randomBytes(32).toString('base64url')}) on conflict do nothing`.execute(
      this.#db,
    )
    return this.#key()
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
