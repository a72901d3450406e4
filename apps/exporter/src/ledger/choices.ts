/** What members chose for themselves: whether they want messages about their exports. */
import type { Kysely } from 'kysely'
import type { LedgerDatabase } from './tables.ts'

/** True for everybody who has not said otherwise. */
export async function wantsMail(db: Kysely<LedgerDatabase>, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('howdah.member_choices')
    .select('mail')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.mail ?? true
}

export async function chooseMail(
  db: Kysely<LedgerDatabase>,
  userId: string,
  mail: boolean,
): Promise<void> {
  const changed = { mail, changed_at: new Date() }
  await db
    .insertInto('howdah.member_choices')
    .values({ user_id: userId, ...changed })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(changed))
    .execute()
}
