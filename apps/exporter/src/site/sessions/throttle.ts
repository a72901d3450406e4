/**
 * The brake on guessing passwords: failures are counted per account and per address.
 *
 * Five failures are free. From then on each failure closes the door for a time that doubles, from
 * one minute to fifteen. A success clears the account's count; a quiet quarter of an hour clears
 * both. The address gets more tries, because a school or a phone network shares one.
 */
import { createHash } from 'node:crypto'
import { type QueryExecutorProvider, sql } from 'kysely'

const FREE_FAILURES = { account: 5, address: 20 } as const
const FIRST_BLOCK_SECONDS = 60
const LONGEST_BLOCK_SECONDS = 15 * 60
const FORGET_SECONDS = 15 * 60

/** Who is trying: the address of the visitor and the e-mail address as typed. */
export interface LogInTry {
  readonly address: string
  readonly email: string
}

/** Counts failed log-ins and says when the next try is welcome. */
export class LogInThrottle {
  readonly #db: QueryExecutorProvider

  constructor(db: QueryExecutorProvider) {
    this.#db = db
  }

  /** Seconds to wait before this try may be made; 0 when it may be made now. */
  async waitSeconds(attempt: LogInTry): Promise<number> {
    const found = await sql<{ wait_seconds: number }>`
      select coalesce(max(ceil(extract(epoch from blocked_until - now()))), 0)::int as wait_seconds
      from howdah.log_in_failures
      where subject in (${subject('account', attempt.email)}, ${subject('address', attempt.address)})
        and blocked_until > now()`.execute(this.#db)
    return found.rows[0]?.wait_seconds ?? 0
  }

  /** Records a wrong password or an unknown address. */
  async failed(attempt: LogInTry): Promise<void> {
    await this.#count(subject('account', attempt.email), FREE_FAILURES.account)
    await this.#count(subject('address', attempt.address), FREE_FAILURES.address)
  }

  /** Forgets the account's failures after a good log-in; the address keeps its own. */
  async succeeded(attempt: LogInTry): Promise<void> {
    const account = subject('account', attempt.email)
    await sql`delete from howdah.log_in_failures where subject = ${account}`.execute(this.#db)
  }

  // One statement, so that raced tries are all counted. power() doubles the block per failure
  // beyond the free ones; the exponent is capped so that the number stays small.
  async #count(name: string, free: number): Promise<void> {
    await sql`insert into howdah.log_in_failures as f (subject, failures, last_at)
      values (${name}, 1, now())
      on conflict (subject) do update set
        failures = case when f.last_at < now() - make_interval(secs => ${FORGET_SECONDS})
                        then 1 else f.failures + 1 end,
        last_at = now(),
        blocked_until = case
          when f.last_at < now() - make_interval(secs => ${FORGET_SECONDS}) then null
          when f.failures + 1 < ${free}::int then null
          else now() + make_interval(secs => least(${LONGEST_BLOCK_SECONDS}::float,
            ${FIRST_BLOCK_SECONDS} * power(2, least(f.failures + 1 - ${free}::int, 10)))) end`.execute(
      this.#db,
    )
  }
}

// Hashed: people type passwords into the wrong field, and this table should not keep them.
function subject(kind: 'account' | 'address', value: string): string {
  return `${kind} ${createHash('sha256').update(value.trim().toLowerCase()).digest('hex')}`
}
