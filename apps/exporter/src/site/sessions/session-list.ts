/**
 * The sessions of one member: what is shown of them, and ending them from elsewhere.
 */
import { type QueryExecutorProvider, sql } from 'kysely'
import { IS_ALIVE, type SignInMethod } from './session-store.ts'

/** A session as its owner sees it. */
export interface ListedSession {
  readonly id: string
  readonly method: SignInMethod
  readonly address: string
  readonly userAgent: string
  readonly createdAt: Date
  readonly usedAt: Date
}

/** A member who logs in from a script has many; the page shows the newest. */
const MOST_LISTED = 50

/** The living sessions of a member, the last used first. */
export async function listSessions(
  db: QueryExecutorProvider,
  userId: string,
): Promise<readonly ListedSession[]> {
  const { rows } = await sql<ListedSession>`
    select id::text, method, address, user_agent as "userAgent", created_at as "createdAt",
      used_at as "usedAt"
    from howdah.sessions where user_id = ${userId} and ${IS_ALIVE}
    order by used_at desc, id desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Which sessions of the member end: one by its id, or all but one, or all. */
export type Ending = { readonly id: string } | { readonly allBut: string } | 'all'

/** Ends them, and answers how many they were. */
export async function endSessions(
  db: QueryExecutorProvider,
  userId: string,
  which: Ending,
): Promise<number> {
  const condition =
    which === 'all' ? sql`true` : 'id' in which ? sql`id = ${which.id}` : sql`id <> ${which.allBut}`
  const { numAffectedRows } = await sql`delete from howdah.sessions
    where user_id = ${userId} and ${condition}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
